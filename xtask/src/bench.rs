//! `cargo xtask bench`: the benchmark, which is a program of its own in `bench/`.

use crate::command::{cargo, run as run_command};
use crate::project::Result;
use crate::tools::{self, SCREENS};

/// Run the benchmark; its own options follow
#[derive(clap::Args)]
#[command(disable_help_flag = true)]
pub(crate) struct Args {
    /// What the benchmark is given
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    options: Vec<String>,
}

pub(crate) fn run(args: &Args) -> Result {
    if args.options.iter().any(|option| option == "top") {
        tools::install(SCREENS)?;
    }
    run_command(cargo(&["run", "--release", "--package", "sysproc-bench", "--"]).args(&args.options))
}
