//! The arguments that every subcommand takes, and the list of subcommands.

use std::path::PathBuf;

use clap::{ColorChoice, Parser, Subcommand};

use crate::cmd::{df, free, kill, netstat, overview, ps, top, uptime};

/// Shows the processes and the vital signs of this machine. Without a subcommand: an overview.
#[derive(Debug, Parser)]
#[command(name = "sysproc", version, after_help = overview::HELP)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    #[command(flatten)]
    pub(crate) global: Global,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List processes: columns, order and selection by name, also as a tree
    #[command(after_help = ps::HELP, after_long_help = ps::long_help())]
    Ps(ps::Args),
    /// Watch the machine and its processes, full screen
    #[command(after_help = top::HELP)]
    Top(top::Args),
    /// Show memory and swap space
    #[command(after_help = free::HELP)]
    Free,
    /// Show the space of file systems
    #[command(after_help = df::HELP)]
    Df(df::Args),
    /// List sockets, with the processes that hold them
    #[command(after_help = netstat::HELP)]
    Netstat(netstat::Args),
    /// Show how long the machine has been up, and how loaded it is
    #[command(after_help = uptime::HELP)]
    Uptime,
    /// Send a signal to processes, by pid or exact name
    #[command(after_help = kill::HELP)]
    Kill(kill::Args),
}

/// What every subcommand takes.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Global options")]
pub(crate) struct Global {
    /// Print one line of JSON, for programs
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Print comma-separated values, where there is a table
    #[arg(long, global = true, conflicts_with = "json")]
    pub(crate) csv: bool,
    /// Print exact bytes, not K, M and G (powers of 1024)
    #[arg(short, long, global = true)]
    pub(crate) bytes: bool,
    /// Cut nothing to the width of the terminal
    #[arg(short, long, global = true)]
    pub(crate) wide: bool,
    /// Use colours: auto, always or never
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", hide_default_value = true)]
    #[arg(hide_possible_values = true)]
    pub(crate) color: ColorChoice,
    /// Read a captured machine: DIR/proc, DIR/sys, DIR/etc
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) root: Option<PathBuf>,
}
