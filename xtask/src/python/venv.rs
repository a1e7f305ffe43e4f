//! Virtual environments of Python, below `target/python`.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::command::run as run_command;
use crate::project::{Result, root};
use crate::tools::{self, PYTHON, apt_get, is_root, is_there};

/// A virtual environment with packages from the index.
pub(super) struct Venv(PathBuf);

impl Venv {
    /// The environment of this name. Made anew where it has other packages than these.
    pub(super) fn with(name: &str, packages: &[&str]) -> Result<Self> {
        let folder = root().join("target/python").join(name);
        let venv = Self(folder.clone());
        let installed = folder.join("installed");
        let packages = packages.join("\n");
        if fs::read_to_string(&installed).is_ok_and(|before| before == packages) {
            return Ok(venv);
        }
        Self::anew(name)?;
        venv.install(&packages.split_whitespace().collect::<Vec<_>>())?;
        fs::write(installed, packages)?;
        Ok(venv)
    }

    /// An environment of this name without anything in it.
    pub(super) fn anew(name: &str) -> Result<Self> {
        install_python()?;
        let venv = Self(root().join("target/python").join(name));
        run_command(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&venv.0))?;
        Ok(venv)
    }

    /// One of the programs in it.
    pub(super) fn program(&self, name: &str) -> Command {
        Command::new(self.programs().join(name))
    }

    pub(super) fn programs(&self) -> PathBuf {
        self.0.join("bin")
    }

    pub(super) fn python(&self) -> PathBuf {
        self.programs().join("python")
    }

    /// The folder that its packages are in.
    pub(super) fn packages(&self) -> Result<PathBuf> {
        let folder = fs::read_dir(self.0.join("lib"))?.next().ok_or("an environment without packages")??;
        Ok(folder.path().join("site-packages"))
    }

    pub(super) fn install(&self, what: &[&str]) -> Result {
        run_command(self.program("pip").args(["install", "--quiet"]).args(what))
    }

    /// Builds the package and installs it, as the README says.
    pub(super) fn install_sysproc(&self) -> Result {
        self.install(&["--force-reinstall", "--no-deps", "./python", "./python/psutil-shim"])
    }
}

/// Installs Python, and what makes environments where that is a package of its own, as it is on Debian.
pub(super) fn install_python() -> Result {
    tools::install(PYTHON)?;
    let has_venv =
        || Command::new("python3").args(["-c", "import ensurepip"]).status().is_ok_and(|done| done.success());
    if !has_venv() && is_root()? && is_there("apt-get") {
        run_command(apt_get().arg("update"))?;
        run_command(apt_get().args(["install", "-y", "--no-install-recommends", "python3-venv"]))?;
    }
    if has_venv() { Ok(()) } else { Err("python3 lacks ensurepip: install the package python3-venv".into()) }
}

/// An interpreter that any user can run: the first one in `PATH` may lie in the caller's home.
pub(super) const SYSTEM_PYTHON: &str = "/usr/bin/python3";
