//! Sockets: how their protocols, ends and states are written.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};

use sysproc::net::{Connection, ConnectionStatus, Endpoint, Family, SocketType};

use crate::app::App;
use crate::platform;
use crate::render::Head;
use crate::render::{Line, Role, safe};
use crate::sheet::{Heading, seen};
use crate::value::Value;

pub(crate) fn protocol(socket: &Connection) -> &'static str {
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

pub(crate) type Services = HashMap<(u16, &'static str), String>;

/// The names of ports: lines of `name port/protocol aliases # comment`.
pub(crate) fn services(app: &App) -> Services {
    let file = app.root.as_ref().map_or_else(platform::services_file, |root| root.join("etc/services"));
    // Without the file, ports are numbers.
    let text = std::fs::read(file).unwrap_or_default();
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

pub(crate) fn endpoint(end: &Endpoint, protocol: &'static str, services: &Services) -> Line {
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
pub(crate) fn host(address: &SocketAddr) -> String {
    match address {
        SocketAddr::V6(v6) if v6.scope_id() != 0 => format!("{}%{}", v6.ip(), v6.scope_id()),
        _ => IpAddr::to_string(&address.ip()),
    }
}

pub(crate) fn state(status: ConnectionStatus) -> Line {
    let role = match status {
        ConnectionStatus::None => return Line::new().with(Role::Faint, "-"),
        ConnectionStatus::Listen => Role::Good,
        ConnectionStatus::Established => Role::Plain,
        ConnectionStatus::CloseWait => Role::Warning,
        _ => Role::Faint,
    };
    Line::new().with(role, status.as_str())
}

/// Whether an end has one of these ports.
pub(crate) fn has_port(end: &Endpoint, ports: &[u16]) -> bool {
    matches!(end, Endpoint::Inet(address) if ports.contains(&address.port()))
}

/// A socket in a few words: its ends and its state.
pub(crate) fn described(socket: &Connection) -> String {
    let end = |end: &Endpoint| match end {
        Endpoint::Inet(address) if address.is_ipv6() => Some(format!("[{}]:{}", host(address), address.port())),
        Endpoint::Inet(address) => Some(format!("{}:{}", host(address), address.port())),
        Endpoint::Unix(name) => Some(name.to_string_lossy().into_owned()),
        Endpoint::None => None,
    };
    let ends = match (end(&socket.local), end(&socket.remote)) {
        (Some(local), Some(remote)) => format!("{local} -> {remote}"),
        (Some(local), None) => local,
        (None, Some(remote)) => format!("-> {remote}"),
        (None, None) => "not bound".into(),
    };
    match socket.status {
        ConnectionStatus::None => ends,
        status => format!("{ends} ({})", status.as_str()),
    }
}

/// The keys of a socket, for programs.
pub(crate) fn headings() -> Vec<Heading> {
    let column = |key| seen(key, Head::left(""));
    let keys = ["family", "type", "local_address", "local_port", "remote_address", "remote_port", "status"];
    keys.map(column).to_vec()
}

/// The values of a socket, for programs.
pub(crate) fn values(socket: &Connection) -> Vec<Value> {
    let address = |end: &Endpoint| match end {
        Endpoint::Inet(address) => Value::text(host(address)),
        Endpoint::Unix(name) => Value::Text(name.clone()),
        Endpoint::None => Value::Unknown,
    };
    let port = |end: &Endpoint| match end {
        Endpoint::Inet(address) => Value::Count(address.port().into()),
        _ => Value::Unknown,
    };
    let family = match socket.family {
        Family::Inet4 => "inet4",
        Family::Inet6 => "inet6",
        Family::Unix => "unix",
    };
    let kind = match socket.socket_type {
        SocketType::Stream => Value::text("stream"),
        SocketType::Datagram => Value::text("datagram"),
        SocketType::SeqPacket => Value::text("seq_packet"),
        SocketType::Other(number) => Value::Number(number.into()),
    };
    let status = Some(socket.status).filter(|status| *status != ConnectionStatus::None);
    let (local, remote) = (&socket.local, &socket.remote);
    let status = Value::or_unknown(status, |status| Value::text(status.as_str()));
    vec![Value::text(family), kind, address(local), port(local), address(remote), port(remote), status]
}
