//! `sysproc netstat`: lists sockets.

use std::collections::{HashMap, HashSet};
use std::ffi::OsString;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use sysproc::net::{Connection, ConnectionKind, ConnectionStatus, Endpoint, Family, SocketType};
use sysproc::process::Fields;
use sysproc::{Pid, Process};

use crate::app::{App, Format};
use crate::failure::{Failure, Outcome};
use crate::render::{Head, Line, Role, Table, safe};
use crate::select::{self, Found, Selector};
use crate::sheet::{Sheet, seen};
use crate::sockets::{self, Services, endpoint, protocol, services, state};
use crate::updates::Updates;
use crate::value::Value;

pub(crate) const HELP: &str = "\
Kinds: all, inet (the default), inet4, inet6, tcp, tcp4, tcp6, udp, udp4, udp6, unix.

Ports are shown by their names in the system's list of services, addresses always as numbers. A socket that several \
processes hold has a line for each. -0 prints the pids.

Examples:
  sysproc netstat --listening --numeric
  sysproc netstat tcp --state established,close_wait
  sysproc netstat --port 443 --process nginx
  sysproc netstat unix --watch 2
  sysproc netstat --json | jq '.connections[] | select(.local_port == 80)'
";

/// Every state of TCP, as it is asked for.
const STATES: [(&str, ConnectionStatus); 14] = [
    ("established", ConnectionStatus::Established),
    ("syn_sent", ConnectionStatus::SynSent),
    ("syn_recv", ConnectionStatus::SynRecv),
    ("fin_wait1", ConnectionStatus::FinWait1),
    ("fin_wait2", ConnectionStatus::FinWait2),
    ("time_wait", ConnectionStatus::TimeWait),
    ("close", ConnectionStatus::Close),
    ("close_wait", ConnectionStatus::CloseWait),
    ("last_ack", ConnectionStatus::LastAck),
    ("listen", ConnectionStatus::Listen),
    ("closing", ConnectionStatus::Closing),
    ("delete_tcb", ConnectionStatus::DeleteTcb),
    ("idle", ConnectionStatus::Idle),
    ("bound", ConnectionStatus::Bound),
];

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The kinds of sockets to list
    #[arg(value_name = "KIND", value_parser = kinds(), hide_possible_values = true)]
    kinds: Vec<ConnectionKind>,
    /// Only those that wait for others to connect (TCP) or to send (UDP)
    #[arg(short, long)]
    listening: bool,
    /// Only TCP connections in these states
    #[arg(short, long, value_name = "STATE,...", value_delimiter = ',', value_parser = states(), ignore_case = true)]
    state: Vec<ConnectionStatus>,
    /// Only those with one of these ports on either end
    #[arg(short, long, value_name = "PORT,...", value_delimiter = ',')]
    port: Vec<u16>,
    /// Only those that these processes hold: a pid, an exact name, another selector (see --help)
    #[arg(short = 'P', long, value_name = "SELECTOR", value_parser = Selector::parse)]
    process: Vec<Selector>,
    /// Show ports as numbers
    #[arg(short, long)]
    numeric: bool,
    #[command(flatten)]
    updates: Updates,
}

fn kinds() -> impl TypedValueParser<Value = ConnectionKind> {
    PossibleValuesParser::new(ConnectionKind::NAMES.map(|(name, _)| name)).try_map(|name| name.parse())
}

fn states() -> impl TypedValueParser<Value = ConnectionStatus> {
    let find = |name: String| STATES.iter().find(|(known, _)| known.eq_ignore_ascii_case(&name)).map(|(_, s)| *s);
    PossibleValuesParser::new(STATES.map(|(name, _)| name)).try_map(move |name| find(name).ok_or("no such state"))
}

pub(crate) fn run(args: &Args, app: &mut App) -> Outcome {
    let mut is_missing = false;
    args.updates.each(app, |app| {
        let (sockets, holders) = find(args, app)?;
        show(args, app, &sockets)?;
        is_missing = holders.outcome(app).is_err();
        Ok(())
    })?;
    if is_missing { Err(Failure::Noted) } else { Ok(()) }
}

fn show(args: &Args, app: &mut App, sockets: &[Connection]) -> Outcome {
    let names = names(app);
    note_hidden(app, sockets);
    if app.format != Format::Text {
        return app.print_sheet(&sheet(sockets, &names)).map(drop);
    }
    let services = if args.numeric { Services::new() } else { services(app) };
    let mut table = Table::new([
        Head::left("PROTO"),
        Head::left("LOCAL").shortest(15),
        Head::left("REMOTE").shortest(15),
        Head::left("STATE").rank(1),
        Head::right("PID"),
        Head::left("PROCESS").shortest(8),
    ]);
    for socket in sockets {
        let proto = protocol(socket);
        let faint = |text: &str| Line::new().with(Role::Faint, text);
        table.row([
            proto.into(),
            endpoint(&socket.local, proto, &services),
            endpoint(&socket.remote, proto, &services),
            state(socket.status),
            socket.pid.map_or_else(|| faint("-"), |pid| pid.to_string().into()),
            match socket.pid.and_then(|pid| names.get(&pid)) {
                Some(name) => Line::new().with(Role::Name, safe(name)),
                None => faint("-"),
            },
        ]);
    }
    let (lines, _) = table.lines(app.width);
    app.print(&lines)
}

/// The sockets that are asked for, each once, by protocol and local end; and the processes that must hold them.
fn find(args: &Args, app: &App) -> Outcome<(Vec<Connection>, Found)> {
    let kinds = if args.kinds.is_empty() { &[ConnectionKind::Inet][..] } else { &args.kinds };
    let mut sockets = Vec::new();
    for kind in kinds {
        sockets.extend(app.system.net_connections(*kind)?);
    }
    sockets.retain(|socket| !args.listening || listens(socket));
    sockets.retain(|socket| args.state.is_empty() || args.state.contains(&socket.status));
    sockets.retain(|socket| {
        args.port.is_empty() || [&socket.local, &socket.remote].iter().any(|end| sockets::has_port(end, &args.port))
    });
    let mut holders = Found::default();
    if !args.process.is_empty() {
        holders = select::find(app, &args.process, Fields::empty())?;
        let pids: HashSet<Pid> = holders.snapshots.iter().map(|process| process.pid).collect();
        sockets.retain(|socket| socket.pid.is_some_and(|pid| pids.contains(&pid)));
    }
    let order = |s: &Connection| {
        (s.family == Family::Unix, s.socket_type, s.family, s.local.clone(), s.remote.clone(), s.pid, s.fd)
    };
    sockets.sort_by_cached_key(order);
    if kinds.len() > 1 {
        // Two kinds can have sockets in common. Within one kind, equal lines are different sockets.
        sockets.dedup();
    }
    Ok((sockets, holders))
}

/// Whether others may connect or send to it. Of Unix sockets that is not known.
fn listens(socket: &Connection) -> bool {
    let unconnected = socket.remote == Endpoint::None && socket.local != Endpoint::None;
    match socket.family {
        Family::Unix => false,
        _ if socket.socket_type == SocketType::Stream => socket.status == ConnectionStatus::Listen,
        _ => unconnected,
    }
}

/// The name of each process.
fn names(app: &mut App) -> HashMap<Pid, OsString> {
    let listing = app.system.processes(Fields::NAME);
    let processes = app.part("names of processes", listing).unwrap_or_default().snapshots;
    processes.into_iter().filter_map(|process| Some((process.pid, process.name.into_value()?))).collect()
}

/// Says once that owners are missing for want of rights.
fn note_hidden(app: &mut App, sockets: &[Connection]) {
    // What is left of a closed connection belongs to nobody.
    let orphan = |s: &&Connection| matches!(s.status, ConnectionStatus::TimeWait | ConnectionStatus::SynRecv);
    let hidden = sockets.iter().filter(|socket| socket.pid.is_none() && !orphan(socket)).count();
    let me = Process::current().and_then(|me| me.uids());
    if hidden > 0 && me.is_ok_and(|me| me.effective != 0) {
        app.note_kept(&format!("who holds {hidden} of these sockets"), "it");
    }
}

/// The sockets, for programs.
fn sheet(sockets: &[Connection], names: &HashMap<Pid, OsString>) -> Sheet {
    let column = |key| seen(key, Head::left(""));
    let mut headings = sockets::headings();
    headings.extend(["pid", "fd", "process_name"].map(column));
    let mut sheet = Sheet::new("connections", headings).named_by("pid");
    for socket in sockets {
        let mut row = sockets::values(socket);
        let name = socket.pid.and_then(|pid| names.get(&pid)).cloned();
        row.extend([
            Value::or_unknown(socket.pid, |pid| Value::Count(pid.into())),
            Value::or_unknown(socket.fd, |fd| Value::Count(fd.into())),
            Value::or_unknown(name, Value::Text),
        ]);
        sheet.row(row);
    }
    sheet
}
