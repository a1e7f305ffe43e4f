//! The sockets of a process.

use std::os::fd::AsFd;

use rustix::fs::OFlags;

use super::files::{read_open_files, settled};
use super::read::{failed, open};
use crate::net::{Connection, ConnectionKind};
use crate::process::{Field, Fields, Snapshot};
use crate::sys::linux::fds;
use crate::sys::linux::net::{Namespaces, connections_of};
use crate::{Process, Result};

pub(crate) fn net_connections(process: &Process, kind: ConnectionKind) -> Result<Vec<Connection>> {
    settled(process, read(process, kind))
}

/// The same, not settled.
pub(super) fn read(process: &Process, kind: ConnectionKind) -> Result<Vec<Connection>> {
    connections_of(process, kind, &held_sockets(process)?)
}

/// Fills the sockets of one process of many, to be settled, and what else the same look at its descriptors tells. Returns
/// what that was.
pub(super) fn fill_one_of_many(
    process: &Process,
    fields: Fields,
    namespaces: &mut Namespaces,
    snapshot: &mut Snapshot,
) -> Result<Fields> {
    let (mut told, mut count, mut held) = (Fields::NET_CONNECTIONS, 0, None);
    if fields.contains(Fields::OPEN_FILES) {
        let mut sockets = Vec::new();
        let files = read_open_files(process, |fd, inode| {
            count += 1;
            sockets.extend(inode.map(|inode| (inode, fd)));
        });
        snapshot.open_files = Field::from_result(files)?;
        told |= Fields::OPEN_FILES;
        held = snapshot.open_files.value().map(|_| sockets);
    }
    if fields.contains(Fields::NUM_FDS) && held.is_some() {
        snapshot.num_fds = Field::Value(count);
        told |= Fields::NUM_FDS;
    }
    let held = held.map_or_else(|| held_sockets(process), Ok);
    let connections = held.and_then(|held| namespaces.connections_of(process, &held));
    snapshot.net_connections = Field::from_result(connections)?;
    Ok(told)
}

/// Inode and descriptor of each socket that a process holds.
fn held_sockets(process: &Process) -> Result<Vec<(u64, u32)>> {
    let dir = open(process.system(), process.pid(), "fd", OFlags::DIRECTORY)?;
    let mut held = Vec::new();
    fds::for_each_socket(dir.as_fd(), |fd, inode| held.push((inode, fd)))
        .map_err(|errno| failed(process.system(), process.pid(), "fd", errno))?;
    Ok(held)
}
