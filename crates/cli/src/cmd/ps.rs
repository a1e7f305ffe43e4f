//! `sysproc ps`: lists processes.

use std::collections::HashSet;

use sysproc::process::Fields;

use crate::app::{App, Format};
use crate::columns::{self, Column, Named};
use crate::config::{Config, Ps};
use crate::failure::{Failure, Outcome};
use crate::listing::{self, Query, Shape};
use crate::processes::Key;
use crate::select::{self, Filter};

/// The columns of the table by default.
pub(crate) const SHOWN: &[&str] =
    &["pid", "username", "state", "cpu_percent", "memory_percent", "rss", "cpu_time", "create_time", "command"];
/// Those of them that are left out where there is little room.
const LEFT_OUT: &[&str] = &["state", "memory_percent", "create_time"];
/// The keys of JSON by default: what costs little.
const WRITTEN: &[&str] = &[
    "pid",
    "ppid",
    "name",
    "cmdline",
    "username",
    "uid",
    "status",
    "terminal",
    "nice",
    "num_threads",
    "cpu_percent",
    "cpu_time",
    "memory_percent",
    "rss",
    "vms",
    "create_time",
];

/// What else a recording has: what costs little.
const RECORDED: Fields = Fields::PPID.union(Fields::IO_COUNTERS).union(Fields::CGROUP).union(Fields::EXE);

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    query: Query,
    /// The columns to show, in this order
    #[arg(short = 'o', long, value_name = "COLUMN,...", value_delimiter = ',', value_parser = Named(columns::find), hide_possible_values = true)]
    columns: Vec<&'static Column>,
    /// Sort by these columns, the first before the second; descending with a - before the name
    #[arg(short, long, value_name = "[-]COLUMN,...", value_delimiter = ',', value_parser = Named(Key::parse), hide_possible_values = true, allow_hyphen_values = true)]
    sort: Vec<Key>,
    /// Show parents and children as a tree; --sort is then the order of siblings
    #[arg(short, long)]
    tree: bool,
    #[command(flatten)]
    filter: Filter,
}

/// What `-h` ends with.
pub(crate) const HELP: &str = "\
Examples:
  sysproc ps --sort -mem,pid           by memory, the largest first
  sysproc ps -u www-data -o pid,rss,threads,command
  sysproc ps --tree python             whose name has this in it
  sysproc ps 'user=root and rss > 1G' /worker/ :443
  sysproc ps --interval 2 --sort -cpu  who is busy now
  sysproc ps --watch 2 --sort -cpu     again and again
  sysproc ps --watch 1 -n 60 --record busy.jsonl
  sysproc ps -0 -o exe user=www-data | xargs -0 ls -l
  sysproc ps --json | jq '.processes[] | select(.rss > 1e9) | .pid'

--help lists the columns.";

/// What `--help` ends with.
pub(crate) fn long_help(is_windows: bool) -> String {
    let examples = HELP.split("\n\n").next().unwrap_or_default();
    format!(
        "\
Columns:
{}
CPU% is the share of one processor: two busy threads make 200. Without --interval it is the average since the \
process was started, as in ps(1). What is not known, or is kept from you, is shown as -.

{}

{examples}",
        columns::list(is_windows),
        select::HELP,
    )
}

pub(crate) fn run(args: &Args, app: &mut App) -> Outcome {
    // What a user likes to see is no reason to write other keys for programs.
    let config = if app.format == Format::Text { Config::read()?.ps } else { Ps::default() };
    let asked = if args.columns.is_empty() { config.columns() } else { args.columns.clone() };
    let chosen = !asked.is_empty();
    let mut columns = match asked.as_slice() {
        [] if app.format == Format::Names => columns::by_names(&["pid"]),
        [] if app.format != Format::Text => columns::by_names(WRITTEN),
        [] => columns::by_names(SHOWN),
        chosen => chosen.to_vec(),
    };
    if app.is_json() {
        // An object has a key once, however often it is asked for.
        let mut seen = HashSet::new();
        columns.retain(|column| seen.insert(column.name));
    }
    let sort = if args.sort.is_empty() { config.sort() } else { args.sort.clone() };
    let rank = |(i, column): (usize, &&Column)| if chosen { i } else { usize::from(LEFT_OUT.contains(&column.name)) };
    let shape = Shape {
        ranks: columns.iter().enumerate().map(rank).collect(),
        chosen,
        sort: &sort,
        trunk: if args.tree { Some(trunk(app, &columns)?) } else { None },
        below: false,
        only: None,
        filter: Some(&args.filter),
        recorded: columns::by_names(WRITTEN).iter().map(|column| column.fields).fold(RECORDED, Fields::union),
        interval: None,
        columns,
    };
    listing::run(app, &args.query, &shape)
}

/// Which column shows the branches of the tree.
fn trunk(app: &App, shown: &[&Column]) -> Outcome<usize> {
    let is_name = |column: &&Column| matches!(column.name, "command" | "cmdline" | "name" | "exe");
    match shown.iter().position(is_name) {
        None if app.format == Format::Text => Err(Failure::Usage("--tree needs a column name, command or exe".into())),
        trunk => Ok(trunk.unwrap_or_default()),
    }
}
