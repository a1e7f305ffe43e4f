//! The sockets of a network namespace, and the processes that hold them.

use std::collections::{HashMap, HashSet};

use super::namespace::{Namespace, Table};
use super::socket::Socket;
use crate::net::{Connection, ConnectionKind};
use crate::sys::linux::fds;
use crate::{Pid, Process, Result, System};

/// A descriptor of a socket, by the socket's place in a list.
type Holder = (usize, Pid, u32);

pub(crate) fn connections(system: &System, kind: ConnectionKind, owners: bool) -> Result<Vec<Connection>> {
    let mut namespace = Namespace::of_caller(system);
    let mut seen = HashSet::new();
    let mut sockets = Vec::new();
    for table in Table::of(kind) {
        // A socket that changes its state while a table is read can be in it twice.
        let once = |socket: &Socket| socket.inode.is_none_or(|inode| seen.insert(inode));
        sockets.extend(namespace.read(table)?.into_iter().filter(once));
    }
    let mut holders = Vec::new();
    if owners {
        let places = places(&sockets);
        fds::for_each_socket_of_all(system, |pid, fd, inode| {
            holders.extend(places.get(&inode).map(|place| (*place, pid, fd)));
        })?;
    }
    Ok(with_holders(sockets, holders))
}

/// The sockets of a process that are in its network namespace, from all that it holds: inode and descriptor.
pub(in crate::sys::linux) fn connections_of(
    process: &Process,
    kind: ConnectionKind,
    held: &[(u64, u32)],
) -> Result<Vec<Connection>> {
    if held.is_empty() {
        return Ok(Vec::new());
    }
    let mut namespace = Namespace::of_process(process);
    let mut missing: HashSet<u64> = held.iter().map(|(inode, _)| *inode).collect();
    let mut sockets = Vec::new();
    for table in Table::of(kind) {
        if missing.is_empty() {
            break;
        }
        let wanted = |socket: &Socket| socket.inode.is_some_and(|inode| missing.remove(&inode));
        sockets.extend(namespace.read(table)?.into_iter().filter(wanted));
    }
    let places = places(&sockets);
    let holder = |(inode, fd): &(u64, u32)| Some((*places.get(inode)?, process.pid(), *fd));
    let holders = held.iter().filter_map(holder).collect();
    Ok(with_holders(sockets, holders))
}

/// Where the socket of an inode is in the list.
fn places(sockets: &[Socket]) -> HashMap<u64, usize> {
    sockets.iter().enumerate().filter_map(|(place, socket)| Some((socket.inode?, place))).collect()
}

/// Each socket once for each descriptor of it, or once without one.
fn with_holders(sockets: Vec<Socket>, mut holders: Vec<Holder>) -> Vec<Connection> {
    holders.sort_unstable();
    let mut holders = holders.into_iter().peekable();
    let mut connections = Vec::with_capacity(sockets.len());
    for (place, Socket { connection, .. }) in sockets.into_iter().enumerate() {
        let mut is_held = false;
        while let Some((_, pid, fd)) = holders.next_if(|(held, ..)| *held == place) {
            connections.push(Connection { pid: Some(pid), fd: Some(fd), ..connection.clone() });
            is_held = true;
        }
        if !is_held {
            connections.push(connection);
        }
    }
    connections
}
