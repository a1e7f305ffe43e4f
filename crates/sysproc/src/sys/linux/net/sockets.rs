//! The sockets of a network namespace, and the processes that hold them.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

use super::namespace::{Namespace, Table};
use super::socket::Socket;
use crate::net::{Connection, ConnectionKind};
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
        if sockets.list.len() == wanted.len() {
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
struct Sockets {
    list: Vec<Connection>,
    /// Where in the list the socket of an inode is.
    places: HashMap<u64, usize, BuildHasherDefault<InodeHasher>>,
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
        self.holders.extend(self.places.get(&inode).map(|place| (*place, pid, fd)));
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
            match inode.map(|inode| self.places.entry(inode)) {
                // A socket that changes its state while a table is read can be in it twice.
                Some(Entry::Occupied(_)) => continue,
                Some(Entry::Vacant(entry)) => {
                    entry.insert(self.list.len());
                }
                None => {}
            }
            self.list.push(connection);
        }
    }
}
