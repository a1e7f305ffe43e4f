//! The sockets of a network namespace, and the processes that hold them.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

use super::namespace::{Namespace, Table};
use super::socket::Socket;
use crate::net::{Connection, ConnectionKind, Family, SocketType};
use crate::sys::linux::fds;
use crate::{Pid, Process, Result, System};

pub(crate) fn connections(system: &System, kind: ConnectionKind, owners: bool) -> Result<Vec<Connection>> {
    let mut namespace = Namespace::of_caller(system);
    let mut sockets = Sockets::default();
    for table in Table::of(kind) {
        sockets.extend(namespace.read(table)?);
    }
    if owners {
        fds::for_each_socket_of_all(system, |pid, fd, inode| sockets.hold(inode, pid, fd))?;
    }
    Ok(sockets.into_connections())
}

/// The sockets of a process that are in its network namespace, from all that it holds: inode and descriptor.
pub(in crate::sys::linux) fn connections_of(
    process: &Process,
    kind: ConnectionKind,
    held: &[(u64, u32)],
) -> Result<Vec<Connection>> {
    let wanted: HashSet<u64> = held.iter().map(|(inode, _)| *inode).collect();
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let mut namespace = Namespace::of_process(process);
    let mut sockets = Sockets::default();
    for table in Table::of(kind) {
        let is_wanted = |socket: &Socket| socket.inode.is_some_and(|inode| wanted.contains(&inode));
        sockets.extend(namespace.read(table)?.into_iter().filter(is_wanted));
        if sockets.places.len() == wanted.len() {
            break;
        }
    }
    for (inode, fd) in held {
        sockets.hold(*inode, process.pid(), *fd);
    }
    Ok(sockets.into_connections())
}

/// Sockets in the order of the kernel's tables, and who holds them.
#[derive(Default)]
pub(super) struct Sockets {
    list: Vec<Connection>,
    /// Where in the list the socket of an inode is, the first if it has several.
    places: HashMap<u64, usize, BuildHasherDefault<InodeHasher>>,
    /// Where the others are: all connections of an MPTCP socket have its inode.
    more: HashMap<u64, Vec<usize>, BuildHasherDefault<InodeHasher>>,
    /// By place in the list.
    holders: Vec<(usize, Pid, u32)>,
}

/// Spreads numbers that the kernel counts up; nobody outside can choose them to collide.
#[derive(Default)]
struct InodeHasher(u64);

impl Hasher for InodeHasher {
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64(self.0 ^ u64::from(*byte)));
    }

    fn write_u64(&mut self, number: u64) {
        /// 2⁶⁴ divided by the golden ratio.
        const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;
        self.0 = number.wrapping_mul(SPREAD);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

impl Sockets {
    fn hold(&mut self, inode: u64, pid: Pid, fd: u32) {
        let Some(first) = self.places.get(&inode) else { return };
        self.holders.push((*first, pid, fd));
        self.holders.extend(self.more.get(&inode).into_iter().flatten().map(|place| (*place, pid, fd)));
    }

    /// What a process holds of these, by inode and descriptor, in the same order.
    pub(super) fn held_by(&self, pid: Pid, held: &[(u64, u32)]) -> Vec<Connection> {
        let mut places = Vec::with_capacity(held.len());
        for (inode, fd) in held {
            let Some(first) = self.places.get(inode) else { continue };
            places.push((*first, *fd));
            places.extend(self.more.get(inode).into_iter().flatten().map(|place| (*place, *fd)));
        }
        places.sort_unstable();
        let connection = |(place, fd): (usize, u32)| {
            let socket = self.list.get(place)?.clone();
            Some(Connection { pid: Some(pid), fd: Some(fd), ..socket })
        };
        places.into_iter().filter_map(connection).collect()
    }

    /// Each socket once for each descriptor of it, or once without one.
    fn into_connections(mut self) -> Vec<Connection> {
        if self.holders.is_empty() {
            return self.list;
        }
        self.holders.sort_unstable();
        let mut holders = self.holders.into_iter().peekable();
        let mut connections = Vec::with_capacity(self.list.len());
        for (place, socket) in self.list.into_iter().enumerate() {
            let mut is_held = false;
            while let Some((_, pid, fd)) = holders.next_if(|(held, ..)| *held == place) {
                connections.push(Connection { pid: Some(pid), fd: Some(fd), ..socket.clone() });
                is_held = true;
            }
            if !is_held {
                connections.push(socket);
            }
        }
        connections
    }
}

impl Extend<Socket> for Sockets {
    fn extend<I: IntoIterator<Item = Socket>>(&mut self, sockets: I) {
        for Socket { inode, connection } in sockets {
            if let Some(inode) = inode {
                let place = self.list.len();
                match self.places.entry(inode) {
                    Entry::Vacant(entry) => _ = entry.insert(place),
                    Entry::Occupied(first) => {
                        let others = self.more.get(&inode).into_iter().flatten();
                        let is_known = others
                            .chain([first.get()])
                            .filter_map(|place| self.list.get(*place))
                            .any(|known| is_same(known, &connection));
                        if is_known {
                            continue;
                        }
                        self.more.entry(inode).or_default().push(place);
                    }
                }
            }
            self.list.push(connection);
        }
    }
}

/// Whether two sockets with one inode are one: a socket that changes its state while a table is read can be in it twice.
fn is_same(one: &Connection, other: &Connection) -> bool {
    let is_tcp = one.socket_type == SocketType::Stream && one.family != Family::Unix;
    !is_tcp || (one.family, &one.local, &one.remote) == (other.family, &other.local, &other.remote)
}

#[cfg(test)]
mod tests {
    use sysproc_decode::linux::socket::InetSocket;

    use super::*;
    use crate::net::Endpoint;

    fn tcp(inode: u64, remote: &str, state: u8) -> Socket {
        let (local, remote) = ("192.0.2.1:80".parse().unwrap(), remote.parse().unwrap());
        Socket::tcp(InetSocket { local, remote, state, inode: Some(inode) })
    }

    #[test]
    fn connections_of_one_socket_and_one_connection_twice() {
        let (one, two, three) = ("192.0.2.7:1", "192.0.2.7:2", "192.0.2.8:1");
        let mut sockets = Sockets::default();
        let rows = [(5, one), (6, two), (5, three), (5, one), (5, two), (6, two), (5, three)];
        sockets.extend(rows.into_iter().zip(1..).map(|((inode, remote), state)| tcp(inode, remote, state)));
        for (inode, pid, fd) in [(5, 100, 3), (6, 100, 4), (5, 200, 9), (7, 100, 5)] {
            sockets.hold(inode, pid, fd);
        }
        let found: Vec<_> = sockets.into_connections().into_iter().map(|one| (one.remote, one.pid, one.fd)).collect();
        let held = |remote: &str, pid, fd| (Endpoint::Inet(remote.parse().unwrap()), Some(pid), Some(fd));
        let expected = [
            held(one, 100, 3),
            held(one, 200, 9),
            held(two, 100, 4),
            held(three, 100, 3),
            held(three, 200, 9),
            held(two, 100, 3),
            held(two, 200, 9),
        ];
        assert_eq!(found, expected);
    }
}
