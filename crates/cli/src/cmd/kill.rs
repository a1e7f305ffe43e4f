//! `sysproc kill`: sends a signal.
//!
//! What the targets mean is settled first, as handles; the user is asked; then the signal goes to those handles. The
//! library makes sure that none of them is another process by then.

use std::io::{self, BufRead, Write};

use serde::Serialize;
use sysproc::process::Signal;
use sysproc::{Error, Pid, Process};

use crate::app::App;
use crate::failure::{Failure, Outcome};
use crate::nearest::hint;
use crate::render::{Head, Line, Role, Table, safe};
use crate::select::{Target, resolve};

pub(crate) const HELP: &str = "\
A signal is a number or a name, with or without SIG; it may also be written -9, -KILL or -SIGKILL before the targets.
A name must be the whole name of the process, and means every process that has it.

Before it acts on several processes, on pid 1, on itself or on a process that it was started by, it asks; where
nobody can be asked it refuses. --yes answers in advance.

Exit code: 0 when every target was signalled, 1 when one was not, 2 for wrong usage.

Examples:
  sysproc kill 4711
  sysproc kill -9 4711
  sysproc kill -s HUP nginx
  sysproc kill -l                      list the signals
";

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Pids, or exact names of processes
    #[arg(value_name = "TARGET", allow_hyphen_values = true, required_unless_present = "list")]
    targets: Vec<String>,
    /// The signal to send [default: TERM]
    #[arg(short, long, value_name = "SIGNAL")]
    signal: Option<String>,
    /// List the signals, or those given as TARGET by name or number
    #[arg(short, long)]
    list: bool,
    /// Do not ask
    #[arg(short, long)]
    yes: bool,
}

pub(crate) fn run(args: &Args, app: &mut App) -> Outcome {
    if args.list {
        return list(&args.targets, app);
    }
    let (signal, targets) = understand(args)?;
    let (processes, complaints) = resolve(&app.system, &targets)?;
    let some_missing = !complaints.is_empty();
    complaints.into_iter().for_each(|complaint| app.note(complaint));
    if processes.is_empty() {
        return finish(app, signal, &[], some_missing);
    }
    if !args.yes {
        permit(&processes, signal)?;
    }
    let sent: Vec<Sent> = processes.iter().map(|process| send(process, signal)).collect();
    for failed in sent.iter().filter_map(|sent| sent.error.as_ref()) {
        app.note(failed.clone());
    }
    finish(app, signal, &sent, some_missing)
}

/// The signal and the targets. A first target that begins with a hyphen is the signal.
fn understand(args: &Args) -> Outcome<(Signal, Vec<Target>)> {
    let mut targets = args.targets.as_slice();
    let mut said = args.signal.clone();
    if let Some((first, rest)) = targets.split_first() {
        if let Some(name) = first.strip_prefix('-').filter(|_| said.is_none()) {
            (said, targets) = (Some(name.to_owned()), rest);
        }
    }
    let signal = said.map_or(Ok(Signal::TERM), |said| parse_signal(&said))?;
    if targets.is_empty() {
        return Err(Failure::Usage("a signal, but no process to send it to".into()));
    }
    let parse = |text: &String| match text.strip_prefix('-') {
        Some(_) => Err(Failure::Usage(format!("{text:?} is neither a process nor an option"))),
        None => Target::parse(text).map_err(Failure::Usage),
    };
    Ok((signal, targets.iter().map(parse).collect::<Outcome<_>>()?))
}

fn parse_signal(text: &str) -> Outcome<Signal> {
    let known = Signal::names();
    // Up to the last real-time signal. 0 sends nothing, and tells whether one could.
    let in_range = |signal: &Signal| (0..=64).contains(&signal.0);
    text.parse().ok().filter(in_range).ok_or_else(|| {
        let bare = text.trim_start_matches('-');
        let bare = bare.get(..3).filter(|sig| sig.eq_ignore_ascii_case("SIG")).map_or(bare, |_| &bare[3..]);
        Failure::Usage(format!("no signal is called {text:?}{}", hint(bare, known.iter().map(|(name, _)| *name))))
    })
}

/// Why one should think twice about a process.
fn danger(process: &Process, ancestors: &[Process]) -> Option<&'static str> {
    if process.pid() == 1 {
        Some("pid 1, which everything else stands on")
    } else if process.pid() == std::process::id() {
        Some("this command itself")
    } else if ancestors.contains(process) {
        Some("this command was started by it")
    } else {
        None
    }
}

/// Asks where that is due, and refuses where nobody can be asked.
fn permit(processes: &[Process], signal: Signal) -> Outcome {
    let ancestors = Process::current().and_then(|me| me.parents()).unwrap_or_default();
    let reasons: Vec<_> = processes.iter().map(|process| danger(process, &ancestors)).collect();
    if processes.len() < 2 && reasons.iter().all(Option::is_none) {
        return Ok(());
    }
    let mut question = String::new();
    for (process, reason) in processes.iter().zip(&reasons) {
        let reason = reason.map(|reason| format!("  ({reason})")).unwrap_or_default();
        question.push_str(&format!("{:>8}  {}{reason}\n", process.pid(), name(process).unwrap_or_default()));
    }
    let count =
        if processes.len() == 1 { "this process".into() } else { format!("these {} processes", processes.len()) };
    if !App::can_ask() {
        return Err(Failure::Message(format!(
            "refused to send {signal} to {}: nobody can be asked; --yes answers in advance",
            described(processes, &reasons)
        )));
    }
    let mut terminal = io::stderr().lock();
    write!(terminal, "{question}Send {signal} to {count}? [y/N] ")?;
    terminal.flush()?;
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    match answer.trim().to_lowercase().as_str() {
        "y" | "yes" => Ok(()),
        _ => Err(Failure::Message("nothing was sent".into())),
    }
}

fn described(processes: &[Process], reasons: &[Option<&str>]) -> String {
    let one = |(process, reason): (&Process, &Option<&str>)| match reason {
        Some(reason) => format!("{} ({reason})", process.pid()),
        None => process.pid().to_string(),
    };
    processes.iter().zip(reasons).map(one).collect::<Vec<_>>().join(", ")
}

fn name(process: &Process) -> Option<String> {
    process.name().ok().map(|name| safe(&name).into_owned())
}

fn send(process: &Process, signal: Signal) -> Sent {
    let name = process.name().ok().map(|name| sysproc::escape_text(&name));
    let error = match process.send_signal(signal) {
        Ok(()) => None,
        Err(Error::AccessDenied { .. }) => Some(format!("you may not send {signal} to process {}", process.pid())),
        Err(error) => Some(error.to_string()),
    };
    Sent { pid: process.pid(), name, sent: error.is_none(), error }
}

fn finish(app: &mut App, signal: Signal, processes: &[Sent], some_missing: bool) -> Outcome {
    if app.json {
        app.print_json(&Written { signal: signal.0, signal_name: signal.name(), processes })?;
    }
    if some_missing || processes.iter().any(|sent| !sent.sent) { Err(Failure::Noted) } else { Ok(()) }
}

/// What was done, for programs.
#[derive(Serialize)]
struct Written<'a> {
    signal: i32,
    signal_name: Option<&'a str>,
    processes: &'a [Sent],
}

#[derive(Serialize)]
struct Sent {
    pid: Pid,
    name: Option<String>,
    sent: bool,
    error: Option<String>,
}

/// `--list`: all signals, or those asked for.
fn list(asked: &[String], app: &mut App) -> Outcome {
    #[derive(Serialize)]
    struct Listed {
        number: i32,
        name: Option<&'static str>,
    }
    let known: Vec<Listed> = match asked {
        [] => Signal::names().iter().map(|(name, number)| Listed { number: *number, name: Some(name) }).collect(),
        asked => {
            let signals = asked.iter().map(|text| parse_signal(text)).collect::<Outcome<Vec<_>>>()?;
            signals.iter().map(|signal| Listed { number: signal.0, name: signal.name() }).collect()
        }
    };
    if app.json {
        return app.print_json(&std::collections::BTreeMap::from([("signals", known)]));
    }
    let mut table = Table::new([Head::right("NUMBER"), Head::left("NAME")]);
    for signal in known {
        let name = signal.name.map_or_else(|| Line::new().with(Role::Faint, "-"), Line::from);
        table.row([signal.number.to_string().into(), name]);
    }
    let (lines, _) = table.lines(app.width);
    app.print(&lines)
}
