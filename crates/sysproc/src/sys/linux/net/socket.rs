//! A socket as the kernel tells of it, in the library's words.

use std::collections::HashMap;
use std::ffi::OsString;
use std::net::SocketAddr;
use std::os::unix::ffi::OsStringExt;

use sysproc_decode::linux::socket::{InetSocket, UnixName, UnixSocket};

use crate::net::{Connection, ConnectionStatus, Endpoint, Family, SocketType};

/// A socket, and the inode by which the descriptors of it are found.
pub(super) struct Socket {
    pub(super) inode: Option<u64>,
    pub(super) connection: Connection,
}

impl Socket {
    pub(super) fn tcp(socket: InetSocket) -> Self {
        Self::inet(socket, SocketType::Stream, tcp_status(socket.state))
    }

    /// The kernel gives these a state of TCP as well, which says no more than that they are connected or not.
    pub(super) fn udp(socket: InetSocket) -> Self {
        Self::inet(socket, SocketType::Datagram, ConnectionStatus::None)
    }

    fn inet(socket: InetSocket, socket_type: SocketType, status: ConnectionStatus) -> Self {
        let endpoint = |at: SocketAddr| match at.port() {
            0 if at.ip().is_unspecified() => Endpoint::None,
            _ => Endpoint::Inet(at),
        };
        let connection = Connection {
            fd: None,
            family: if socket.local.is_ipv6() { Family::Inet6 } else { Family::Inet4 },
            socket_type,
            local: endpoint(socket.local),
            remote: endpoint(socket.remote),
            status,
            pid: None,
        };
        Self { inode: socket.inode, connection }
    }

    /// All Unix sockets of a namespace: each is told the name of its peer.
    pub(super) fn unix(sockets: Vec<Unix>) -> Vec<Self> {
        let names: HashMap<u64, OsString> =
            sockets.iter().filter_map(|socket| Some((socket.inode?, socket.name.clone()?))).collect();
        let endpoint = |name: Option<OsString>| name.map_or(Endpoint::None, Endpoint::Unix);
        let named = |socket: Unix| Self {
            inode: socket.inode,
            connection: Connection {
                fd: None,
                family: Family::Unix,
                socket_type: socket.socket_type,
                local: endpoint(socket.name),
                remote: endpoint(socket.peer.and_then(|peer| names.get(&peer).cloned())),
                status: ConnectionStatus::None,
                pid: None,
            },
        };
        sockets.into_iter().map(named).collect()
    }
}

/// By the numbers of `include/net/tcp_states.h`.
fn tcp_status(state: u8) -> ConnectionStatus {
    match state {
        1 => ConnectionStatus::Established,
        2 => ConnectionStatus::SynSent,
        // TCP_NEW_SYN_RECV: the same, without a whole socket yet.
        3 | 12 => ConnectionStatus::SynRecv,
        4 => ConnectionStatus::FinWait1,
        5 => ConnectionStatus::FinWait2,
        6 => ConnectionStatus::TimeWait,
        7 => ConnectionStatus::Close,
        8 => ConnectionStatus::CloseWait,
        9 => ConnectionStatus::LastAck,
        10 => ConnectionStatus::Listen,
        11 => ConnectionStatus::Closing,
        _ => ConnectionStatus::None,
    }
}

/// A Unix socket that knows its peer by the inode alone.
pub(super) struct Unix {
    inode: Option<u64>,
    socket_type: SocketType,
    name: Option<OsString>,
    peer: Option<u64>,
}

impl From<UnixSocket<'_>> for Unix {
    fn from(socket: UnixSocket<'_>) -> Self {
        let name = socket.name.map(|name| match name {
            UnixName::Path(path) => path.to_vec(),
            UnixName::Abstract(name) => [b"@", name].concat(),
        });
        Self {
            inode: socket.inode,
            socket_type: match socket.socket_type {
                1 => SocketType::Stream,
                2 => SocketType::Datagram,
                5 => SocketType::SeqPacket,
                other => SocketType::Other(other.into()),
            },
            name: name.map(OsString::from_vec),
            peer: socket.peer,
        }
    }
}
