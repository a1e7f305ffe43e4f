//! Runs the command, and what its tests need besides.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use serde_json::Value;

/// A place that cargo tells at run time; where cargo does not run the test, the one that was built in.
macro_rules! place {
    ($name:literal) => {
        std::path::PathBuf::from(std::env::var_os($name).unwrap_or_else(|| env!($name).into()))
    };
}

/// The command that is tested.
pub(crate) fn binary() -> PathBuf {
    place!("CARGO_BIN_EXE_sysproc")
}

/// The folder of the command's crate.
pub(crate) fn folder() -> PathBuf {
    place!("CARGO_MANIFEST_DIR")
}

/// A folder on a disk.
pub(crate) fn folder_on_disk() -> tempfile::TempDir {
    tempfile::tempdir_in(place!("CARGO_TARGET_TMPDIR")).unwrap()
}

/// What a run printed, and its exit code.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) code: Option<i32>,
}

impl Run {
    /// The output of a run that succeeded.
    pub(crate) fn ok(self) -> String {
        assert_eq!(self.code, Some(0), "{self:?}");
        self.stdout
    }

    /// The output as JSON: one line, of a run that succeeded.
    pub(crate) fn json(self) -> Value {
        let text = self.ok();
        assert!(text.ends_with('\n') && text.lines().count() == 1, "one line: {text}");
        serde_json::from_str(&text).unwrap()
    }
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("output is always UTF-8");
        Self { stdout: text(output.stdout), stderr: text(output.stderr), code: output.status.code() }
    }
}

/// The command with arguments, in an environment that has no opinion.
pub(crate) fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(binary());
    for variable in ["COLUMNS", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "CI"] {
        command.env_remove(variable);
    }
    command
        .args(arguments)
        .env("XDG_CONFIG_HOME", "/nonexistent")
        .env("TZ", "UTC")
        .env("TERM", "xterm")
        .stdin(Stdio::null());
    command
}

/// Runs it on the live machine, with its output in pipes.
pub(crate) fn sysproc(arguments: &[&str]) -> Run {
    command(arguments).output().unwrap().into()
}

/// Runs it on the captured machine, as on a terminal of so many columns.
pub(crate) fn captured(columns: usize, arguments: &[&str]) -> Run {
    let root = machine();
    let mut command = command(&["--root", root.to_str().unwrap()]);
    command.args(arguments).env("COLUMNS", columns.to_string()).output().unwrap().into()
}

/// A captured container, of which only what limits it is known; its files below a folder.
pub(crate) fn container() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let file = |path: &str, text: &str| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    file("proc/1/stat", &format!("1 (init) S 0 {}\n", "0 ".repeat(47)));
    for (path, text) in [
        ("proc/1/cgroup", "0::/\n"),
        ("sys/fs/cgroup/memory.max", "2147483648\n"),
        ("sys/fs/cgroup/memory.current", "1610612736\n"),
        ("sys/fs/cgroup/memory.stat", "inactive_file 536870912\n"),
        ("sys/fs/cgroup/memory.swap.max", "1073741824\n"),
        ("sys/fs/cgroup/memory.swap.current", "0\n"),
        ("sys/fs/cgroup/cpu.max", "150000 100000\n"),
        ("sys/fs/cgroup/pids.max", "512\n"),
        ("sys/fs/cgroup/pids.current", "37\n"),
    ] {
        file(path, text);
    }
    folder
}

/// The captured machine.
pub(crate) fn machine() -> PathBuf {
    folder().join("tests/machine")
}

/// Compares with `tests/snapshots/NAME.txt`, or with `UPDATE_SNAPSHOTS=1` writes it.
pub(crate) fn assert_snapshot(name: &str, actual: &str) {
    let path = folder().join("tests/snapshots").join(format!("{name}.txt"));
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, actual).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(actual == expected, "{name} is not as in {}. Now:\n{actual}", path.display());
}

/// What a tool of the system prints; it must succeed.
pub(crate) fn tool(program: &str, arguments: &[&str]) -> String {
    let out = Command::new(program).args(arguments).env("LC_ALL", "C").output().unwrap();
    assert!(out.status.success(), "{program} {arguments:?}: {}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8_lossy(&out.stdout).into_owned()
}

/// Copies a program, by a process of its own: one that another test forks in the meantime would hold the copy open for
/// writing, and it could not be run.
pub(crate) fn copy(program: &Path, to: &Path) {
    tool("cp", &["--", program.to_str().unwrap(), to.to_str().unwrap()]);
}

/// A child that is killed and reaped when it goes out of scope.
pub(crate) struct Kid(pub(crate) Child);

impl Kid {
    /// A child that sleeps by now. Before, it may still have the name, the memory and the descriptors of this process.
    pub(crate) fn sleeper() -> Self {
        let kid = Self(Command::new("sleep").arg("1000").stdin(Stdio::null()).spawn().unwrap());
        eventually("it sleeps", || {
            let stat = std::fs::read_to_string(format!("/proc/{}/stat", kid.pid())).unwrap();
            if stat.contains(" (sleep) S ") { Ok(()) } else { Err(stat) }
        });
        kid
    }

    /// A child that never rests.
    pub(crate) fn busy() -> Self {
        Self(Command::new("sh").args(["-c", "while :; do :; done"]).stdin(Stdio::null()).spawn().unwrap())
    }

    /// A child that waits, and goes by this name.
    pub(crate) fn named(name: &[u8]) -> Self {
        let octal: String = name.iter().map(|byte| format!("\\{byte:03o}")).collect();
        Self::shell(&format!("printf '{octal}' > /proc/$$/comm; echo ready; read -r forever"), &[])
    }

    /// A shell whose script has come to where it says `ready`.
    pub(crate) fn shell(script: &str, arguments: &[&str]) -> Self {
        let mut shell = Command::new("sh");
        shell.args(["-c", script]).args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = shell.spawn().unwrap();
        let mut ready = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut ready).unwrap();
        assert_eq!(ready, "ready\n");
        Self(child)
    }

    pub(crate) fn pid(&self) -> String {
        self.0.id().to_string()
    }

    /// The signal that ended it.
    pub(crate) fn ended_by(&mut self) -> Option<i32> {
        std::os::unix::process::ExitStatusExt::signal(&self.0.wait().unwrap())
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

/// A terminal: the end of who types and reads, the end of the program, and its path.
pub(crate) fn terminal() -> ((std::fs::File, std::fs::File), String) {
    use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
    let keyboard = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&keyboard).unwrap();
    unlockpt(&keyboard).unwrap();
    let path = ptsname(&keyboard, Vec::new()).unwrap().into_string().unwrap();
    let program = std::fs::File::options().read(true).write(true).open(&path).unwrap();
    ((keyboard.into(), program), path)
}

/// Tries until it holds, for a minute: for what changes while it is compared.
pub(crate) fn eventually(what: &str, mut holds: impl FnMut() -> Result<(), String>) {
    let mut last = String::new();
    for _ in 0..3000 {
        match holds() {
            Ok(()) => return,
            Err(difference) => last = difference,
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    panic!("{what}: {last}");
}
