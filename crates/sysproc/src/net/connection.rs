//! Sockets: what one is, and which to ask for.

use std::ffi::OsString;
use std::fmt;
use std::net::SocketAddr;
use std::str::FromStr;

use crate::Pid;

/// The address family of a socket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Family {
    /// `AF_INET`.
    Inet4,
    /// `AF_INET6`.
    Inet6,
    /// `AF_UNIX`.
    Unix,
}

/// The type of a socket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum SocketType {
    /// `SOCK_STREAM`: TCP, and most Unix sockets.
    Stream,
    /// `SOCK_DGRAM`: UDP.
    Datagram,
    /// `SOCK_SEQPACKET`.
    SeqPacket,
    /// Any other, by the system's number.
    Other(u32),
}

/// The state of a TCP connection; [`None`](ConnectionStatus::None) for UDP and Unix sockets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "SCREAMING_SNAKE_CASE"))]
#[allow(missing_docs)]
pub enum ConnectionStatus {
    Established,
    SynSent,
    SynRecv,
    #[cfg_attr(feature = "serde", serde(rename = "FIN_WAIT1"))]
    FinWait1,
    #[cfg_attr(feature = "serde", serde(rename = "FIN_WAIT2"))]
    FinWait2,
    TimeWait,
    Close,
    CloseWait,
    LastAck,
    Listen,
    Closing,
    None,
    /// Windows.
    DeleteTcb,
    /// Solaris.
    Idle,
    /// Solaris.
    Bound,
}

impl ConnectionStatus {
    /// The name, in the field's capitals: `ESTABLISHED`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Established => "ESTABLISHED",
            Self::SynSent => "SYN_SENT",
            Self::SynRecv => "SYN_RECV",
            Self::FinWait1 => "FIN_WAIT1",
            Self::FinWait2 => "FIN_WAIT2",
            Self::TimeWait => "TIME_WAIT",
            Self::Close => "CLOSE",
            Self::CloseWait => "CLOSE_WAIT",
            Self::LastAck => "LAST_ACK",
            Self::Listen => "LISTEN",
            Self::Closing => "CLOSING",
            Self::None => "NONE",
            Self::DeleteTcb => "DELETE_TCB",
            Self::Idle => "IDLE",
            Self::Bound => "BOUND",
        }
    }
}

impl fmt::Display for ConnectionStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// One end of a socket.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(untagged))]
pub enum Endpoint {
    /// An address and port.
    Inet(SocketAddr),
    /// The name of a Unix socket: a path as it was bound, which may be relative; or an abstract name (Linux) with `@` for
    /// the NUL that it begins with. Other NULs in it are kept.
    Unix(#[cfg_attr(feature = "serde", serde(with = "crate::text::escape"))] OsString),
    /// Not bound, not connected, or not known.
    None,
}

/// A socket.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Connection {
    /// The descriptor in the process that holds it; `None` if not known, and on Windows.
    pub fd: Option<u32>,
    /// Its address family.
    pub family: Family,
    /// Its type.
    pub socket_type: SocketType,
    /// The local end.
    pub local: Endpoint,
    /// The remote end. Of a Unix socket the name of its peer, as far as that has one and the system tells it: on Linux
    /// `sock_diag(7)` does, `/proc/net/unix` does not.
    pub remote: Endpoint,
    /// The state of a TCP connection.
    pub status: ConnectionStatus,
    /// The process that holds it; `None` if there is none, as in `TIME_WAIT`, or the caller may not know it.
    pub pid: Option<Pid>,
}

/// Which sockets to ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[allow(missing_docs)]
pub enum ConnectionKind {
    /// Everything below.
    All,
    /// TCP and UDP over IPv4 and IPv6.
    #[default]
    Inet,
    Inet4,
    Inet6,
    Tcp,
    Tcp4,
    Tcp6,
    Udp,
    Udp4,
    Udp6,
    Unix,
}

impl ConnectionKind {
    /// Every kind, with its name.
    pub const NAMES: [(&'static str, Self); 11] = [
        ("all", Self::All),
        ("inet", Self::Inet),
        ("inet4", Self::Inet4),
        ("inet6", Self::Inet6),
        ("tcp", Self::Tcp),
        ("tcp4", Self::Tcp4),
        ("tcp6", Self::Tcp6),
        ("udp", Self::Udp),
        ("udp4", Self::Udp4),
        ("udp6", Self::Udp6),
        ("unix", Self::Unix),
    ];

    /// Whether TCP sockets of this family are asked for.
    #[must_use]
    pub const fn tcp(self, family: Family) -> bool {
        match family {
            Family::Inet4 => matches!(self, Self::All | Self::Inet | Self::Inet4 | Self::Tcp | Self::Tcp4),
            Family::Inet6 => matches!(self, Self::All | Self::Inet | Self::Inet6 | Self::Tcp | Self::Tcp6),
            Family::Unix => false,
        }
    }

    /// Whether UDP sockets of this family are asked for.
    #[must_use]
    pub const fn udp(self, family: Family) -> bool {
        match family {
            Family::Inet4 => matches!(self, Self::All | Self::Inet | Self::Inet4 | Self::Udp | Self::Udp4),
            Family::Inet6 => matches!(self, Self::All | Self::Inet | Self::Inet6 | Self::Udp | Self::Udp6),
            Family::Unix => false,
        }
    }

    /// Whether Unix sockets are asked for.
    #[must_use]
    pub const fn unix(self) -> bool {
        matches!(self, Self::All | Self::Unix)
    }
}

/// A text that names no [`ConnectionKind`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseKindError(String);

impl fmt::Display for ParseKindError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = ConnectionKind::NAMES.iter().map(|(name, _)| *name).collect();
        write!(f, "no kind of connections is called {:?}; there are {}", self.0, names.join(", "))
    }
}

impl std::error::Error for ParseKindError {}

impl FromStr for ConnectionKind {
    type Err = ParseKindError;

    fn from_str(text: &str) -> Result<Self, ParseKindError> {
        let found = Self::NAMES.iter().find(|(name, _)| *name == text);
        found.map(|(_, kind)| *kind).ok_or_else(|| ParseKindError(text.to_owned()))
    }
}
