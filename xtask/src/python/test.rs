//! The tests of the Python package: as the caller, and again as a user without privileges.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use super::venv::{SYSTEM_PYTHON, Venv};
use crate::command::run as run_command;
use crate::project::Result;
use crate::tools::is_root;

/// What runs the tests, and programs that import psutil for them to run.
const PACKAGES: &[&str] =
    &["pytest==9.2.0", "pytest-timeout==2.4.0", "glances==4.5.8", "memory_profiler==0.61.0", "psrecord==1.4"];

/// Installs the package as the README says, and runs its tests.
pub(crate) fn run() -> Result {
    let venv = Venv::with("test", PACKAGES)?;
    // In the place of the psutil that some of them ask for.
    venv.install_sysproc()?;
    run_command(venv.program("pytest").args(PYTEST).arg("python/tests"))
}

/// Runs the tests that [`run`] has just run, as a user who may do nothing.
pub(crate) fn unprivileged() -> Result {
    if !is_root()? {
        println!("left out: the run before was of a user without privileges");
        return Ok(());
    }
    let venv = Venv::with("test", PACKAGES)?;
    // A folder that the other user can reach, whatever the rights of this clone are.
    let folder = tempfile::Builder::new().prefix("sysproc-python-").tempdir_in("/tmp")?;
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o1777))?;
    let packages = folder.path().join("packages");
    run_command(Command::new("cp").arg("-r").arg(venv.packages()?).arg(&packages))?;
    run_command(Command::new("cp").args(["-r", "python"]).arg(folder.path()))?;
    run_command(&mut as_nobody(folder.path(), &packages))
}

/// No cache: the clone stays as it is. Times that a test may take are generous, since machines are loaded.
const PYTEST: [&str; 5] = ["-p", "no:cacheprovider", "--timeout=300", "-q", "--durations=5"];

fn as_nobody(folder: &Path, packages: &Path) -> Command {
    let mut command = Command::new("setpriv");
    command.args(["--reuid=65534", "--regid=65534", "--clear-groups", SYSTEM_PYTHON, "-m", "pytest"]).args(PYTEST);
    command.arg(folder.join("python/tests")).current_dir(folder);
    command.env("PYTHONPATH", packages).env("TMPDIR", folder).env("HOME", folder);
    command
}
