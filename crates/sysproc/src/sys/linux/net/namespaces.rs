//! The sockets of many processes: each network namespace is read once for all that are in it.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::path::PathBuf;

use super::namespace::{Namespace, Table, name_of};
use super::sockets::{Sockets, connections_of};
use crate::net::{Connection, ConnectionKind};
use crate::{Process, Result};

/// The network namespaces that were read, by their names.
#[derive(Default)]
pub(in crate::sys::linux) struct Namespaces(HashMap<PathBuf, Sockets>);

impl Namespaces {
    /// The sockets of a process that are in its network namespace, from all that it holds: inode and descriptor. One that was
    /// made after its namespace was read is left out.
    pub(in crate::sys::linux) fn connections_of(
        &mut self,
        process: &Process,
        held: &[(u64, u32)],
    ) -> Result<Vec<Connection>> {
        if held.is_empty() {
            return Ok(Vec::new());
        }
        // A capture may not tell.
        let Ok(name) = name_of(process) else { return connections_of(process, ConnectionKind::All, held) };
        match self.0.entry(name) {
            Entry::Occupied(sockets) => Ok(sockets.get().held_by(process.pid(), held)),
            Entry::Vacant(entry) => {
                let sockets = read(process)?;
                let connections = sockets.held_by(process.pid(), held);
                // It may have gone elsewhere meanwhile, or have ended: then these may not be the sockets of that name.
                if name_of(process).is_ok_and(|name| name == *entry.key()) {
                    entry.insert(sockets);
                }
                Ok(connections)
            }
        }
    }
}

fn read(process: &Process) -> Result<Sockets> {
    let mut namespace = Namespace::of_process(process);
    let mut sockets = Sockets::default();
    for table in Table::of(ConnectionKind::All) {
        sockets.extend(namespace.read(table)?);
    }
    Ok(sockets)
}
