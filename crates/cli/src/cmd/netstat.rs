//! `sysproc netstat`: lists sockets.

use std::collections::{BTreeMap, HashMap};
use std::ffi::OsString;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use serde::Serialize;
use sysproc::net::{Connection, ConnectionKind, ConnectionStatus, Endpoint, Family, SocketType};
use sysproc::process::Fields;
use sysproc::{Pid, Process};

use crate::app::App;
use crate::failure::Outcome;
use crate::platform;
use crate::render::{Head, Line, Role, Table, safe};

pub(crate) const HELP: &str = "\
Kinds: all, inet (the default), inet4, inet6, tcp, tcp4, tcp6, udp, udp4, udp6, unix.

Ports are shown by their names in the system's list of services, addresses always as numbers. A socket that several \
processes hold has a line for each.

Examples:
  sysproc netstat --listening --numeric
  sysproc netstat tcp --state established,close_wait
  sysproc netstat unix
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
    /// Show ports as numbers
    #[arg(short, long)]
    numeric: bool,
}

fn kinds() -> impl TypedValueParser<Value = ConnectionKind> {
    PossibleValuesParser::new(ConnectionKind::NAMES.map(|(name, _)| name)).try_map(|name| name.parse())
}

fn states() -> impl TypedValueParser<Value = ConnectionStatus> {
    let find = |name: String| STATES.iter().find(|(known, _)| known.eq_ignore_ascii_case(&name)).map(|(_, s)| *s);
    PossibleValuesParser::new(STATES.map(|(name, _)| name)).try_map(move |name| find(name).ok_or("no such state"))
}

pub(crate) fn run(args: &Args, app: &mut App) -> Outcome {
    let sockets = find(args, app)?;
    let names = names(app);
    note_hidden(app, &sockets);
    if app.is_json() {
        let name = |pid: Option<Pid>| pid.and_then(|pid| names.get(&pid)).map(|name| sysproc::escape_text(name));
        let connections = sockets.iter().map(|socket| Written::new(socket, name(socket.pid))).collect();
        return app.print_json(&BTreeMap::<_, Vec<Written>>::from([("connections", connections)]));
    }
    let services = if args.numeric { HashMap::new() } else { services(app) };
    let mut table = Table::new([
        Head::left("PROTO"),
        Head::left("LOCAL").shortest(15),
        Head::left("REMOTE").shortest(15),
        Head::left("STATE").rank(1),
        Head::right("PID"),
        Head::left("PROCESS").shortest(8),
    ]);
    for socket in &sockets {
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

/// The sockets that are asked for, each once, by protocol and local end.
fn find(args: &Args, app: &App) -> Outcome<Vec<Connection>> {
    let kinds = if args.kinds.is_empty() { &[ConnectionKind::Inet][..] } else { &args.kinds };
    let mut sockets = Vec::new();
    for kind in kinds {
        sockets.extend(app.system.net_connections(*kind)?);
    }
    sockets.retain(|socket| !args.listening || listens(socket));
    sockets.retain(|socket| args.state.is_empty() || args.state.contains(&socket.status));
    let order = |s: &Connection| {
        (s.family == Family::Unix, s.socket_type, s.family, s.local.clone(), s.remote.clone(), s.pid, s.fd)
    };
    sockets.sort_by_cached_key(order);
    if kinds.len() > 1 {
        // Two kinds can have sockets in common. Within one kind, equal lines are different sockets.
        sockets.dedup();
    }
    Ok(sockets)
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
        app.note(format!("kept from you: who holds {hidden} of these sockets; root sees it"));
    }
}

fn protocol(socket: &Connection) -> &'static str {
    match (socket.family, socket.socket_type) {
        (Family::Inet4, SocketType::Stream) => "tcp",
        (Family::Inet6, SocketType::Stream) => "tcp6",
        (Family::Inet4, SocketType::Datagram) => "udp",
        (Family::Inet6, SocketType::Datagram) => "udp6",
        (Family::Inet4 | Family::Inet6, _) => "raw",
        (Family::Unix, SocketType::Stream) => "unix stream",
        (Family::Unix, SocketType::Datagram) => "unix dgram",
        (Family::Unix, SocketType::SeqPacket) => "unix seqpacket",
        (Family::Unix, SocketType::Other(_)) => "unix",
    }
}

type Services = HashMap<(u16, &'static str), String>;

/// The names of ports: lines of `name port/protocol aliases # comment`.
fn services(app: &App) -> Services {
    let etc = app.root.as_ref().map_or_else(|| PathBuf::from("/etc"), |root| root.join("etc"));
    // Without the file, ports are numbers.
    let text = std::fs::read(etc.join(platform::SERVICES)).unwrap_or_default();
    let mut services = Services::new();
    for line in String::from_utf8_lossy(&text).lines() {
        let mut words = line.split('#').next().unwrap_or_default().split_ascii_whitespace();
        let (Some(name), Some((port, protocol))) = (words.next(), words.next().and_then(|w| w.split_once('/'))) else {
            continue;
        };
        let protocol = ["tcp", "udp"].into_iter().find(|known| *known == protocol);
        if let (Ok(port), Some(protocol)) = (port.parse(), protocol) {
            services.entry((port, protocol)).or_insert_with(|| name.to_owned());
        }
    }
    services
}

fn endpoint(end: &Endpoint, protocol: &'static str, services: &Services) -> Line {
    match end {
        Endpoint::None => Line::new().with(Role::Faint, "-"),
        Endpoint::Unix(name) => safe(name).as_ref().into(),
        Endpoint::Inet(address) => {
            let base = if protocol.starts_with("tcp") { "tcp" } else { "udp" };
            let port = match services.get(&(address.port(), base)) {
                Some(name) => safe(name.as_ref()).into_owned(),
                None => address.port().to_string(),
            };
            let host = match host(address) {
                ip if address.is_ipv6() => format!("[{ip}]"),
                ip => ip,
            };
            Line::new().with(Role::Plain, host).with(Role::Faint, ":").with(Role::Plain, port)
        }
    }
}

/// The address, with the scope of a link-local one.
fn host(address: &SocketAddr) -> String {
    match address {
        SocketAddr::V6(v6) if v6.scope_id() != 0 => format!("{}%{}", v6.ip(), v6.scope_id()),
        _ => IpAddr::to_string(&address.ip()),
    }
}

fn state(status: ConnectionStatus) -> Line {
    let role = match status {
        ConnectionStatus::None => return Line::new().with(Role::Faint, "-"),
        ConnectionStatus::Listen => Role::Good,
        ConnectionStatus::Established => Role::Plain,
        ConnectionStatus::CloseWait => Role::Warning,
        _ => Role::Faint,
    };
    Line::new().with(role, status.as_str())
}

/// A socket, for programs.
#[derive(Serialize)]
struct Written {
    family: Family,
    #[serde(rename = "type")]
    socket_type: SocketType,
    local_address: Option<String>,
    local_port: Option<u16>,
    remote_address: Option<String>,
    remote_port: Option<u16>,
    status: Option<&'static str>,
    pid: Option<Pid>,
    fd: Option<u32>,
    process_name: Option<String>,
}

impl Written {
    fn new(socket: &Connection, process_name: Option<String>) -> Self {
        let address = |end: &Endpoint| match end {
            Endpoint::Inet(address) => Some(host(address)),
            Endpoint::Unix(name) => Some(sysproc::escape_text(name)),
            Endpoint::None => None,
        };
        let port = |end: &Endpoint| match end {
            Endpoint::Inet(address) => Some(address.port()),
            _ => None,
        };
        Self {
            family: socket.family,
            socket_type: socket.socket_type,
            local_address: address(&socket.local),
            local_port: port(&socket.local),
            remote_address: address(&socket.remote),
            remote_port: port(&socket.remote),
            status: Some(socket.status).filter(|s| *s != ConnectionStatus::None).map(ConnectionStatus::as_str),
            pid: socket.pid,
            fd: socket.fd,
            process_name,
        }
    }
}
