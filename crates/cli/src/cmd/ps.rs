//! `sysproc ps`: lists processes.

use std::collections::BTreeMap;
use std::thread;
use std::time::Duration;

use serde::Serialize;
use sysproc::process::{Fields, Snapshot, Tree};

use crate::app::App;
use crate::columns::{self, Column, Facts};
use crate::failure::{Failure, Outcome};
use crate::processes::{self, Key, Row, seconds, values};
use crate::render::{Line, Role, Table};
use crate::select::Filter;
use crate::value::Value;

/// The columns of the table by default.
const SHOWN: &[&str] =
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

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The columns to show, in this order
    #[arg(short = 'o', long, value_name = "COLUMN,...", value_delimiter = ',', value_parser = columns::find)]
    columns: Vec<&'static Column>,
    /// Sort by these columns, the first before the second; descending with a - before the name
    #[arg(short, long, value_name = "[-]COLUMN,...", value_delimiter = ',', value_parser = Key::parse, allow_hyphen_values = true)]
    sort: Vec<Key>,
    /// Show parents and children as a tree; --sort is then the order of siblings
    #[arg(short, long)]
    tree: bool,
    /// Watch for this long how busy each process is, instead of the average since its start
    #[arg(short, long, value_name = "SECONDS", value_parser = seconds)]
    interval: Option<Duration>,
    #[command(flatten)]
    filter: Filter,
}

/// What `-h` ends with.
pub(crate) const HELP: &str = "\
Examples:
  sysproc ps --sort -mem,pid           by memory, the largest first
  sysproc ps -u www-data -o pid,rss,threads,command
  sysproc ps --name python --tree
  sysproc ps --interval 2 --sort -cpu  who is busy now
  sysproc ps --json | jq '.processes[] | select(.rss > 1e9) | .pid'

--help lists the columns.";

/// What `--help` ends with.
pub(crate) fn long_help() -> String {
    let examples = HELP.split("\n\n").next().unwrap_or_default();
    format!(
        "\
Columns:
{}
CPU% is the share of one processor: two busy threads make 200. Without --interval it is the average since the \
process was started, as in ps(1). What is not known, or is kept from you, is shown as -.

{examples}",
        columns::list()
    )
}

pub(crate) fn run(args: &Args, app: &mut App) -> Outcome {
    let shown = match args.columns.as_slice() {
        [] if app.json => columns::by_names(WRITTEN),
        [] => columns::by_names(SHOWN),
        chosen => chosen.to_vec(),
    };
    let trunk = trunk(args, app, &shown)?;
    let (mut found, facts) = read(args, app, &shown)?;
    found.retain(|process| args.filter.matches(process));
    processes::sort(&mut found, &args.sort, &facts);
    let rows: Vec<(String, &Snapshot)> =
        if args.tree { branches(&found) } else { found.iter().map(|process| (String::new(), process)).collect() };
    let values: Vec<Vec<Value>> = rows.iter().map(|(_, process)| values(&shown, process, &facts)).collect();
    note_hidden(app, &shown, &values);
    if app.json {
        app.print_json(&Written { processes: values.iter().map(|values| Row { columns: &shown, values }).collect() })?;
    } else {
        let explicit = !args.columns.is_empty();
        print_table(app, &shown, explicit, rows.iter().map(|(branch, _)| branch.as_str()).zip(&values), trunk)?;
    }
    if found.is_empty() && !args.filter.is_empty() {
        return Err(Failure::Message("no such process".into()));
    }
    Ok(())
}

/// Which column shows the branches of the tree.
fn trunk(args: &Args, app: &App, shown: &[&Column]) -> Outcome<Option<usize>> {
    let is_name = |column: &&Column| matches!(column.name, "command" | "cmdline" | "name" | "exe");
    match shown.iter().position(is_name) {
        None if args.tree && !app.json => Err(Failure::Usage("--tree needs a column name, command or exe".into())),
        trunk => Ok(trunk),
    }
}

fn read(args: &Args, app: &mut App, shown: &[&Column]) -> Outcome<(Vec<Snapshot>, Facts)> {
    let sorted = args.sort.iter().map(|key| key.column);
    let needed = shown.iter().copied().chain(sorted).map(|column| column.fields);
    let tree = if args.tree { Fields::PPID } else { Fields::empty() };
    let fields = needed.fold(args.filter.fields() | tree, Fields::union);
    let (listing, facts) = match args.interval {
        None => processes::read(&app.system, fields)?,
        Some(interval) => {
            let (listing, facts, ()) = processes::watch(&app.system, fields, || thread::sleep(interval))?;
            (listing, facts)
        }
    };
    if listing.denied > 0 {
        app.note(format!("kept from you: {} processes; root sees them", listing.denied));
    }
    Ok((listing.snapshots, facts))
}

/// The processes in the order of a tree, with the branches that lead to each.
fn branches(found: &[Snapshot]) -> Vec<(String, &Snapshot)> {
    let tree = Tree::new(found);
    let mut rows = Vec::with_capacity(found.len());
    let mut next: Vec<(String, String, &Snapshot)> =
        tree.roots().map(|root| (String::new(), String::new(), root)).collect();
    next.reverse();
    while let Some((branch, below, process)) = next.pop() {
        let children: Vec<&Snapshot> = tree.children(process.pid).collect();
        for (i, child) in children.iter().enumerate().rev() {
            let (joint, stem) = if i + 1 == children.len() { ("└─ ", "   ") } else { ("├─ ", "│  ") };
            next.push((format!("{below}{joint}"), format!("{below}{stem}"), child));
        }
        rows.push((branch, process));
    }
    rows
}

fn print_table<'a>(
    app: &mut App,
    shown: &[&Column],
    explicit: bool,
    rows: impl Iterator<Item = (&'a str, &'a Vec<Value>)>,
    trunk: Option<usize>,
) -> Outcome {
    let rank = |i: usize, column: &Column| match explicit {
        true => i,
        false => usize::from(LEFT_OUT.contains(&column.name)),
    };
    let mut table = Table::new(shown.iter().enumerate().map(|(i, c)| c.head(rank(i, c))).collect::<Vec<_>>());
    for (branch, values) in rows {
        let cells = shown.iter().zip(values).enumerate().map(|(i, (column, value))| {
            let cell = processes::cell(column, value, app.units);
            match trunk {
                Some(trunk) if trunk == i && !branch.is_empty() => {
                    let mut grown = Line::new().with(Role::Faint, branch);
                    grown.append(cell);
                    grown
                }
                _ => cell,
            }
        });
        table.row(cells.collect::<Vec<_>>());
    }
    let (lines, left_out) = table.lines(app.width);
    if explicit && !left_out.is_empty() {
        app.note(format!("no room for {}; --wide shows everything", left_out.join(", ")));
    }
    app.print(&lines)
}

/// Says once, not on each line, that values are missing for want of rights.
fn note_hidden(app: &mut App, shown: &[&Column], rows: &[Vec<Value>]) {
    let mut hidden = BTreeMap::<&str, usize>::new();
    for (column, value) in rows.iter().flat_map(|row| shown.iter().zip(row)) {
        if *value == Value::Denied {
            *hidden.entry(column.name).or_default() += 1;
        }
    }
    if !hidden.is_empty() {
        let list: Vec<String> = hidden.iter().map(|(column, count)| format!("{column} ({count} processes)")).collect();
        app.note(format!("kept from you: {}; root sees it", list.join(", ")));
    }
}

#[derive(Serialize)]
struct Written<'a> {
    processes: Vec<Row<'a>>,
}
