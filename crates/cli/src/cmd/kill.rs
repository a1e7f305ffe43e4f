//! `sysproc kill`: sends a signal, and waits for the end if that is asked for.

use std::collections::HashSet;
use std::ffi::OsString;
use std::time::Duration;

use serde::Serialize;
use sysproc::process::{Exit, Fields, Signal, Tree};
use sysproc::{Pid, Process};

use crate::act::{Consent, Done, note_failures};
use crate::app::App;
use crate::failure::{Failure, Outcome};
use crate::nearest::hint;
use crate::platform;
use crate::processes::seconds;
use crate::render::{Head, Line, Role, Table};
use crate::select::{self, Found, Selector};

pub(crate) const HELP: &str = "\
A signal is a number or a name, with or without SIG, real-time signals RTMIN+1 or RTMAX-1; it may also be written -9, \
-KILL or -SIGKILL. A name must be the whole name of the process, and means every process that has it.

Before it acts on several processes, on pid 1, on itself or on a process that it was started by, it asks; where nobody \
can be asked it refuses. --yes answers in advance.

Exit code: 0 when every process was signalled (and has ended, with --wait), 1 when one was not, 2 for wrong usage, 3 \
when one still runs after --wait.

Examples:
  sysproc kill 4711
  sysproc kill -9 4711
  sysproc kill -s HUP nginx
  sysproc kill --tree --wait --timeout 5 :8080   who holds the port, with all descendants
  sysproc kill --dry-run 'user=joshua and rss > 4G'
  sysproc kill -l                      list the signals
  sysproc kill -l 137                  the signal behind this exit code
";

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Pids, exact names, :PORT or other selectors
    #[arg(value_name = "SELECTOR", value_parser = Selector::parse, required_unless_present = "list")]
    targets: Vec<Selector>,
    /// The signal to send [default: TERM]
    #[arg(short, long, value_name = "SIGNAL", value_parser = parse_signal)]
    signal: Option<Signal>,
    /// List all signals, or those given by name, number or the exit code that a shell gives for them
    #[arg(short, long, value_name = "SIGNAL", num_args = 0.., value_parser = parse_listed, conflicts_with_all = ["targets", "signal"])]
    list: Option<Vec<Signal>>,
    /// Also all descendants, parents before children
    #[arg(short, long)]
    tree: bool,
    /// Wait until they have ended
    #[arg(long)]
    wait: bool,
    /// Wait no longer than this; 3 is the exit code where one still runs
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    timeout: Option<Duration>,
    #[command(flatten)]
    consent: Consent,
}

/// The arguments of the command with `kill -9` and `kill -HUP` written as `kill --signal=9`. No option is an upper case
/// letter or a digit. Behind `-l` they are what is asked about.
pub(crate) fn spell_out(arguments: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = arguments.into_iter().collect();
    let mut plain = arguments.iter().enumerate().skip(1).scan(false, |takes_value, (i, argument)| {
        let is_value = std::mem::replace(takes_value, argument == "--color" || argument == "--root");
        Some((!is_value && !argument.as_encoded_bytes().starts_with(b"-")).then_some(i))
    });
    let subcommand = plain.find_map(|i| i).filter(|i| arguments.get(*i).is_some_and(|name| name == "kill"));
    let after = subcommand.map_or(usize::MAX, |i| i + 1);
    let own = arguments.iter_mut().skip(after).take_while(|argument| *argument != "--");
    let mut lists = false;
    for argument in own {
        lists |= argument == "-l" || argument == "--list";
        let name = argument.to_str().and_then(|text| text.strip_prefix('-'));
        if let Some(name) = name.filter(|name| name.starts_with(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit()))
        {
            *argument = if lists { name.into() } else { format!("--signal={name}").into() };
            break;
        }
    }
    arguments
}

fn parse_signal(text: &str) -> Result<Signal, String> {
    // Up to the last real-time signal. 0 sends nothing, and tells whether one could.
    let in_range = |signal: &Signal| (0..=64).contains(&signal.0);
    text.parse().ok().or_else(|| real_time(text)).filter(in_range).ok_or_else(|| {
        let upper = text.to_uppercase();
        let names = Signal::names().iter().map(|(name, _)| *name);
        format!("no signal is called {text:?}{}", hint(upper.strip_prefix("SIG").unwrap_or(&upper), names))
    })
}

/// A signal to be told of, which may be written as a shell says that a program was ended by it.
fn parse_listed(text: &str) -> Result<Signal, String> {
    let code = text.parse().ok().and_then(|code: i32| code.checked_sub(128)).filter(|signal| (1..=64).contains(signal));
    code.map_or_else(|| parse_signal(text), |signal| Ok(Signal(signal)))
}

/// `RTMIN`, `RTMIN+1`, `RTMAX-1`: by glibc, which keeps the first two of the kernel's for itself (signal(7)).
fn real_time(text: &str) -> Option<Signal> {
    const FIRST: i32 = 34;
    const LAST: i32 = 64;
    if std::env::consts::OS != "linux" {
        return None;
    }
    let upper = text.to_ascii_uppercase();
    let name = upper.strip_prefix("SIG").unwrap_or(&upper);
    let offset = |text: &str, sign| match text.strip_prefix(sign) {
        Some(digits) if digits.starts_with(|c: char| c.is_ascii_digit()) => digits.parse::<i32>().ok(),
        _ => text.is_empty().then_some(0),
    };
    let from_first = || FIRST.checked_add(offset(name.strip_prefix("RTMIN")?, '+')?);
    let from_last = || LAST.checked_sub(offset(name.strip_prefix("RTMAX")?, '-')?);
    from_first().or_else(from_last).filter(|number| (FIRST..=LAST).contains(number)).map(Signal)
}

pub(crate) fn run(args: &Args, app: &mut App) -> Outcome {
    if let Some(asked) = &args.list {
        return list(asked, app);
    }
    let signal = args.signal.unwrap_or(Signal::TERM);
    let found = select::find(app, &args.targets, Fields::empty())?;
    let processes = if args.tree { with_descendants(app, &found)? } else { found.processes(app) };
    let is_end = platform::IS_WINDOWS && signal == Signal::TERM;
    let action = if is_end { "end".into() } else { format!("send {signal} to") };
    let done = args.consent.act_on(app, processes, &action, |process| process.send_signal(signal))?;
    let must_end = (args.wait || args.timeout.is_some()) && !args.consent.dry_run;
    let ends = if must_end { wait(args.timeout, &done)? } else { Vec::new() };
    if app.is_json() {
        let processes = done.iter().map(|(process, done)| Sent::new(done, end_of(&ends, process), must_end)).collect();
        app.print_json(&Written {
            signal: signal.0,
            signal_name: signal.name(),
            dry_run: args.consent.dry_run,
            processes,
        })?;
    }
    let sent = note_failures(app, done.iter().map(|(_, done)| done));
    let alive = done.iter().filter(|(process, done)| must_end && done.done && end_of(&ends, process).is_none());
    let alive: Vec<String> = alive.map(|(process, _)| process.pid().to_string()).collect();
    found.outcome(app).and(sent)?;
    if alive.is_empty() {
        return Ok(());
    }
    app.note(format!("still running: {}", alive.join(", ")));
    Err(Failure::Alive)
}

/// The processes and all that descend from them, each once, parents before children.
fn with_descendants(app: &App, found: &Found) -> Outcome<Vec<Process>> {
    let all = app.system.processes(Fields::PPID)?;
    let tree = Tree::new(&all.snapshots);
    let mut seen = HashSet::new();
    let mut processes = Vec::new();
    for root in &found.snapshots {
        let own = root.process(&app.system);
        // A process that took its pid meanwhile has descendants that are none of its.
        let same = tree.get(root.pid).is_some_and(|now| now.start == root.start);
        let below = if same { tree.descendants(root.pid) } else { Vec::new() };
        let is_me = |pid: Pid| pid == std::process::id();
        let below = below.into_iter().filter(|child| !is_me(child.pid)).map(|child| child.process(&app.system));
        processes.extend(
            std::iter::once(own).chain(below).filter(|process| seen.insert((process.pid(), process.start_time()))),
        );
    }
    Ok(processes)
}

/// Waits for all that got the signal; gives those that ended, and how.
fn wait(timeout: Option<Duration>, done: &[(Process, Done)]) -> Outcome<Vec<(Process, Exit)>> {
    let signalled: Vec<Process> =
        done.iter().filter(|(_, done)| done.done).map(|(process, _)| process.clone()).collect();
    Ok(Process::wait_all(&signalled, timeout, |_, _| {})?.gone)
}

fn end_of(ends: &[(Process, Exit)], process: &Process) -> Option<Exit> {
    ends.iter().find(|(ended, _)| ended == process).map(|(_, exit)| *exit)
}

/// What was done, for programs.
#[derive(Serialize)]
struct Written<'a> {
    signal: i32,
    signal_name: Option<&'a str>,
    dry_run: bool,
    processes: Vec<Sent<'a>>,
}

#[derive(Serialize)]
struct Sent<'a> {
    pid: Pid,
    name: Option<&'a str>,
    sent: bool,
    error: Option<&'a str>,
    ended: Option<bool>,
    exit_code: Option<i32>,
    exit_signal: Option<i32>,
}

impl<'a> Sent<'a> {
    fn new(done: &'a Done, end: Option<Exit>, waited: bool) -> Self {
        Self {
            pid: done.pid,
            name: done.name.as_deref(),
            sent: done.done,
            error: done.error.as_deref(),
            ended: waited.then_some(end.is_some()),
            exit_code: match end {
                Some(Exit::Code(code)) => Some(code),
                _ => None,
            },
            exit_signal: match end {
                Some(Exit::Signal(signal)) => Some(signal.0),
                _ => None,
            },
        }
    }
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
    if app.is_json() {
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
        assert_eq!(spelled("sysproc kill -l -9"), "sysproc kill -l 9");
        assert_eq!(spelled("sysproc"), "sysproc");
    }
}
