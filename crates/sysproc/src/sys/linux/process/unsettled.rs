//! What a snapshot reads of descriptors, threads and maps.
//!
//! The getters of these look at `stat` afterwards, to be sure whose they are and that they are whole. A snapshot reads `stat`
//! last in any case, so one look serves all.

use sysproc_decode::linux::pid_stat::PidStat;

use super::{files, maps, sockets, stat, threads};
use crate::net::ConnectionKind;
use crate::process::{Field, Fields, Snapshot};
use crate::sys::linux::net::connections_of;
use crate::{Process, Result};

pub(super) const FIELDS: Fields = Fields::NUM_FDS
    .union(Fields::THREADS)
    .union(Fields::MEMORY_MAPS)
    .union(Fields::OPEN_FILES)
    .union(Fields::NET_CONNECTIONS);

/// Fills them, to be settled.
pub(super) fn fill(process: &Process, fields: Fields, snapshot: &mut Snapshot) -> Result<()> {
    if fields.contains(Fields::NUM_FDS) {
        snapshot.num_fds = Field::from_result(files::read_num_fds(process))?;
    }
    if fields.contains(Fields::THREADS) {
        snapshot.threads = Field::from_result(threads::read(process).map(|(threads, _)| threads))?;
    }
    if fields.contains(Fields::MEMORY_MAPS) {
        snapshot.memory_maps = Field::from_result(maps::read_maps(process))?;
    }
    let sockets_asked = fields.contains(Fields::NET_CONNECTIONS);
    let mut held = Vec::new();
    if fields.contains(Fields::OPEN_FILES) {
        let files = files::read_open_files(process, |fd, inode| held.push((inode, fd)));
        snapshot.open_files = Field::from_result(files)?;
        if sockets_asked && snapshot.open_files.value().is_some() {
            // One look at the descriptors serves both.
            let sockets = connections_of(process, ConnectionKind::All, &held);
            snapshot.net_connections = Field::from_result(sockets)?;
            return Ok(());
        }
    }
    if sockets_asked {
        snapshot.net_connections = Field::from_result(sockets::read(process, ConnectionKind::All))?;
    }
    Ok(())
}

/// Settles them by what `stat` said after they were read.
pub(super) fn settle(stat: &PidStat<'_>, snapshot: &mut Snapshot) {
    if stat::is_zombie(stat) && matches!(snapshot.memory_maps, Field::Value(_) | Field::Unknown) {
        snapshot.memory_maps = Field::Zombie;
    }
    if !stat::has_memory(stat) {
        empty(&mut snapshot.open_files);
        empty(&mut snapshot.net_connections);
        if snapshot.num_fds.value().is_none_or(|count| *count == 0) {
            empty(&mut snapshot.num_fds);
        }
    }
}

fn empty<T: Default>(field: &mut Field<T>) {
    if !field.is_not_asked() {
        *field = Field::Value(T::default());
    }
}
