//! What several tests need: the command, and children, which are this test binary again.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};

use serde_json::Value;
use windows_sys::Win32::Security::Authorization::{SE_KERNEL_OBJECT, SetSecurityInfo};
use windows_sys::Win32::Security::{ACL, ACL_REVISION, DACL_SECURITY_INFORMATION, InitializeAcl};
use windows_sys::Win32::System::Threading::GetCurrentProcess;

/// What a child is told to do, in its environment.
const TASK: &str = "SYSPROC_TEST_TASK";

/// No test, but what a child does. It says when it is ready, and ends when its input does.
#[test]
fn as_child() {
    let Ok(task) = std::env::var(TASK) else { return };
    let held = match task.split_once(' ').unwrap_or((&task, "")) {
        ("wait", _) => None,
        ("open", path) => Some(std::fs::File::open(path).unwrap()),
        ("lock", _) => {
            lock();
            None
        }
        _ => panic!("{task}"),
    };
    println!("ready");
    let _ = std::io::stdin().read_to_end(&mut Vec::new());
    drop(held);
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

/// A child that is killed when it goes out of scope.
pub(crate) struct Kid(pub(crate) Child);

impl Kid {
    pub(crate) fn new(task: &str) -> Self {
        Self::with_arguments(task, &[])
    }

    /// With more arguments, which it ignores.
    pub(crate) fn with_arguments(task: &str, arguments: &[&str]) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", "--nocapture", "--test-threads=1", "support::as_child"]).args(arguments);
        let command = command.env(TASK, task).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut kid = Self(command.spawn().unwrap());
        let mut lines = BufReader::new(kid.0.stdout.take().unwrap()).lines();
        while lines.next().is_some_and(|line| !line.unwrap().ends_with("ready")) {}
        kid
    }

    pub(crate) fn pid(&self) -> u32 {
        self.0.id()
    }

    pub(crate) fn is_running(&mut self) -> bool {
        self.0.try_wait().unwrap().is_none()
    }
}

impl Drop for Kid {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// What the command said, and its exit code.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) code: Option<i32>,
}

pub(crate) fn sysproc<A: AsRef<std::ffi::OsStr>>(arguments: impl IntoIterator<Item = A>) -> Run {
    let out = Command::new(env!("CARGO_BIN_EXE_sysproc")).args(arguments).stdin(Stdio::null()).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Run { stdout: text(out.stdout), stderr: text(out.stderr), code: out.status.code() }
}

impl Run {
    /// What it printed, where all went well.
    pub(crate) fn ok(self) -> String {
        assert_eq!(self.code, Some(0), "{self:?}");
        self.stdout
    }

    pub(crate) fn json(self) -> Value {
        serde_json::from_str(&self.ok()).unwrap()
    }
}

/// The element of a list whose key is this number.
pub(crate) fn of<'a>(list: &'a Value, key: &str, number: u32) -> &'a Value {
    list.as_array().unwrap().iter().find(|one| one[key] == number).unwrap_or_else(|| panic!("{list}"))
}
