//! What several tests need: children, which are this test binary again.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read};
use std::os::windows::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use sysproc::Process;
use windows_sys::Win32::Security::Authorization::{SE_KERNEL_OBJECT, SetSecurityInfo};
use windows_sys::Win32::Security::{ACL, ACL_REVISION, DACL_SECURITY_INFORMATION, InitializeAcl};
use windows_sys::Win32::System::Threading::GetCurrentProcess;

/// What a child is told to do, in its environment.
const TASK: &str = "SYSPROC_TEST_TASK";

/// The arguments by which the test binary runs nothing but [`as_child`]. More can follow: they are filters that fit nothing.
pub(crate) const CHILD: [&str; 4] = ["--exact", "--nocapture", "--test-threads=1", "support::as_child"];

/// No test, but what a child does. It says when it is ready, and ends when its input does.
#[test]
fn as_child() {
    let Ok(task) = std::env::var(TASK) else { return };
    let mut held: Vec<Box<dyn std::any::Any>> = Vec::new();
    let (word, rest) = task.split_once(' ').unwrap_or((&task, ""));
    match word {
        "wait" => {}
        "exit" => std::process::exit(rest.parse().unwrap()),
        "open" => held.push(Box::new(std::fs::File::open(rest).unwrap())),
        "chdir" => std::env::set_current_dir(rest).unwrap(),
        "lock" => lock(),
        "ask-often" => crate::denied::ask_often(rest.parse().unwrap()),
        "spin" => spin(Duration::from_millis(200)),
        "thread" => held.push(Box::new(std::thread::spawn(|| std::thread::sleep(Duration::from_secs(1000))))),
        "allocate" => held.push(Box::new(vec![1_u8; rest.parse().unwrap()])),
        task => panic!("{task}"),
    }
    println!("ready");
    let _ = std::io::stdin().read_to_end(&mut Vec::new());
    std::process::exit(0);
}

/// Takes from everybody the right to open the calling process.
fn lock() {
    let mut list = ACL::default();
    let size = u32::try_from(size_of::<ACL>()).unwrap();
    // SAFETY: the list is one of this size, and lives until it has been copied; the handle stands for the caller.
    unsafe {
        assert_ne!(InitializeAcl(&mut list, size, ACL_REVISION), 0);
        let (process, none) = (GetCurrentProcess(), std::ptr::null_mut());
        let kind = DACL_SECURITY_INFORMATION;
        assert_eq!(SetSecurityInfo(process, SE_KERNEL_OBJECT, kind, none, none, &list, std::ptr::null()), 0);
    }
}

/// Uses this much processor time and a bit.
fn spin(time: Duration) {
    let end = Instant::now() + time;
    let mut number = 0_u64;
    while Instant::now() < end {
        number = std::hint::black_box(number.wrapping_add(1));
    }
}

/// A child that is killed when it goes out of scope.
pub(crate) struct Kid(pub(crate) Child);

impl Kid {
    /// A child that has done this and waits.
    pub(crate) fn new(task: &str) -> Self {
        Self::spawn(task, &mut Self::command([""; 0]))
    }

    /// The command of a child, with arguments that it ignores.
    pub(crate) fn command<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> Command {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(CHILD).args(arguments);
        command
    }

    /// A child whose first thread has not begun to run, and never will.
    pub(crate) fn asleep() -> Self {
        const CREATE_SUSPENDED: u32 = 4;
        Self(Command::new(std::env::current_exe().unwrap()).creation_flags(CREATE_SUSPENDED).spawn().unwrap())
    }

    pub(crate) fn spawn(task: &str, command: &mut Command) -> Self {
        let command = command.env(TASK, task).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut kid = Self(command.spawn().unwrap());
        let output = BufReader::new(kid.0.stdout.take().unwrap());
        // The harness has its say before.
        let mut lines = output.lines();
        while lines.next().is_some_and(|line| !line.unwrap().ends_with("ready")) {}
        kid
    }

    pub(crate) fn pid(&self) -> u32 {
        self.0.id()
    }

    pub(crate) fn process(&self) -> Process {
        Process::from_child(&self.0).unwrap()
    }
}

impl Drop for Kid {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
