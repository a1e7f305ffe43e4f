//! Everything about one process: files, sockets, maps, environment, threads.

use sysproc::net::ConnectionKind;
use sysproc::process::{Process, Snapshot};
use sysproc::{Error, System};

use super::deed::Target;
use crate::app;
use crate::columns::{self, Facts};
use crate::processes::cell;
use crate::render::{Head, Line, Role, Table, Units, Width, safe};
use crate::sheet::Sheet;
use crate::sockets;
use crate::value::Value;

/// What is told of a process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tab {
    About,
    Files,
    Sockets,
    Maps,
    Environ,
    Threads,
}

pub(super) const TABS: [(Tab, &str); 6] = [
    (Tab::About, "About"),
    (Tab::Files, "Files"),
    (Tab::Sockets, "Sockets"),
    (Tab::Maps, "Maps"),
    (Tab::Environ, "Environment"),
    (Tab::Threads, "Threads"),
];

/// The columns that are told first.
const ABOUT: &[&str] = &[
    "command",
    "exe",
    "cwd",
    "ppid",
    "username",
    "status",
    "terminal",
    "nice",
    "ionice",
    "cpu_percent",
    "cpu_time",
    "rss",
    "vms",
    "shared",
    "swap",
    "num_threads",
    "num_fds",
    "read_bytes",
    "write_bytes",
    "create_time",
    "cgroup",
];

/// The pane that tells everything about one process.
#[derive(Debug)]
pub(super) struct Details {
    pub(super) target: Target,
    pub(super) tab: Tab,
    pub(super) lines: Vec<Line>,
    /// The first line in sight.
    pub(super) scroll: usize,
    /// Whether the lines are of another tab or moment.
    pub(super) is_stale: bool,
}

impl Details {
    pub(super) fn new(target: Target) -> Self {
        Self { target, tab: Tab::About, lines: Vec::new(), scroll: 0, is_stale: true }
    }

    /// Goes to the next tab, or so many on or back, round and round.
    pub(super) fn turn(&mut self, by: isize) {
        let at = TABS.iter().position(|(tab, _)| *tab == self.tab).unwrap_or_default();
        let count = TABS.len().cast_signed();
        let to = (at.cast_signed() + by).rem_euclid(count).cast_unsigned();
        self.show(TABS.get(to).map_or(Tab::About, |(tab, _)| *tab));
    }

    pub(super) fn show(&mut self, tab: Tab) {
        (self.tab, self.scroll, self.is_stale) = (tab, 0, true);
    }

    /// Reads the lines again.
    pub(super) fn read(&mut self, system: Option<&System>, known: Option<&Snapshot>, facts: &Facts, units: Units) {
        self.is_stale = false;
        let (pid, start) = self.target.id;
        let lines = match (system, known) {
            // What is left of an ended process stays in sight.
            (Some(_), None) => return,
            (Some(system), Some(_)) => of_tab(self.tab, &Process::from_recorded(system, pid, start), facts, units),
            (None, Some(known)) if self.tab == Tab::About => Ok(about(known, facts, units)),
            (None, _) => Ok(vec![Line::new().with(Role::Faint, "not in the recording")]),
        };
        self.lines = lines.unwrap_or_else(|error| vec![Line::new().with(Role::Warning, reason(&error))]);
        if self.lines.is_empty() {
            self.lines.push(Line::new().with(Role::Faint, "none"));
        }
    }
}

/// The lines of a table; none of an empty one.
fn lines(table: Table) -> Vec<Line> {
    let (lines, _) = table.lines(Width::Unlimited);
    if lines.len() > 1 { lines } else { Vec::new() }
}

fn reason(error: &Error) -> String {
    match error {
        Error::AccessDenied { .. } => format!("kept from you{}", app::advice("it")),
        error => safe(error.to_string().as_ref()).into_owned(),
    }
}

fn of_tab(tab: Tab, process: &Process, facts: &Facts, units: Units) -> sysproc::Result<Vec<Line>> {
    Ok(match tab {
        Tab::About => {
            let columns = columns::by_names(ABOUT);
            let fields = columns.iter().map(|column| column.fields).collect();
            about(&process.snapshot(fields)?, facts, units)
        }
        Tab::Files => files(process)?,
        Tab::Sockets => sockets(process, units)?,
        Tab::Maps => maps(process, units)?,
        Tab::Environ => {
            let line = |(name, value): &(std::ffi::OsString, std::ffi::OsString)| {
                Line::new().with(Role::Name, safe(name)).with(Role::Faint, "=").with(Role::Plain, safe(value))
            };
            process.environ()?.iter().map(line).collect()
        }
        Tab::Threads => threads(process, units)?,
    })
}

/// A line for each column.
fn about(process: &Snapshot, facts: &Facts, units: Units) -> Vec<Line> {
    let line = |column: &&columns::Column| {
        let value = (column.value)(process, facts);
        Line::new().with(Role::Faint, format!("{:<14}", column.name)).and(cell(column, &value, units))
    };
    columns::by_names(ABOUT).iter().map(line).collect()
}

fn files(process: &Process) -> sysproc::Result<Vec<Line>> {
    let mut table = Table::new([Head::right("FD"), Head::left("KIND"), Head::left("WHAT")]);
    for open in process.descriptors()? {
        table.row([
            open.fd.to_string().into(),
            Line::new().with(Role::Faint, open.kind.as_str()),
            safe(open.target.as_os_str()).as_ref().into(),
        ]);
    }
    Ok(lines(table))
}

fn sockets(process: &Process, units: Units) -> sysproc::Result<Vec<Line>> {
    let mut sheet = Sheet::new("sockets", sockets::headings());
    process.net_connections(ConnectionKind::All)?.iter().for_each(|socket| sheet.row(sockets::values(socket)));
    Ok(if sheet.rows.is_empty() { Vec::new() } else { sheet.lines(units, Width::Unlimited).0 })
}

fn maps(process: &Process, units: Units) -> sysproc::Result<Vec<Line>> {
    let heads = [Head::right("RSS"), Head::right("PSS"), Head::right("SIZE"), Head::right("SWAP"), Head::left("WHAT")];
    let mut groups = process.memory_maps_grouped()?;
    groups.sort_by_key(|group| std::cmp::Reverse(group.rss));
    let mut table = Table::new(heads);
    for group in groups {
        let bytes = |bytes: Option<u64>| Value::or_unknown(bytes, Value::Bytes).cell(units);
        table.row([
            bytes(Some(group.rss)),
            bytes(group.pss),
            bytes(group.size),
            bytes(group.swap),
            safe(&group.path).as_ref().into(),
        ]);
    }
    Ok(lines(table))
}

fn threads(process: &Process, units: Units) -> sysproc::Result<Vec<Line>> {
    let heads = [Head::right("ID"), Head::right("USER"), Head::right("SYSTEM"), Head::right("CPU"), Head::left("NAME")];
    let mut threads = process.threads()?;
    threads.sort_by_key(|thread| std::cmp::Reverse(thread.user.saturating_add(thread.system)));
    let mut table = Table::new(heads);
    for thread in threads {
        table.row([
            thread.id.to_string().into(),
            Value::Time(thread.user).cell(units),
            Value::Time(thread.system).cell(units),
            Value::or_unknown(thread.cpu_num, |cpu| Value::Count(cpu.into())).cell(units),
            Value::or_unknown(thread.name, Value::Text).cell(units),
        ]);
    }
    Ok(lines(table))
}
