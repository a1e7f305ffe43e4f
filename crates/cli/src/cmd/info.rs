//! `sysproc info`: all about one process on one screen.

mod draw;

use std::ffi::OsString;

use serde::Serialize;
use sysproc::Pid;
use sysproc::net::Connection;
use sysproc::process::Process;
use sysproc::process::{Descriptor, Fields, Limits, OpenFile, Resource, Snapshot, Thread, Tree};

use crate::app::App;
use crate::columns::{self, COLUMNS, Facts};
use crate::failure::Outcome;
use crate::processes::{Row, values};
use crate::select::{self, Selector};
use crate::sheet::Sheet;
use crate::sockets;
use crate::totals;
use crate::value::Value;

pub(crate) const HELP: &str = "\
Examples:
  sysproc info 4711
  sysproc info --environ nginx
  sysproc info --json :5432 | jq '.processes[0].rss'
";

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Pids, exact names, :PORT or other selectors (see --help)
    #[arg(value_name = "SELECTOR", value_parser = Selector::parse, required = true)]
    selectors: Vec<Selector>,
    /// Also the environment, which may hold secrets
    #[arg(short, long)]
    environ: bool,
}

/// What is told of a process beyond the columns of a list; each part is absent where it is kept from the user.
struct Details {
    /// A value for each column there is.
    values: Vec<Value>,
    children: Vec<(Pid, OsString)>,
    threads: Option<Vec<Thread>>,
    files: Option<Vec<OpenFile>>,
    descriptors: Option<Vec<Descriptor>>,
    sockets: Option<Vec<Connection>>,
    limits: Vec<(&'static str, Limits)>,
    environ: Option<Vec<(OsString, OsString)>>,
}

impl Details {
    fn value(&self, name: &str) -> &Value {
        let place = COLUMNS.iter().position(|column| column.name == name);
        place.and_then(|place| self.values.get(place)).unwrap_or(&Value::Unknown)
    }
}

pub(crate) fn run(args: &Args, app: &mut App) -> Outcome {
    let all = COLUMNS.iter().map(|column| column.fields).fold(Fields::empty(), Fields::union);
    let more = Fields::THREADS | Fields::OPEN_FILES | Fields::NET_CONNECTIONS;
    let environ = if args.environ { Fields::ENVIRON } else { Fields::empty() };
    let mut found = select::find(app, &args.selectors, all | more | environ)?;
    let family = app.system.processes(totals::FIELDS | Fields::NAME)?.snapshots;
    found.facts.sum_up(&family);
    let tree = Tree::new(&family);
    let mut details = Vec::new();
    for (snapshot, process) in found.snapshots.iter().zip(found.processes(app)) {
        details.push(gather(snapshot, &process, &found.facts, &tree));
    }
    if app.is_json() {
        app.print_json(&Written { processes: details.iter().map(WrittenProcess::new).collect() })?;
    } else {
        for (at, one) in details.iter().enumerate() {
            let mut lines = if at > 0 { vec![crate::render::Line::new()] } else { Vec::new() };
            lines.extend(draw::lines(app, one));
            app.print(&lines)?;
        }
    }
    note_hidden(app, &details);
    found.outcome(app)
}

fn gather(snapshot: &Snapshot, process: &Process, facts: &Facts, tree: &Tree<'_>) -> Details {
    let every: Vec<&columns::Column> = COLUMNS.iter().collect();
    let name = |child: &Snapshot| (child.pid, child.name.value().cloned().unwrap_or_default());
    let limit = |(name, resource): (&'static str, Resource)| Some((name, process.rlimit(resource).ok()?));
    Details {
        values: values(&every, snapshot, facts),
        children: tree.children(snapshot.pid).map(name).collect(),
        threads: snapshot.threads.value().cloned(),
        files: snapshot.open_files.value().cloned(),
        descriptors: process.descriptors().ok(),
        sockets: snapshot.net_connections.value().cloned(),
        limits: Resource::NAMES.into_iter().filter_map(limit).collect(),
        environ: snapshot.environ.value().cloned(),
    }
}

fn note_hidden(app: &mut App, details: &[Details]) {
    let mut hidden: Vec<&str> = Vec::new();
    for one in details {
        let denied = COLUMNS.iter().zip(&one.values).filter(|(_, value)| **value == Value::Denied);
        hidden.extend(denied.map(|(column, _)| column.name));
    }
    hidden.sort_unstable();
    hidden.dedup();
    if !hidden.is_empty() {
        app.note_kept(&hidden.join(", "), "it");
    }
}

#[derive(Serialize)]
struct Written<'a> {
    processes: Vec<WrittenProcess<'a>>,
}

/// A process for programs: the columns of a list, and what else there is.
#[derive(Serialize)]
struct WrittenProcess<'a> {
    #[serde(flatten)]
    columns: Row<'a, Value>,
    children: Vec<Pid>,
    threads: Option<Vec<WrittenThread>>,
    files: Option<&'a [OpenFile]>,
    descriptors: Option<&'a [Descriptor]>,
    sockets: Option<Sheet>,
    limits: Vec<WrittenLimit>,
    environ: Option<Vec<(String, String)>>,
}

#[derive(Serialize)]
struct WrittenThread {
    id: u64,
    name: Option<String>,
    user: f64,
    system: f64,
    cpu_num: Option<u32>,
}

/// `null` is no limit.
#[derive(Serialize)]
struct WrittenLimit {
    resource: &'static str,
    soft: Option<u64>,
    hard: Option<u64>,
}

impl<'a> WrittenProcess<'a> {
    fn new(details: &'a Details) -> Self {
        static KEYS: std::sync::LazyLock<Vec<&'static str>> =
            std::sync::LazyLock::new(|| COLUMNS.iter().map(|column| column.name).collect());
        let thread = |thread: &Thread| WrittenThread {
            id: thread.id,
            name: thread.name.as_deref().map(sysproc::escape_text),
            user: thread.user.as_secs_f64(),
            system: thread.system.as_secs_f64(),
            cpu_num: thread.cpu_num,
        };
        let sheet = |all: &Vec<Connection>| {
            let mut sheet = Sheet::new("sockets", sockets::headings());
            all.iter().for_each(|socket| sheet.row(sockets::values(socket)));
            sheet
        };
        let pair = |(name, value): &(OsString, OsString)| (sysproc::escape_text(name), sysproc::escape_text(value));
        Self {
            columns: Row { keys: &KEYS, values: &details.values },
            children: details.children.iter().map(|(pid, _)| *pid).collect(),
            threads: details.threads.as_ref().map(|all| all.iter().map(thread).collect()),
            files: details.files.as_deref(),
            descriptors: details.descriptors.as_deref(),
            sockets: details.sockets.as_ref().map(sheet),
            limits: details
                .limits
                .iter()
                .map(|(resource, limits)| WrittenLimit { resource, soft: limits.soft, hard: limits.hard })
                .collect(),
            environ: details.environ.as_ref().map(|all| all.iter().map(pair).collect()),
        }
    }
}
