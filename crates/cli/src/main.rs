//! The command `sysproc`: what ps, free, df, netstat, uptime and kill do. This file only dispatches.

mod act;
mod app;
mod cli;
mod cmd;
mod columns;
mod csv;
mod failure;
mod file_systems;
mod json;
mod listing;
mod machine;
mod nearest;
mod observer;
mod platform;
mod processes;
mod recording;
mod render;
mod select;
mod sheet;
mod updates;
mod value;

use std::process::ExitCode;

use clap::Parser;

use app::App;
use cli::{Cli, Command};
use failure::Failure;

fn main() -> ExitCode {
    let cli = match Cli::try_parse_from(cmd::kill::spell_out(std::env::args_os())) {
        Ok(cli) => cli,
        // Also `--help` and `--version`, which are not failures.
        Err(answer) => return failure::usage(&answer),
    };
    let mut app = App::new(&cli.global);
    let done = match &cli.command {
        None => cmd::overview::run(&mut app),
        Some(Command::Ps(args)) => cmd::ps::run(args, &mut app),
        Some(Command::Top(args)) => cmd::top::run(args, &mut app),
        Some(Command::Free) => cmd::free::run(&mut app),
        Some(Command::Df(args)) => cmd::df::run(args, &mut app),
        Some(Command::Netstat(args)) => cmd::netstat::run(args, &mut app),
        Some(Command::Uptime) => cmd::uptime::run(&mut app),
        Some(Command::Kill(args)) => cmd::kill::run(args, &mut app),
    };
    app.finish(done).map_or_else(Failure::report, |()| ExitCode::SUCCESS)
}
