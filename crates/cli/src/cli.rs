//! The arguments that every subcommand takes, and the list of subcommands.

use std::path::PathBuf;

use clap::{ColorChoice, Parser, Subcommand};

use crate::cmd::{
    completions, df, free, ifconfig, info, ionice, iostat, iotop, kill, lsof, man, netstat, nettop, nice, overview,
    pidof, pmap, ps, resume, rlimit, sensors, suspend, taskset, top, tree, tty, uptime, watch, who, why,
};
use crate::select;

/// Shows the processes and the vital signs of this machine. Without a subcommand: an overview.
#[derive(Debug, Parser)]
#[command(name = "sysproc", version, after_help = overview::HELP)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    /// Print the configuration that holds, and where its file is
    #[arg(long, exclusive = true)]
    pub(crate) print_config: bool,
    #[command(flatten)]
    pub(crate) global: Global,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List processes: columns, order and selection by name, also as a tree
    #[command(after_help = ps::HELP, after_long_help = ps::long_help(false))]
    Ps(ps::Args),
    /// Watch the machine and its processes, full screen
    #[command(after_help = top::HELP)]
    Top(top::Args),
    /// Show processes below their parents
    #[command(after_help = tree::HELP, after_long_help = select::help(tree::HELP))]
    Tree(tree::Args),
    /// Show all about a process on one screen
    #[command(after_help = info::HELP, after_long_help = select::help(info::HELP))]
    Info(info::Args),
    /// Say why a process runs: its service, container, job or login
    #[command(after_help = why::HELP, after_long_help = select::help(why::HELP))]
    Why(why::Args),
    /// Follow one process over time
    #[command(after_help = watch::HELP, after_long_help = select::help(watch::HELP))]
    Watch(watch::Args),
    /// Find the pids of processes
    #[command(after_help = pidof::HELP, after_long_help = select::help(pidof::HELP))]
    Pidof(pidof::Args),
    /// Show the terminal of standard input, or the terminals of processes
    #[command(after_help = tty::HELP, after_long_help = select::help(tty::HELP))]
    Tty(tty::Args),
    /// List what processes have open: files, sockets, pipes
    #[command(after_help = lsof::HELP, after_long_help = select::help(lsof::HELP))]
    Lsof(lsof::Args),
    /// Show the memory of processes, region by region
    #[command(after_help = pmap::HELP, after_long_help = select::help(pmap::HELP))]
    Pmap(pmap::Args),
    /// Show memory and swap space
    #[command(after_help = free::HELP)]
    Free(free::Args),
    /// Show the space of file systems
    #[command(after_help = df::HELP)]
    Df(df::Args),
    /// Show what the disks do
    #[command(after_help = iostat::HELP)]
    Iostat(iostat::Args),
    /// Show which processes use the disks
    #[command(after_help = iotop::HELP, after_long_help = select::help(iotop::HELP))]
    Iotop(iotop::Args),
    /// List sockets, with the processes that hold them
    #[command(after_help = netstat::HELP, after_long_help = select::help(netstat::HELP))]
    #[command(mut_arg("count", |count| count.short(None)))]
    Netstat(netstat::Args),
    /// Show network interfaces, their addresses and counters
    #[command(after_help = ifconfig::HELP)]
    Ifconfig(ifconfig::Args),
    /// Show the traffic of network interfaces
    #[command(after_help = nettop::HELP)]
    Nettop(nettop::Args),
    /// Show how long the machine has been up, and how loaded it is
    #[command(after_help = uptime::HELP)]
    Uptime(uptime::Args),
    /// Show who is logged in
    #[command(after_help = who::HELP)]
    Who(who::Args),
    /// Show temperatures, fans and the battery
    #[command(after_help = sensors::HELP)]
    Sensors(sensors::Args),
    /// Send a signal to processes, and wait for their end
    #[command(after_help = kill::HELP, after_long_help = select::help(kill::HELP))]
    Kill(kill::Args),
    /// Stop processes until they are resumed
    #[command(after_help = suspend::HELP, after_long_help = select::help(suspend::HELP))]
    Suspend(suspend::Args),
    /// Let suspended processes go on
    #[command(after_help = resume::HELP, after_long_help = select::help(resume::HELP))]
    Resume(suspend::Args),
    /// Show or set nice values, or start a program with one
    #[command(after_help = nice::HELP, after_long_help = select::help(nice::HELP))]
    Nice(nice::Args),
    /// Show or set disk priorities, or start a program with one
    #[command(after_help = ionice::HELP, after_long_help = select::help(ionice::HELP))]
    Ionice(ionice::Args),
    /// Show or set on which processors processes run, or start a program there
    #[command(after_help = taskset::HELP, after_long_help = select::help(taskset::HELP))]
    Taskset(taskset::Args),
    /// Show or set what processes may use, or start a program with limits
    #[command(after_help = rlimit::HELP, after_long_help = select::help(rlimit::HELP))]
    Rlimit(rlimit::Args),
    /// Print what a shell completes
    #[command(after_help = completions::HELP)]
    Completions(completions::Args),
    /// Print a manual page
    #[command(after_help = man::HELP)]
    Man(man::Args),
}

impl Command {
    /// Whether it has a table, which can be written as CSV.
    pub(crate) fn has_table(&self) -> bool {
        !matches!(
            self,
            Self::Top(_)
                | Self::Info(_)
                | Self::Why(_)
                | Self::Uptime(_)
                | Self::Kill(_)
                | Self::Suspend(_)
                | Self::Resume(_)
                | Self::Completions(_)
                | Self::Man(_)
        )
    }

    /// Whether it lists things that have names.
    pub(crate) fn has_names(&self) -> bool {
        self.has_table() && !matches!(self, Self::Free(_) | Self::Watch(_))
    }
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
    /// Print only pids, paths or other names, each once and with a NUL behind it, for xargs -0
    #[arg(short = '0', long, global = true, conflicts_with_all = ["json", "csv"])]
    pub(crate) null: bool,
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
