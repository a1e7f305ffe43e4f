//! The tables of sockets of one network namespace: asked for by sock_diag(7), else read from files.

use std::path::{Path, PathBuf};

use rustix::io::Errno;
use sysproc_decode::bytes::ByteOrder;
use sysproc_decode::linux::net_tcp::net_tcp;
use sysproc_decode::linux::net_unix::net_unix;
use sysproc_decode::linux::sock_diag;
use sysproc_decode::linux::socket::InetSocket;

use super::netlink::Netlink;
use super::socket::{Socket, Unix};
use crate::net::{ConnectionKind, Family};
use crate::sys::linux::files::{file_error, read_optional};
use crate::sys::linux::state::is_own;
use crate::{Process, Result, System};

/// The tables that the kernel keeps.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Table {
    Tcp(Family),
    Udp(Family),
    Unix,
}

impl Table {
    /// The tables that have the sockets of a kind.
    pub(super) fn of(kind: ConnectionKind) -> impl Iterator<Item = Self> {
        let (v4, v6) = (Family::Inet4, Family::Inet6);
        [
            (Self::Tcp(v4), kind.tcp(v4)),
            (Self::Tcp(v6), kind.tcp(v6)),
            (Self::Udp(v4), kind.udp(v4)),
            (Self::Udp(v6), kind.udp(v6)),
            (Self::Unix, kind.unix()),
        ]
        .into_iter()
        .filter_map(|(table, is_asked)| is_asked.then_some(table))
    }

    /// Its name in `/proc/net`.
    fn file(self) -> &'static str {
        match self {
            Self::Tcp(Family::Inet6) => "tcp6",
            Self::Tcp(_) => "tcp",
            Self::Udp(Family::Inet6) => "udp6",
            Self::Udp(_) => "udp",
            Self::Unix => "unix",
        }
    }
}

/// A network namespace.
pub(super) struct Namespace {
    /// Asks for the sockets of the caller's namespace: there if that is this one, and netlink is not forbidden.
    netlink: Option<Netlink>,
    /// Where its files may be; the first that is there counts.
    files: Vec<PathBuf>,
}

impl Namespace {
    /// That of the calling thread; with a proc root that is not the caller's own, that of the machine it is from.
    pub(super) fn of_caller(system: &System) -> Self {
        let proc = &system.roots().proc;
        if is_own(system) {
            return Self { netlink: open(), files: vec![proc.join("thread-self/net"), proc.join("net")] };
        }
        // In the mounted proc of another pid namespace, `net` leads by `self` to the caller's own namespace, or nowhere.
        Self { netlink: None, files: vec![proc.join("1/net"), proc.join("net")] }
    }

    /// That of a process.
    pub(super) fn of_process(process: &Process) -> Self {
        let proc = &process.system().roots().proc;
        let is_ours = || match (name_of(process), name_in(&proc.join("thread-self"))) {
            (Ok(theirs), Ok(ours)) => theirs == ours,
            _ => false,
        };
        let netlink = if is_own(process.system()) && is_ours() { open() } else { None };
        Self { netlink, files: vec![proc.join(process.pid().to_string()).join("net")] }
    }

    /// The sockets of a table.
    pub(super) fn read(&mut self, table: Table) -> Result<Vec<Socket>> {
        // Whatever netlink refuses, as a kernel or a container without this kind of sock_diag, the files may tell.
        if let Some(Ok(sockets)) = self.netlink.as_mut().map(|netlink| ask(netlink, table)) {
            return Ok(sockets);
        }
        self.read_file(table)
    }

    fn read_file(&self, table: Table) -> Result<Vec<Socket>> {
        let mut missing = PathBuf::new();
        for at in &self.files {
            let path = at.join(table.file());
            if let Some(text) = read_optional(&path)? {
                return Ok(decode_file(&text, table));
            }
            missing = path;
        }
        match table {
            // Without IPv6 the kernel has no such tables.
            Table::Tcp(Family::Inet6) | Table::Udp(Family::Inet6) => Ok(Vec::new()),
            _ => Err(file_error(&missing, Errno::NOENT)),
        }
    }
}

/// The name of the namespace of a process, which no other has as long as that is there.
pub(super) fn name_of(process: &Process) -> std::io::Result<PathBuf> {
    name_in(&process.system().roots().proc.join(process.pid().to_string()))
}

fn name_in(folder: &Path) -> std::io::Result<PathBuf> {
    std::fs::read_link(folder.join("ns/net"))
}

fn open() -> Option<Netlink> {
    Netlink::open(Some(rustix::net::netlink::SOCK_DIAG)).ok()
}

fn ask(netlink: &mut Netlink, table: Table) -> std::result::Result<Vec<Socket>, Errno> {
    const TCP: u8 = 6;
    const UDP: u8 = 17;
    let order = ByteOrder::HOST;
    let mut inet = |family, protocol, socket: fn(InetSocket) -> Socket| {
        let family = if family == Family::Inet6 { sock_diag::INET6 } else { sock_diag::INET };
        let request = sock_diag::inet_request(family, protocol, order);
        netlink.dump(sock_diag::BY_FAMILY, &request, |_, answer| sock_diag::inet(answer, order).map(socket))
    };
    match table {
        Table::Tcp(family) => inet(family, TCP, Socket::tcp),
        Table::Udp(family) => inet(family, UDP, Socket::udp),
        Table::Unix => {
            let request = sock_diag::unix_request(order);
            let decode = |_, answer: &[u8]| sock_diag::unix(answer, order).map(Unix::from);
            netlink.dump(sock_diag::BY_FAMILY, &request, decode).map(Socket::unix)
        }
    }
}

fn decode_file(text: &[u8], table: Table) -> Vec<Socket> {
    match table {
        // Those that were not accepted yet have no inode. sock_diag leaves them out.
        Table::Unix => Socket::unix(net_unix(text).filter(|socket| socket.inode.is_some()).map(Unix::from).collect()),
        Table::Tcp(_) => net_tcp(text, ByteOrder::HOST).map(Socket::tcp).collect(),
        Table::Udp(_) => net_tcp(text, ByteOrder::HOST).map(Socket::udp).collect(),
    }
}
