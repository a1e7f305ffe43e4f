//! Acting on processes: what the user must permit, and how it went with each.
//!
//! What is meant is settled first, as handles; then the user is asked; then the act goes through those handles. The
//! library makes sure that none of them is another process by then.

use std::io::{self, BufRead, Write};

use serde::Serialize;
use sysproc::{Error, Pid, Process};

use crate::app::App;
use crate::failure::{Failure, Outcome};
use crate::platform::{FIRST_PROCESS, IS_WINDOWS};
use crate::render::safe;
use crate::select::Found;

/// Whether the user must be asked, and whether anything is done at all.
#[derive(Debug, clap::Args)]
pub(crate) struct Consent {
    /// Do not ask
    #[arg(short, long)]
    pub(crate) yes: bool,
    /// Do nothing; list the processes that are meant
    #[arg(long)]
    pub(crate) dry_run: bool,
}

/// How it went with a process.
#[derive(Debug, Serialize)]
pub(crate) struct Done {
    pub(crate) pid: Pid,
    pub(crate) name: Option<String>,
    pub(crate) done: bool,
    pub(crate) error: Option<String>,
}

/// What the subcommands that only act write for programs.
#[derive(Debug, Serialize)]
struct Written<'a> {
    dry_run: bool,
    processes: &'a [Done],
}

impl Consent {
    /// Does `act` to each process, once that is permitted. `action` is a phrase: `suspend`, `send SIGTERM to`.
    pub(crate) fn act_on(
        &self,
        app: &mut App,
        mut processes: Vec<Process>,
        action: &str,
        act: impl Fn(&Process) -> sysproc::Result<()>,
    ) -> Outcome<Vec<(Process, Done)>> {
        // Itself last, or the others would be spared.
        processes.sort_by_key(|process| process.pid() == std::process::id());
        if self.dry_run {
            return preview(app, processes);
        }
        if !self.yes {
            permit(&processes, action)?;
        }
        let done = processes.into_iter().map(|process| {
            let done = one(&process, action, &act);
            (process, done)
        });
        Ok(done.collect())
    }

    /// The whole of a subcommand that only acts: the acts, what is written, and whether all went well.
    pub(crate) fn run(
        &self,
        app: &mut App,
        found: &Found,
        action: &str,
        act: impl Fn(&Process) -> sysproc::Result<()>,
    ) -> Outcome {
        let acts = self.act_on(app, found.processes(app), action, act)?;
        let done: Vec<Done> = acts.into_iter().map(|(_, done)| done).collect();
        if app.is_json() {
            app.print_json(&Written { dry_run: self.dry_run, processes: &done })?;
        }
        let acted = note_failures(app, &done);
        found.outcome(app).and(acted)
    }
}

/// What went wrong, on standard error; a failure if anything did.
pub(crate) fn note_failures<'a>(app: &mut App, done: impl IntoIterator<Item = &'a Done>) -> Outcome {
    let failures: Vec<&String> = done.into_iter().filter_map(|done| done.error.as_ref()).collect();
    failures.iter().for_each(|failure| app.note(failure.as_str()));
    if failures.is_empty() { Ok(()) } else { Err(Failure::Noted) }
}

fn one(process: &Process, action: &str, act: impl Fn(&Process) -> sysproc::Result<()>) -> Done {
    let name = process.name().ok().map(|name| sysproc::escape_text(&name));
    let error = match act(process) {
        Ok(()) => None,
        Err(Error::AccessDenied { .. }) => Some(format!("you may not {action} process {}", process.pid())),
        Err(error) => Some(error.to_string()),
    };
    Done { pid: process.pid(), name, done: error.is_none(), error }
}

/// Lists whom it would have hit.
fn preview(app: &mut App, processes: Vec<Process>) -> Outcome<Vec<(Process, Done)>> {
    let untouched = |process: Process| {
        let name = process.name().ok();
        let done =
            Done { pid: process.pid(), name: name.as_deref().map(sysproc::escape_text), done: false, error: None };
        (process, done)
    };
    if !app.is_json() {
        let width = processes.iter().map(|process| process.pid().to_string().len()).max().unwrap_or_default();
        let line = |process: &Process| format!("{:>width$}  {}", process.pid(), name(process)).into();
        app.print(&processes.iter().map(line).collect::<Vec<_>>())?;
    }
    Ok(processes.into_iter().map(untouched).collect())
}

const FIRST_PROCESS_IS: &str =
    if IS_WINDOWS { "the system, which everything else stands on" } else { "pid 1, which everything else stands on" };

/// Why one should think twice about a process.
pub(crate) fn danger(pid: Pid, ancestors: &[Pid]) -> Option<&'static str> {
    if pid == FIRST_PROCESS {
        Some(FIRST_PROCESS_IS)
    } else if pid == std::process::id() {
        Some("this command itself")
    } else if ancestors.contains(&pid) {
        Some("this command was started by it")
    } else {
        None
    }
}

/// Asks where that is due, and refuses where nobody can be asked.
fn permit(processes: &[Process], action: &str) -> Outcome {
    let ancestors: Vec<Pid> = Process::current()?.parents()?.iter().map(Process::pid).collect();
    let reasons: Vec<_> = processes.iter().map(|process| danger(process.pid(), &ancestors)).collect();
    if processes.len() < 2 && reasons.iter().all(Option::is_none) {
        return Ok(());
    }
    let mut question = String::new();
    for (process, reason) in processes.iter().zip(&reasons) {
        let reason = reason.map(|reason| format!("  ({reason})")).unwrap_or_default();
        question.push_str(&format!("{:>8}  {}{reason}\n", process.pid(), name(process)));
    }
    let count =
        if processes.len() == 1 { "this process".into() } else { format!("these {} processes", processes.len()) };
    if !App::can_ask() {
        return Err(Failure::Message(format!(
            "refused to {action} {}: nobody can be asked; --yes answers in advance",
            described(processes, &reasons)
        )));
    }
    let mut terminal = io::stderr().lock();
    write!(terminal, "{question}{}{} {count}? [y/N] ", action[..1].to_uppercase(), &action[1..])?;
    terminal.flush()?;
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    match answer.trim().to_lowercase().as_str() {
        "y" | "yes" => Ok(()),
        _ => Err(Failure::Message("nothing was done".into())),
    }
}

fn described(processes: &[Process], reasons: &[Option<&str>]) -> String {
    let one = |(process, reason): (&Process, &Option<&str>)| match reason {
        Some(reason) => format!("{} ({reason})", process.pid()),
        None => process.pid().to_string(),
    };
    processes.iter().zip(reasons).map(one).collect::<Vec<_>>().join(", ")
}

fn name(process: &Process) -> String {
    process.name().map(|name| safe(&name).into_owned()).unwrap_or_default()
}
