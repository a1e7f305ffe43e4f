//! `cargo xtask test`: all tests, on this machine and as on others.
//!
//! The workspace, with doc tests; the library's tests on the live host again, as they were built, by a user without
//! privileges; the Python package, by both users, and psutil's own tests of it; the library and the decoders for a 32-bit
//! system; the decoders for a big-endian one; the library, the command and the Python package on Windows, under Wine.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::command::{cargo, output, run as run_command};
use crate::cross;
use crate::project::Result;
use crate::python;
use crate::stages::Stages;
use crate::tools::{self, TESTS, is_root};

/// Run all tests: of this machine, unprivileged, of Python, psutil's own, 32-bit, big-endian, Windows
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Only ours, of this machine: needs neither compilers for others nor psutil
    #[arg(long)]
    native: bool,
    /// Only those of the Python package
    #[arg(long, conflicts_with = "native")]
    python: bool,
    /// Only those of Windows, under Wine
    #[arg(long, conflicts_with_all = ["native", "python"])]
    windows: bool,
}

pub(crate) fn run(args: &Args) -> Result {
    let mut stages = Stages::default();
    if args.python {
        python(&mut stages);
    } else if args.windows {
        windows(&mut stages);
    } else if args.native {
        native(&mut stages);
    } else {
        all(&mut stages);
    }
    stages.finish()
}

/// The stages of all tests, for a run that goes on.
pub(crate) fn all(stages: &mut Stages) {
    native(stages);
    foreign(stages);
}

fn native(stages: &mut Stages) {
    stages.run("test", || {
        tools::install(TESTS)?;
        let mut command = cargo(&["test", "--workspace", "--all-features"]);
        if !is_root()? {
            command.args(["--", "--skip", NEEDS_ROOT]);
        }
        run_command(&mut command)
    });
    stages.run("test as nobody", unprivileged);
    python(stages);
}

fn python(stages: &mut Stages) {
    stages.run("python", python::test);
    stages.run("python as nobody", python::test_unprivileged);
}

fn foreign(stages: &mut Stages) {
    stages.run("conformance", || python::conformance(&python::ConformanceArgs::default()));
    stages.run("test setup", cross::setup::run);
    stages.run("test i686", || cross::test::run(cross::test::Machine::I686, &[]));
    stages.run("test s390x", || cross::test::run(cross::test::Machine::S390x, &[]));
    windows(stages);
}

fn windows(stages: &mut Stages) {
    stages.run("windows setup", cross::wine::setup);
    stages.run("test windows", || cross::test::run(cross::test::Machine::Windows, &[]));
    stages.run("python windows", || python::test_windows(&[]));
}

/// How the name of a test begins that needs root.
const NEEDS_ROOT: &str = "root_";

/// Runs the library's integration tests, as built, for a user without privileges.
fn unprivileged() -> Result {
    let built = live_tests()?;
    let (all, needing_root) = counted(&output(Command::new(&built).arg("--list"))?)?;
    if is_root()? {
        // A folder that the other user can reach, whatever the rights of this clone are.
        let folder = tempfile::Builder::new().prefix("sysproc-test-").tempdir_in("/tmp")?;
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o1777))?;
        let binary = folder.path().join("linux");
        fs::copy(&built, &binary)?;
        run_command(&mut as_nobody(&binary, folder.path()))?;
    }
    println!("{needing_root} of {all} tests need root and were left out for an unprivileged user");
    Ok(())
}

fn as_nobody(binary: &Path, folder: &Path) -> Command {
    let mut command = Command::new("setpriv");
    command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(binary).args(["--skip", NEEDS_ROOT]);
    command.current_dir(folder).env("TMPDIR", folder).env("HOME", folder);
    command
}

/// The binary of `crates/sysproc/tests/linux`, which the run before has built.
fn live_tests() -> Result<PathBuf> {
    let build = ["test", "--workspace", "--all-features", "--test", "linux", "--no-run", "--message-format=json"];
    let messages = output(&mut cargo(&build))?;
    let binary = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok()).find_map(|message| {
        let is_ours = message["target"]["src_path"].as_str()?.ends_with("sysproc/tests/linux/main.rs");
        message["executable"].as_str().filter(|_| is_ours).map(PathBuf::from)
    });
    binary.ok_or_else(|| "cargo built no test named linux".into())
}

/// How many tests a listing has, and how many of them need root. Those are left out by a part of their name, so no other
/// may have it.
fn counted(listing: &str) -> Result<(usize, usize)> {
    let names: Vec<_> = listing.lines().filter_map(|line| line.strip_suffix(": test")).collect();
    let skipped: Vec<_> = names.iter().filter(|name| name.contains(NEEDS_ROOT)).collect();
    let misnamed = skipped.iter().find(|name| !name.rsplit("::").next().unwrap_or(name).starts_with(NEEDS_ROOT));
    match misnamed {
        Some(name) => Err(format!("{name} would be left out though its name does not begin with {NEEDS_ROOT}").into()),
        None => Ok((names.len(), skipped.len())),
    }
}

#[cfg(test)]
mod tests {
    use super::counted;

    #[test]
    fn tests_that_need_root_are_counted_by_their_names() {
        let listing = "cpu::times: test\nwait::root_reuse: test\nwait::gone: test\n\n3 tests, 0 benchmarks\n";
        assert_eq!(counted(listing).unwrap(), (3, 1));
        assert!(counted("host::other_root_is_read: test\n").is_err());
    }
}
