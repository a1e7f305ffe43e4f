//! `cargo xtask test`: all tests, on this machine and as on others.
//!
//! The workspace, with doc tests; the tests of the live host again, as they were built, by a user without privileges; the
//! Python package, by both users, and psutil's own tests of it; the library and the decoders for a 32-bit system; the
//! decoders for a big-endian one; the library, the command and the Python package on Windows, under Wine.

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

/// Where the tests of the live host are, and the command that some of them run.
const LIVE_TESTS: [&str; 2] = ["crates/sysproc/tests/linux/main.rs", "crates/cli/tests/command/main.rs"];
const COMMAND: &str = "crates/cli/src/main.rs";
/// What the command's tests read.
const READ: [&str; 3] = ["JSON.md", "schemas", "tests"];

/// Runs the tests of the live host, as built, for a user without privileges.
fn unprivileged() -> Result {
    let messages = build_live_tests()?;
    let folder = tempfile::Builder::new().prefix("sysproc-test-").tempdir_in("/tmp")?;
    if is_root()? {
        make_reachable(&built(&messages, COMMAND)?, folder.path())?;
    }
    for source in LIVE_TESTS {
        let binary = built(&messages, source)?;
        let (all, needing_root) = counted(&output(Command::new(&binary).arg("--list"))?)?;
        if is_root()? {
            let copy = folder.path().join(binary.file_name().unwrap_or_default());
            fs::copy(&binary, &copy)?;
            run_command(&mut as_nobody(&copy, folder.path()))?;
        }
        println!("{source}: {needing_root} of {all} tests need root and were left out for an unprivileged user");
    }
    Ok(())
}

/// Puts the command and what its tests read where the other user can reach it, whatever the rights of this clone are.
fn make_reachable(command: &Path, folder: &Path) -> Result {
    fs::set_permissions(folder, fs::Permissions::from_mode(0o1777))?;
    fs::copy(command, folder.join("sysproc"))?;
    let read = READ.map(|name| Path::new("crates/cli").join(name));
    run_command(Command::new("cp").args(["--recursive", "--no-dereference"]).args(read).arg(folder))
}

fn as_nobody(binary: &Path, folder: &Path) -> Command {
    let mut command = Command::new("setpriv");
    command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(binary).args(["--skip", NEEDS_ROOT]);
    command.current_dir(folder).env("TMPDIR", folder).env("HOME", folder);
    // What cargo tells a test that it runs.
    command.env("CARGO_BIN_EXE_sysproc", folder.join("sysproc"));
    command.env("CARGO_MANIFEST_DIR", folder).env("CARGO_TARGET_TMPDIR", folder);
    command
}

/// Builds them, if the run before has not; gives what cargo says of it.
fn build_live_tests() -> Result<Vec<Value>> {
    let tests = ["--test", "linux", "--test", "command"];
    let mut build = cargo(&["test", "--workspace", "--all-features", "--no-run", "--message-format=json"]);
    let messages = output(build.args(tests))?;
    Ok(messages.lines().filter_map(|line| serde_json::from_str(line).ok()).collect())
}

/// The program that was built from this file.
fn built(messages: &[Value], source: &str) -> Result<PathBuf> {
    let program = messages.iter().find_map(|message| {
        let is_it = message["target"]["src_path"].as_str()?.ends_with(source);
        message["executable"].as_str().filter(|_| is_it).map(PathBuf::from)
    });
    program.ok_or_else(|| format!("cargo built nothing from {source}").into())
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
