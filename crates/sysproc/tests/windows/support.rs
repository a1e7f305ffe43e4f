//! What several tests need: children, which are this test binary again.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read};
use std::os::windows::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use sysproc::Process;
use windows_sys::Win32::Security::Authorization::{SE_KERNEL_OBJECT, SetSecurityInfo};
use windows_sys::Win32::Security::{
    ACL, ACL_REVISION, AddAccessAllowedAce, CreateWellKnownSid, DACL_SECURITY_INFORMATION, InitializeAcl, WinWorldSid,
};
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
        "lock" => grant(0),
        "grant" => grant(rest.parse().unwrap()),
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

/// Lets everybody open the calling process with these rights, and with no others.
fn grant(rights: u32) {
    // With room for one entry.
    let mut list = [ACL::default(); 16];
    let size = u32::try_from(size_of_val(&list)).unwrap();
    let mut everybody = [0_u64; 9];
    let mut room = u32::try_from(size_of_val(&everybody)).unwrap();
    let (acl, sid) = (list.as_mut_ptr(), everybody.as_mut_ptr().cast());
    // SAFETY: the list and the number of an account are memory of these sizes, and live until they have been copied; the
    // handle stands for the caller.
    unsafe {
        assert_ne!(CreateWellKnownSid(WinWorldSid, std::ptr::null_mut(), sid, &mut room), 0);
        assert_ne!(InitializeAcl(acl, size, ACL_REVISION), 0);
        if rights != 0 {
            assert_ne!(AddAccessAllowedAce(acl, ACL_REVISION, rights, sid), 0);
        }
        let (process, none) = (GetCurrentProcess(), std::ptr::null_mut());
        let kind = DACL_SECURITY_INFORMATION;
        assert_eq!(SetSecurityInfo(process, SE_KERNEL_OBJECT, kind, none, none, acl, std::ptr::null()), 0);
    }
}

/// Uses this much processor time and a bit, however long that takes.
fn spin(time: Duration) {
    let me = Process::current().unwrap();
    let mut number = 0_u64;
    while me.cpu_times().unwrap().user < time {
        (0..1_000_000).for_each(|_| number = std::hint::black_box(number.wrapping_add(1)));
    }
}

/// Compares once more, some times, where it does not agree: others may change what is looked at between two looks, and what
/// is not answered soon is left out.
pub(crate) fn in_some_try(compare: impl Fn()) {
    for _ in 0..20 {
        if std::panic::catch_unwind(std::panic::AssertUnwindSafe(&compare)).is_ok() {
            return;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    compare();
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
