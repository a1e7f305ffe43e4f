//! `cargo xtask conformance`: psutil's own tests, and the same questions put to psutil and to sysproc.

use std::process::Command;

use super::venv::install_python;
use crate::command::run as run_command;
use crate::project::Result;

/// Run psutil's own tests on the Python package; the options of conformance/run.py follow
#[derive(Default, clap::Args)]
pub(crate) struct Args {
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    options: Vec<String>,
}

pub(crate) fn run(args: &Args) -> Result {
    install_python()?;
    run_command(Command::new("python3").arg("conformance/run.py").args(&args.options))
}
