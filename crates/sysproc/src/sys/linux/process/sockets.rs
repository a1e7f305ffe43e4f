//! The sockets of a process.

use std::os::fd::AsFd;

use rustix::fs::OFlags;

use super::files::settled;
use super::read;
use crate::net::{Connection, ConnectionKind};
use crate::sys::linux::fds;
use crate::sys::linux::net::connections_of;
use crate::{Process, Result};

pub(crate) fn net_connections(process: &Process, kind: ConnectionKind) -> Result<Vec<Connection>> {
    let found = held_sockets(process).and_then(|held| connections_of(process, kind, &held));
    settled(process, found)
}

/// Inode and descriptor of each socket that a process holds.
fn held_sockets(process: &Process) -> Result<Vec<(u64, u32)>> {
    let dir = read::open(process.system(), process.pid(), "fd", OFlags::DIRECTORY)?;
    let mut held = Vec::new();
    fds::for_each_socket(dir.as_fd(), |fd, inode| held.push((inode, fd)))
        .map_err(|errno| read::failed(process.system(), process.pid(), "fd", errno))?;
    Ok(held)
}
