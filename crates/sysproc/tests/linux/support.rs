//! What several tests need: made trees, children that are cleaned up, the output of tools.
#![allow(dead_code)]

use std::path::Path;
use std::process::{Child, Command, Stdio};

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
        Self::spawn(Command::new("sleep").arg("1000"))
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

/// What a tool prints; it must succeed.
pub(crate) fn output(program: &str, arguments: &[&str]) -> String {
    let out = Command::new(program).args(arguments).env("LC_ALL", "C").output().unwrap();
    assert!(out.status.success(), "{program} {arguments:?}: {}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8_lossy(&out.stdout).into_owned()
}

/// Tries until it holds, for some seconds: for what another process does in its own time.
pub(crate) fn eventually(what: &str, mut holds: impl FnMut() -> bool) {
    for _ in 0..500 {
        if holds() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    panic!("never came: {what}");
}
