//! `cargo xtask conformance`: psutil's own tests, and the same questions put to psutil, to sysproc and to psutil again.

use std::process::Command;

use super::venv::install_python;
use crate::command::run as run_command;
use crate::project::Result;

/// Run psutil's own tests on the Python package, and compare what the two say of this machine
#[derive(Default, clap::Args)]
pub(crate) struct Args {
    /// Options of conformance/run.py: then only that is run
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    options: Vec<String>,
}

pub(crate) fn run(args: &Args) -> Result {
    install_python()?;
    run_command(Command::new("python3").arg("conformance/run.py").args(&args.options))?;
    if args.options.is_empty() {
        // In the environments that the tests have been run in.
        let pythons = ["psutil", "sysproc"].map(|name| format!("target/conformance/{name}/bin/python"));
        run_command(Command::new("python3").arg("conformance/bracketed").args(pythons))?;
    }
    Ok(())
}
