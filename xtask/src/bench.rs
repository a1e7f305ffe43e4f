//! `cargo xtask bench`: the benchmark, which is a program of its own in `bench/`.

use crate::command::{cargo, output, run as run_command};
use crate::cross::{FOR_TESTS, wine, with_built_std};
use crate::project::{Result, root};
use crate::python;
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
    if args.options == ["--windows"] {
        return windows();
    }
    if args.options.iter().any(|option| option == "top") {
        tools::install(SCREENS)?;
    }
    run_command(cargo(&["run", "--release", "--package", "sysproc-bench", "--"]).args(&args.options))
}

const TARGET: &str = "x86_64-pc-windows-gnu";
const RESULTS_OF_WINDOWS: &str = "bench/RESULTS-windows.md";

/// Builds the row of Windows, a program of its own, and runs it under Wine beside psutil.
fn windows() -> Result {
    wine::setup()?;
    let psutil = python::windows_with_psutil()?;
    let mut build = cargo(&["build", "--release", "--package", "sysproc-bench-windows", "--target", TARGET]);
    run_command(with_built_std(build.args(["--target-dir", "target/cross"]), FOR_TESTS))?;
    let program = root().join("target/cross").join(TARGET).join("release/sysproc-bench-windows.exe");
    let table = output(wine::runner().arg(program).arg(psutil))?;
    print!("{table}");
    let heading = "# All processes of Windows, listed with nine fields\n\n\
        Made by `cargo xtask bench --windows`: under Wine 10, the median of fifteen turns of ten listings each.\n\n";
    Ok(std::fs::write(RESULTS_OF_WINDOWS, format!("{heading}{table}"))?)
}
