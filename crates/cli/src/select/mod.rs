//! Which processes a subcommand is about: the one place that decides it.

mod expr;
mod filter;
mod lex;
mod mistake;
mod operand;
mod parse;
#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::fmt;

use sysproc::net::{ConnectionKind, Endpoint};
use sysproc::process::{Fields, Snapshot};
use sysproc::{Pid, Process, System};

use crate::app::App;
use crate::columns::Facts;
use crate::failure::{Failure, Outcome};
use crate::processes;
use crate::render::safe;
use expr::Expr;

pub(crate) use expr::{Holders, Known, Names};
pub(crate) use filter::Filter;

/// What the help of every subcommand that takes processes ends with.
pub(crate) const HELP: &str = "\
Selectors:
  4711                      the process with this pid
  nginx                     by name; in quotes where the name has blanks or is a number
  :8080                     who holds this port
  /pattern/                 a regular expression in the name or the command line
  user=root                 a column of `sysproc ps` and a value: = != < <= > >=; ~ and !~ for a regular expression
  'cpu > 5 and not (user=root or rss < 1G)'
A selector with blanks is one argument: quote it for the shell. Of several arguments, one must hold. What is not known \
of a process never selects it, and this command selects itself only by its pid.";

/// What `--help` of a subcommand that takes processes ends with.
pub(crate) fn help(examples: &str) -> String {
    format!("{HELP}\n\n{examples}")
}

/// Processes, as the user describes them.
#[derive(Debug, Clone)]
pub(crate) struct Selector {
    text: String,
    expr: Expr,
}

/// As the user wrote it.
impl fmt::Display for Selector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Selector {
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let expr = parse::parse(text).map_err(|mistake| mistake.shown(text))?;
        Ok(Self { text: text.into(), expr })
    }

    fn pid(&self) -> Option<Pid> {
        match self.expr {
            Expr::Pid(pid) => Some(pid),
            _ => None,
        }
    }

    /// What to say where no process is meant.
    fn complaint(&self) -> String {
        match &self.expr {
            Expr::Pid(pid) => format!("no process with pid {pid}"),
            Expr::Name(name) => format!("no process is called {name:?}"),
            Expr::Port(port) => format!("no process that you may look into holds port {port}"),
            _ => format!("no process is {}", safe(self.text.as_ref())),
        }
    }
}

/// What must be known of a process to decide.
pub(crate) fn fields(selectors: &[Selector]) -> Fields {
    selectors.iter().map(|selector| selector.expr.fields()).fold(Fields::empty(), Fields::union)
}

/// Whether it must be known who holds which port to decide.
pub(crate) fn asks_for_ports(selectors: &[Selector]) -> bool {
    let is_port = |leaf: &Expr| matches!(leaf, Expr::Port(_));
    selectors.iter().any(|selector| selector.expr.leaves().into_iter().any(is_port))
}

/// Refuses what asks for ports, of a recording: those of this machine are others.
pub(crate) fn refuse_ports(selectors: &[Selector]) -> Result<(), String> {
    let asking = selectors.iter().find(|selector| asks_for_ports(std::slice::from_ref(selector)));
    asking.map_or(Ok(()), |selector| {
        Err(format!("a recording has no sockets: it cannot tell who is {}", safe(selector.text.as_ref())))
    })
}

/// Who holds the ports, where a selector asks for one.
pub(crate) fn holders(system: &System, selectors: &[Selector]) -> sysproc::Result<Holders> {
    let mut holders = Holders::new();
    if asks_for_ports(selectors) {
        for socket in system.net_connections(ConnectionKind::Inet)? {
            if let (Endpoint::Inet(local), Some(pid)) = (&socket.local, socket.pid) {
                holders.entry(local.port()).or_default().insert(pid);
            }
        }
    }
    Ok(holders)
}

/// Keeps what one of the selectors means.
pub(crate) fn retain(
    app: &App,
    found: &mut Vec<Snapshot>,
    selectors: &[Selector],
    names: Names,
    facts: &Facts,
) -> Outcome {
    let holders = holders(&app.system, selectors)?;
    let known = Known { names, facts, holders: &holders };
    found.retain(|process| picks(own_pid(app), selectors, process, &known));
    Ok(())
}

/// The pid of the command itself, where it is among the processes.
fn own_pid(app: &App) -> Option<Pid> {
    app.root.is_none().then(std::process::id)
}

/// Whether one of the selectors means a process. The command itself is meant only by its pid.
pub(crate) fn picks(me: Option<Pid>, selectors: &[Selector], process: &Snapshot, known: &Known<'_>) -> bool {
    selectors.iter().any(|selector| {
        if me == Some(process.pid) { selector.pid() == me } else { selector.expr.holds(process, known) == Some(true) }
    })
}

/// The processes that selectors mean.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) snapshots: Vec<Snapshot>,
    pub(crate) facts: Facts,
    /// What to say of selectors that mean none.
    pub(crate) complaints: Vec<String>,
}

impl Found {
    pub(crate) fn processes(&self, app: &App) -> Vec<Process> {
        self.snapshots.iter().map(|snapshot| snapshot.process(&app.system)).collect()
    }

    /// Notes the complaints; a failure where there are some.
    pub(crate) fn outcome(&self, app: &mut App) -> Outcome {
        self.complaints.iter().for_each(|complaint| app.note(complaint.as_str()));
        if self.complaints.is_empty() { Ok(()) } else { Err(Failure::Noted) }
    }
}

/// Finds the processes that the selectors mean, each once, with these fields; names are whole names.
pub(crate) fn find(app: &App, selectors: &[Selector], fields: Fields) -> Outcome<Found> {
    let pids: Option<Vec<Pid>> = selectors.iter().map(Selector::pid).collect();
    match pids {
        Some(pids) => Ok(by_pid(app, &pids, fields)),
        None => among_all(app, selectors, fields),
    }
}

/// Only these, without looking at all others.
fn by_pid(app: &App, pids: &[Pid], fields: Fields) -> Found {
    let mut found = Found { facts: processes::facts(&app.system), ..Found::default() };
    let mut seen = HashSet::new();
    for pid in pids.iter().filter(|pid| seen.insert(**pid)) {
        match app.system.process(*pid).and_then(|process| process.snapshot(fields)) {
            Ok(snapshot) => found.snapshots.push(snapshot),
            Err(error) => found.complaints.push(error.to_string()),
        }
    }
    found
}

fn among_all(app: &App, selectors: &[Selector], fields: Fields) -> Outcome<Found> {
    let holders = holders(&app.system, selectors)?;
    let (listing, facts) = processes::read(&app.system, fields | self::fields(selectors))?;
    let known = Known { names: Names::Whole, facts: &facts, holders: &holders };
    let (mut met, mut snapshots) = (vec![false; selectors.len()], Vec::new());
    for process in listing.snapshots {
        let mut is_meant = false;
        for (selector, met) in selectors.iter().zip(&mut met) {
            let picked = picks(own_pid(app), std::slice::from_ref(selector), &process, &known);
            *met |= picked;
            is_meant |= picked;
        }
        if is_meant {
            snapshots.push(process);
        }
    }
    let unmet = selectors.iter().zip(met).filter(|(_, met)| !met);
    let complaints = unmet.map(|(selector, _)| selector.complaint()).collect();
    Ok(Found { snapshots, facts, complaints })
}
