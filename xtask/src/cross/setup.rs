//! `cargo xtask cross setup`: the tools of the other tasks, from Debian, and zig, which is a Python package.

use std::path::PathBuf;
use std::process::Command;

use crate::command::run as run_command;
use crate::project::{Result, tools_folder};
use crate::tools::{self, COMPILER, CROSS};

/// zig links for musl, and cargo-zigbuild lets cargo call it.
const PYTHON_PACKAGES: [&str; 2] = ["ziglang==0.17.1", "cargo-zigbuild==0.24.1"];

/// Installs what is missing; does nothing where all is there.
pub(crate) fn run() -> Result {
    tools::install(COMPILER)?;
    tools::install(CROSS)?;
    let installed = venv().join(PYTHON_PACKAGES.join("+"));
    if !installed.exists() {
        run_command(Command::new("python3").args(["-m", "venv", "--clear"]).arg(venv()))?;
        run_command(Command::new(programs().join("pip")).args(["install", "--quiet"]).args(PYTHON_PACKAGES))?;
        std::fs::write(installed, "")?;
    }
    Ok(())
}

/// Where the Python packages' programs are.
pub(super) fn programs() -> PathBuf {
    venv().join("bin")
}

fn venv() -> PathBuf {
    tools_folder().join("python")
}
