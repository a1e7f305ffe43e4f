//! What several tests need: made trees, children that are cleaned up, the output of tools.
#![allow(dead_code)]

use std::ffi::OsStr;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use sysproc::process::Status;
use sysproc::{Process, System};

/// A made machine: empty `proc`, `sys`, `etc`, `run` and `dev` in a folder of its own.
pub(crate) struct Tree {
    dir: tempfile::TempDir,
}

impl Tree {
    pub(crate) fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        for root in ["proc", "sys", "etc", "run", "dev"] {
            std::fs::create_dir(dir.path().join(root)).unwrap();
        }
        Self { dir }
    }

    /// Writes a file, by its path below the tree: `proc/meminfo`.
    pub(crate) fn file(&self, path: &str, content: impl AsRef<[u8]>) -> &Self {
        let path = self.dir.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
        self
    }

    /// Makes a link, by its path below the tree.
    pub(crate) fn link(&self, path: &str, target: impl AsRef<Path>) -> &Self {
        let path = self.dir.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::os::unix::fs::symlink(target, path).unwrap();
        self
    }

    pub(crate) fn path(&self) -> &Path {
        self.dir.path()
    }

    pub(crate) fn system(&self) -> System {
        let at = |root: &str| self.dir.path().join(root);
        System::builder().proc(at("proc")).sys(at("sys")).etc(at("etc")).run(at("run")).dev(at("dev")).build()
    }
}

/// A child that is killed and reaped when it goes out of scope.
pub(crate) struct Kid(pub(crate) Child);

impl Kid {
    pub(crate) fn spawn(command: &mut Command) -> Self {
        Self(command.stdin(Stdio::null()).spawn().unwrap())
    }

    /// A child that sleeps.
    pub(crate) fn sleeper() -> Self {
        Self::asleep(Command::new("sleep").arg("1000"))
    }

    /// A child whose program sleeps by now. Before, it may still have the memory, the descriptors and the name of this
    /// process, or not yet all of its own.
    pub(crate) fn asleep(command: &mut Command) -> Self {
        let kid = Self::spawn(command);
        kid.wait_for(Status::Sleeping);
        kid
    }

    /// A shell that has stopped itself, and so holds still while it is looked at; with arguments that it ignores.
    pub(crate) fn stopped<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> Self {
        let kid = Self::spawn(Command::new("sh").args(["-c", STOP]).args(arguments));
        kid.wait_for(Status::Stopped);
        kid
    }

    /// A child that has ended and is not reaped.
    pub(crate) fn zombie() -> Self {
        let mut kid = Self::sleeper();
        kid.0.kill().unwrap();
        kid.wait_for(Status::Zombie);
        kid
    }

    /// A `sleep` whose program is a copy with this path.
    pub(crate) fn copied_sleeper(program: &Path) -> Self {
        copy(&which("sleep"), program);
        Self::asleep(Command::new(program).arg0("sleep").arg("1000"))
    }

    pub(crate) fn wait_for(&self, status: Status) {
        let process = self.process();
        eventually(status.as_str(), || process.status().unwrap() == status);
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

/// What a shell does to stop itself.
pub(crate) const STOP: &str = "kill -STOP $$";

/// Copies a program, by a process of its own: one that is forked here in the meantime would hold the copy open for
/// writing, and it could not be run.
pub(crate) fn copy(program: &Path, to: &Path) {
    let copied = Command::new("cp").arg("--").arg(program).arg(to).status().unwrap();
    assert!(copied.success());
}

/// The path of a program.
pub(crate) fn which(program: &str) -> PathBuf {
    let path = std::env::var_os("PATH").unwrap();
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.exists()).unwrap()
}

/// Whether the caller is root.
pub(crate) fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

/// Does something as a user without privileges: in a thread that has given up its own, if it has any.
pub(crate) fn unprivileged<T: Send>(act: impl FnOnce() -> T + Send) -> T {
    let dropped = || {
        if is_root() {
            let nobody = rustix::fs::Uid::from_raw(65534);
            rustix::thread::set_thread_res_uid(nobody, nobody, nobody).unwrap();
        }
        act()
    };
    std::thread::scope(|scope| scope.spawn(dropped).join().unwrap())
}

/// What a tool prints; it must succeed.
pub(crate) fn output(program: &str, arguments: &[&str]) -> String {
    let out = Command::new(program).args(arguments).env("LC_ALL", "C").output().unwrap();
    assert!(out.status.success(), "{program} {arguments:?}: {}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8_lossy(&out.stdout).into_owned()
}

/// Tries until it holds, for a minute: for what another process does in its own time.
pub(crate) fn eventually(what: &str, mut holds: impl FnMut() -> bool) {
    for _ in 0..3000 {
        if holds() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    panic!("never came: {what}");
}

/// Compares once more, some times, where it does not agree: others may change what is looked at between two looks.
pub(crate) fn in_some_try(compare: impl Fn()) {
    for _ in 0..20 {
        if std::panic::catch_unwind(std::panic::AssertUnwindSafe(&compare)).is_ok() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    compare();
}

/// Runs the body of the test `name` in a process of its own, started through `wrapper`: a namespace, another user. The test
/// calls this first; in the process that it starts, this runs the body.
pub(crate) fn again(wrapper: &[&str], name: &str, body: impl FnOnce()) {
    const INSIDE: &str = "SYSPROC_TEST_INSIDE";
    if std::env::var_os(INSIDE).is_some_and(|inside| inside == name) {
        return body();
    }
    // A copy that every user can reach.
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    let dir = tempfile::Builder::new().permissions(mode).tempdir().unwrap();
    let program = dir.path().join("tests");
    copy(&std::env::current_exe().unwrap(), &program);
    let program = program.to_str().unwrap();
    let line: Vec<&str> = wrapper.iter().copied().chain([program, "--exact", name, "--nocapture"]).collect();
    let out = Command::new(line[0]).args(&line[1..]).env(INSIDE, name).current_dir("/").output().unwrap();
    let said = String::from_utf8_lossy(&out.stdout).into_owned() + &String::from_utf8_lossy(&out.stderr);
    assert!(out.status.success() && said.contains("1 passed"), "{said}");
}
