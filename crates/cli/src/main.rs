//! The command `sysproc`. This file only dispatches.

mod act;
mod adjust;
mod app;
mod cli;
mod cmd;
mod columns;
mod config;
mod csv;
mod failure;
mod file_systems;
mod json;
mod listing;
mod machine;
mod nearest;
mod observer;
mod platform;
mod priority;
mod processes;
mod recording;
mod render;
mod select;
mod sheet;
mod sockets;
mod totals;
mod updates;
mod value;
mod wording;

use std::process::ExitCode;

use clap::FromArgMatches;

use app::App;
use cli::{Cli, Command};
use failure::Failure;

fn main() -> ExitCode {
    let arguments = cmd::kill::spell_out(std::env::args_os());
    let parsed = wording::command().try_get_matches_from(arguments);
    let cli = match parsed.and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => cli,
        // Also `--help` and `--version`, which are not failures.
        Err(answer) => return failure::usage(&answer),
    };
    if cli.global.csv && !cli.command.as_ref().is_some_and(Command::has_table) {
        return Failure::Usage("--csv is for the subcommands that print a table".into()).report();
    }
    if cli.global.null && !cli.command.as_ref().is_some_and(Command::has_names) {
        return Failure::Usage(
            "-0 is for the subcommands that list processes, files or other things with names".into(),
        )
        .report();
    }
    // Without the machine every question would be answered by a complaint of its own.
    if let Some(Err(error)) = cli.global.root.as_deref().map(std::fs::read_dir) {
        let root = cli.global.root.unwrap_or_default();
        return Failure::Message(format!("{}: {error}", render::safe(root.as_os_str()))).report();
    }
    let mut app = App::new(&cli.global);
    let done = match &cli.command {
        None if cli.print_config => config::print(&mut app),
        None => cmd::overview::run(&mut app),
        Some(Command::Ps(args)) => cmd::ps::run(args, &mut app),
        Some(Command::Top(args)) => cmd::top::run(args, &mut app),
        Some(Command::Tree(args)) => cmd::tree::run(args, &mut app),
        Some(Command::Info(args)) => cmd::info::run(args, &mut app),
        Some(Command::Why(args)) => cmd::why::run(args, &mut app),
        Some(Command::Watch(args)) => cmd::watch::run(args, &mut app),
        Some(Command::Pidof(args)) => cmd::pidof::run(args, &mut app),
        Some(Command::Tty(args)) => cmd::tty::run(args, &mut app),
        Some(Command::Lsof(args)) => cmd::lsof::run(args, &mut app),
        Some(Command::Pmap(args)) => cmd::pmap::run(args, &mut app),
        Some(Command::Free(args)) => cmd::free::run(args, &mut app),
        Some(Command::Df(args)) => cmd::df::run(args, &mut app),
        Some(Command::Iostat(args)) => cmd::iostat::run(args, &mut app),
        Some(Command::Iotop(args)) => cmd::iotop::run(args, &mut app),
        Some(Command::Netstat(args)) => cmd::netstat::run(args, &mut app),
        Some(Command::Ifconfig(args)) => cmd::ifconfig::run(args, &mut app),
        Some(Command::Nettop(args)) => cmd::nettop::run(args, &mut app),
        Some(Command::Uptime(args)) => cmd::uptime::run(args, &mut app),
        Some(Command::Who(args)) => cmd::who::run(args, &mut app),
        Some(Command::Sensors(args)) => cmd::sensors::run(args, &mut app),
        Some(Command::Kill(args)) => cmd::kill::run(args, &mut app),
        Some(Command::Suspend(args)) => cmd::suspend::run(args, &mut app),
        Some(Command::Resume(args)) => cmd::resume::run(args, &mut app),
        Some(Command::Nice(args)) => cmd::nice::run(args, &mut app),
        Some(Command::Ionice(args)) => cmd::ionice::run(args, &mut app),
        Some(Command::Taskset(args)) => cmd::taskset::run(args, &mut app),
        Some(Command::Rlimit(args)) => cmd::rlimit::run(args, &mut app),
        Some(Command::Completions(args)) => cmd::completions::run(args, &mut app),
        Some(Command::Man(args)) => cmd::man::run(args, &mut app),
    };
    app.finish(done).map_or_else(Failure::report, |()| ExitCode::SUCCESS)
}
