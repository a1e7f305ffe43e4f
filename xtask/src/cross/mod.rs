//! `cargo xtask cross`: the code checked for, and tested as on, systems that are not this one.
//!
//! The host's toolchain has no standard library for them. Debian's compiler comes with the sources of its own, and cargo
//! builds it from these: an unstable feature, allowed by `RUSTC_BOOTSTRAP` for these child processes alone, so that the
//! host's compiler stays the judge of what is stable.

pub(crate) mod check;
pub(crate) mod setup;
pub(crate) mod test;
pub(crate) mod wine;

use std::process::Command;

use clap::Subcommand;

use crate::project::Result;

/// Check and test for other systems
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Install the compilers and emulators that are missing (as root, on Debian)
    Setup,
    /// Type-check and lint the library and the decoders
    Check {
        /// Targets; all if none is named
        targets: Vec<String>,
    },
    /// Run tests
    Test {
        machine: test::Machine,
        /// What of them, as for cargo test: `--test windows process::`; all if nothing is said
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        which: Vec<String>,
    },
}

pub(crate) fn run(args: &Args) -> Result {
    match &args.task {
        Task::Setup => setup::run().and_then(|()| wine::setup()),
        Task::Check { targets } => check::run(targets),
        Task::Test { machine, which } => test::run(*machine, which),
    }
}

/// What of the standard library a check needs, and what tests do.
const FOR_CHECKS: &str = "std,panic_abort";
pub(crate) const FOR_TESTS: &str = "std,panic_unwind,test";

/// Lets a cargo use Debian's compiler and build this much of the standard library.
pub(crate) fn with_built_std<'a>(command: &'a mut Command, crates: &str) -> &'a mut Command {
    command
        .arg(format!("-Zbuild-std={crates}"))
        .env("RUSTC", "/usr/bin/rustc")
        .env("RUSTDOC", "/usr/bin/rustdoc")
        .env("RUSTC_BOOTSTRAP", "1")
}
