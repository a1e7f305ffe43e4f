//! `sysproc why`: why a process runs.

mod origin;

use std::collections::{BTreeSet, HashMap};

use serde::Serialize;
use sysproc::Pid;
use sysproc::net::{ConnectionKind, ConnectionStatus, Endpoint};
use sysproc::process::{Fields, Listing, Snapshot};

use crate::app::App;
use crate::columns::{self, Facts};
use crate::failure::Outcome;
use crate::processes;
use crate::render::{Line, Role, counted, long_duration, moment, safe};
use crate::select::{self, Selector};
use crate::value::Value;
use origin::Origin;

pub(crate) const HELP: &str = "\
The answer goes from the process up through its ancestors, and names the service, container, cron job, ssh session or \
terminal that it belongs to.

Examples:
  sysproc why 4711
  sysproc why :8080                    who holds this port, and why
  sysproc why --json nginx | jq '.processes[].origin'
";

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Pids, exact names, :PORT or other selectors (see --help)
    #[arg(value_name = "SELECTOR", value_parser = Selector::parse, required = true)]
    selectors: Vec<Selector>,
}

/// What is asked of every process.
const FIELDS: Fields = Fields::NAME
    .union(Fields::CMDLINE)
    .union(Fields::PPID)
    .union(Fields::USERNAME)
    .union(Fields::CREATE_TIME)
    .union(Fields::TERMINAL)
    .union(Fields::CWD)
    .union(Fields::CGROUP);

/// The answer for one process.
#[derive(Serialize)]
struct Answer {
    pid: Pid,
    name: Value,
    command: Value,
    username: Value,
    cwd: Value,
    terminal: Value,
    create_time: Value,
    elapsed: Value,
    cgroup: Value,
    ports: Option<BTreeSet<u16>>,
    origin: Option<Origin>,
    ancestors: Vec<Ancestor>,
}

/// A process above it: its parent, the parent's parent and so on.
#[derive(Serialize)]
struct Ancestor {
    pid: Pid,
    name: Value,
    command: Value,
    username: Value,
}

pub(crate) fn run(args: &Args, app: &mut App) -> Outcome {
    let found = select::find(app, &args.selectors, Fields::empty())?;
    let (all, facts) = processes::read(&app.system, FIELDS)?;
    let ports = ports(app);
    let by_pid: HashMap<Pid, &Snapshot> = all.snapshots.iter().map(|process| (process.pid, process)).collect();
    let meant = found.snapshots.iter().filter_map(|process| by_pid.get(&process.pid));
    let answers: Vec<Answer> = meant.map(|process| answer(process, &by_pid, &facts, ports.as_ref())).collect();
    if app.is_json() {
        #[derive(Serialize)]
        struct Written {
            processes: Vec<Answer>,
        }
        app.print_json(&Written { processes: answers })?;
    } else {
        let blocks: Vec<Vec<Line>> = answers.iter().map(lines).collect();
        let lines: Vec<Line> =
            blocks.join(&[Line::new()][..]).into_iter().map(|line| line.cut(app.width.or(usize::MAX))).collect();
        app.print(&lines)?;
    }
    note_hidden(app, &all);
    found.outcome(app)
}

fn note_hidden(app: &mut App, all: &Listing) {
    if all.denied > 0 {
        app.note_kept(&format!("{}, which may be ancestors", counted(all.denied, "process")), "them");
    }
}

/// The ports that each process listens on.
fn ports(app: &mut App) -> Option<HashMap<Pid, BTreeSet<u16>>> {
    let sockets = app.system.net_connections(ConnectionKind::Inet);
    let mut ports = HashMap::<Pid, BTreeSet<u16>>::new();
    for socket in app.part("sockets", sockets)? {
        let waits = socket.status == ConnectionStatus::Listen
            || (socket.status == ConnectionStatus::None && socket.remote == Endpoint::None);
        if let (true, Some(pid), Endpoint::Inet(local)) = (waits, socket.pid, &socket.local) {
            ports.entry(pid).or_default().insert(local.port());
        }
    }
    Some(ports)
}

/// The processes above one, as long as each is older than what it is the parent of.
fn above<'a>(process: &'a Snapshot, by_pid: &HashMap<Pid, &'a Snapshot>) -> Vec<&'a Snapshot> {
    let mut ancestors: Vec<&Snapshot> = Vec::new();
    let mut below = process;
    while let Some(parent) = below.ppid.value().and_then(|ppid| by_pid.get(ppid)) {
        let is_known = parent.pid == below.pid || ancestors.iter().any(|known| known.pid == parent.pid);
        if is_known || parent.start > below.start {
            break;
        }
        ancestors.push(parent);
        below = parent;
    }
    ancestors
}

fn answer(
    process: &Snapshot,
    by_pid: &HashMap<Pid, &Snapshot>,
    facts: &Facts,
    ports: Option<&HashMap<Pid, BTreeSet<u16>>>,
) -> Answer {
    let value = |process: &Snapshot, name: &str| {
        columns::find(name).map_or(Value::Unknown, |column| (column.value)(process, facts))
    };
    let ancestors = above(process, by_pid);
    Answer {
        pid: process.pid,
        name: value(process, "name"),
        command: value(process, "command"),
        username: value(process, "username"),
        cwd: value(process, "cwd"),
        terminal: value(process, "terminal"),
        create_time: value(process, "create_time"),
        elapsed: value(process, "elapsed"),
        cgroup: value(process, "cgroup"),
        ports: ports.map(|ports| ports.get(&process.pid).cloned().unwrap_or_default()),
        origin: Origin::find(process, &ancestors),
        ancestors: ancestors
            .iter()
            .map(|process| Ancestor {
                pid: process.pid,
                name: value(process, "name"),
                command: value(process, "command"),
                username: value(process, "username"),
            })
            .collect(),
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Text(text) => safe(text).into_owned(),
        _ => "-".into(),
    }
}

fn lines(answer: &Answer) -> Vec<Line> {
    let labelled = |label: &str| Line::new().with(Role::Faint, format!("  {label:<11}"));
    let head = Line::new().with(Role::Name, format!("{} ({})", shown(&answer.name), answer.pid));
    let mut lines = vec![head.with(Role::Plain, format!("  {}", shown(&answer.command)))];
    if let Some(origin) = &answer.origin {
        lines.push(labelled("because").with(Role::Heading, safe(origin.sentence().as_ref()).into_owned()));
    }
    lines.push(labelled("user").with(Role::Plain, shown(&answer.username)));
    if let (Value::Instant(since), Value::Time(age)) = (&answer.create_time, &answer.elapsed) {
        lines.push(labelled("since").with(Role::Plain, format!("{}, for {}", moment(*since), long_duration(*age))));
    }
    if let Some(ports) = answer.ports.as_ref().filter(|ports| !ports.is_empty()) {
        let ports: Vec<String> = ports.iter().map(u16::to_string).collect();
        lines.push(labelled("listens on").with(Role::Good, ports.join(", ")));
    }
    for (label, value) in [("in", &answer.cwd), ("terminal", &answer.terminal), ("cgroup", &answer.cgroup)] {
        if value.is_known() {
            lines.push(labelled(label).with(Role::Plain, shown(value)));
        }
    }
    for (depth, ancestor) in answer.ancestors.iter().enumerate() {
        let label = if depth == 0 { "started by" } else { "" };
        let line = labelled(label).with(Role::Faint, format!("{}└ ", "  ".repeat(depth)));
        let line = line.with(Role::Name, format!("{} ({})", shown(&ancestor.name), ancestor.pid));
        lines.push(line.with(Role::Faint, format!("  {}", shown(&ancestor.command))));
    }
    lines
}
