//! `sysproc kill`: sends a signal.
//!
//! What the targets mean is settled first, as handles; the user is asked; then the signal goes to those handles. The
//! library makes sure that none of them is another process by then.

use std::ffi::OsString;
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
A signal is a number or a name, with or without SIG; it may also be written -9, -KILL or -SIGKILL. A name must be the \
whole name of the process, and means every process that has it.

Before it acts on several processes, on pid 1, on itself or on a process that it was started by, it asks; where nobody \
can be asked it refuses. --yes answers in advance.

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
    #[arg(value_name = "TARGET", value_parser = Target::parse, required_unless_present = "list")]
    targets: Vec<Target>,
    /// The signal to send [default: TERM]
    #[arg(short, long, value_name = "SIGNAL", value_parser = parse_signal)]
    signal: Option<Signal>,
    /// List all signals, or those given by name or number
    #[arg(short, long, value_name = "SIGNAL", num_args = 0.., value_parser = parse_signal, conflicts_with = "targets")]
    list: Option<Vec<Signal>>,
    /// Do not ask
    #[arg(short, long)]
    yes: bool,
}

/// The arguments of the command with `kill -9` and `kill -HUP` written as `kill --signal=9`. No option is an upper case
/// letter or a digit.
pub(crate) fn spell_out(arguments: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = arguments.into_iter().collect();
    let mut plain = arguments.iter().enumerate().skip(1).scan(false, |takes_value, (i, argument)| {
        let is_value = std::mem::replace(takes_value, argument == "--color" || argument == "--root");
        Some((!is_value && !argument.as_encoded_bytes().starts_with(b"-")).then_some(i))
    });
    let subcommand = plain.find_map(|i| i).filter(|i| arguments.get(*i).is_some_and(|name| name == "kill"));
    let after = subcommand.map_or(usize::MAX, |i| i + 1);
    let own = arguments.iter_mut().skip(after).take_while(|argument| *argument != "--");
    for argument in own {
        let name = argument.to_str().and_then(|text| text.strip_prefix('-'));
        if let Some(name) = name.filter(|name| name.starts_with(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit()))
        {
            *argument = format!("--signal={name}").into();
            break;
        }
    }
    arguments
}

fn parse_signal(text: &str) -> Result<Signal, String> {
    // Up to the last real-time signal. 0 sends nothing, and tells whether one could.
    let in_range = |signal: &Signal| (0..=64).contains(&signal.0);
    text.parse().ok().filter(in_range).ok_or_else(|| {
        let upper = text.to_uppercase();
        let names = Signal::names().iter().map(|(name, _)| *name);
        format!("no signal is called {text:?}{}", hint(upper.strip_prefix("SIG").unwrap_or(&upper), names))
    })
}

pub(crate) fn run(args: &Args, app: &mut App) -> Outcome {
    if let Some(asked) = &args.list {
        return list(asked, app);
    }
    let signal = args.signal.unwrap_or(Signal::TERM);
    let (mut processes, complaints) = resolve(&app.system, &args.targets)?;
    // Itself last, or the others would be spared.
    processes.sort_by_key(|process| process.pid() == std::process::id());
    if !args.yes {
        permit(&processes, signal)?;
    }
    let sent: Vec<Sent> = processes.iter().map(|process| send(process, signal)).collect();
    let failures: Vec<&String> = complaints.iter().chain(sent.iter().filter_map(|sent| sent.error.as_ref())).collect();
    failures.iter().for_each(|failure| app.note(failure.as_str()));
    if app.json {
        app.print_json(&Written { signal: signal.0, signal_name: signal.name(), processes: &sent })?;
    }
    if failures.is_empty() { Ok(()) } else { Err(Failure::Noted) }
}

/// Why one should think twice about a process.
fn danger(process: &Process, ancestors: &[Pid]) -> Option<&'static str> {
    if process.pid() == 1 {
        Some("pid 1, which everything else stands on")
    } else if process.pid() == std::process::id() {
        Some("this command itself")
    } else if ancestors.contains(&process.pid()) {
        Some("this command was started by it")
    } else {
        None
    }
}

/// Asks where that is due, and refuses where nobody can be asked.
fn permit(processes: &[Process], signal: Signal) -> Outcome {
    let ancestors: Vec<Pid> = Process::current()?.parents()?.iter().map(Process::pid).collect();
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
fn list(asked: &[Signal], app: &mut App) -> Outcome {
    #[derive(Serialize)]
    struct Listed {
        number: i32,
        name: Option<&'static str>,
    }
    let all: Vec<Signal> = Signal::names().iter().map(|(_, number)| Signal(*number)).collect();
    let shown = if asked.is_empty() { &all } else { asked };
    let known: Vec<Listed> = shown.iter().map(|signal| Listed { number: signal.0, name: signal.name() }).collect();
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signal_written_as_an_option_is_spelled_out() {
        let spelled = |line: &str| {
            let spelled = spell_out(line.split(' ').map(OsString::from));
            spelled.join(" ".as_ref()).into_string().unwrap()
        };
        assert_eq!(spelled("sysproc kill -9 1"), "sysproc kill --signal=9 1");
        assert_eq!(
            spelled("sysproc --color never kill nginx -HUP --json"),
            "sysproc --color never kill nginx --signal=HUP --json"
        );
        // The second is left for clap to refuse, as are negative numbers.
        assert_eq!(spelled("sysproc kill -KILL -1"), "sysproc kill --signal=KILL -1");
        assert_eq!(spelled("sysproc kill -- -9"), "sysproc kill -- -9");
        assert_eq!(spelled("sysproc ps -9"), "sysproc ps -9");
        assert_eq!(spelled("sysproc --root kill ps -9"), "sysproc --root kill ps -9");
        assert_eq!(spelled("sysproc"), "sysproc");
    }
}
