//! The project's own tools: `cargo xtask test`, and `cargo xtask --help` for the others. One file each.

mod bench;
mod ci;
mod command;
mod cross;
mod fuzz;
mod msrv;
mod project;
mod python;
mod rules;
mod screenshot;
mod stages;
mod table;
mod test;
mod tools;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The project's own tools.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    Test(test::Args),
    Conformance(python::ConformanceArgs),
    Dist(python::DistArgs),
    /// Run everything that must hold before a change lands
    Ci,
    /// Check what the compiler and clippy cannot
    Rules,
    Table(table::Args),
    Cross(cross::Args),
    /// Check with the oldest compiler that the library promises
    Msrv,
    Fuzz(fuzz::Args),
    Bench(bench::Args),
    /// Make the pictures of the README
    Screenshot,
}

fn main() -> ExitCode {
    let task = Cli::parse().task;
    let outcome = project::enter().and_then(|()| match task {
        Task::Test(args) => test::run(&args),
        Task::Conformance(args) => python::conformance(&args),
        Task::Dist(args) => python::dist(&args),
        Task::Ci => ci::run(),
        Task::Rules => rules::run(),
        Task::Table(args) => table::run(&args),
        Task::Cross(args) => cross::run(&args),
        Task::Msrv => msrv::run(),
        Task::Fuzz(args) => fuzz::run(&args),
        Task::Bench(args) => bench::run(&args),
        Task::Screenshot => screenshot::run(),
    });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
