//! The sockets of a process.

use std::os::fd::AsFd;

use rustix::fs::OFlags;

use super::files::settled;
use super::read::{failed, open};
use crate::net::{Connection, ConnectionKind};
use crate::sys::linux::fds;
use crate::sys::linux::net::connections_of;
use crate::{Process, Result};

pub(crate) fn net_connections(process: &Process, kind: ConnectionKind) -> Result<Vec<Connection>> {
    settled(process, held_sockets(process).and_then(|held| connections_of(process, kind, &held)))
}

/// Inode and descriptor of each socket that a process holds, not settled.
pub(super) fn held_sockets(process: &Process) -> Result<Vec<(u64, u32)>> {
    let dir = open(process.system(), process.pid(), "fd", OFlags::DIRECTORY)?;
    let mut held = Vec::new();
    fds::for_each_socket(dir.as_fd(), |fd, inode| held.push((inode, fd)))
        .map_err(|errno| failed(process.system(), process.pid(), "fd", errno))?;
    Ok(held)
}
