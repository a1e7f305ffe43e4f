//! What a snapshot reads of descriptors, threads, maps and memory.
//!
//! The getters of these look at `stat` afterwards, to be sure whose they are and that they are whole. A snapshot reads `stat`
//! last in any case, so one look serves all.

use sysproc_decode::linux::pid_stat::PidStat;

use super::{files, maps, sockets, stat, threads};
use crate::net::ConnectionKind;
use crate::process::{Field, Fields, MemoryMapGroup, Snapshot};
use crate::sys::linux::net::{Namespaces, connections_of};
use crate::{Process, Result};

const MAPS: Fields = Fields::MEMORY_MAPS.union(Fields::MEMORY_MAPS_GROUPED);

pub(super) const FIELDS: Fields =
    Fields::NUM_FDS.union(Fields::THREADS).union(MAPS).union(Fields::OPEN_FILES).union(Fields::NET_CONNECTIONS);

/// Fills them, to be settled. `count` is the number of its threads, if that is known; `namespaces` has the sockets where many
/// processes are read.
pub(super) fn fill(
    process: &Process,
    fields: Fields,
    count: Option<u64>,
    namespaces: Option<&mut Namespaces>,
    snapshot: &mut Snapshot,
) -> Result<()> {
    if fields.contains(Fields::THREADS) {
        let threads = if count == Some(1) { threads::read_only(process) } else { threads::read_all(process) };
        snapshot.threads = Field::from_result(threads)?;
    }
    if fields.contains(Fields::MEMORY_MAPS) {
        snapshot.memory_maps = Field::from_result(maps::read_maps(process))?;
        if fields.contains(Fields::MEMORY_MAPS_GROUPED) {
            snapshot.memory_maps_grouped = snapshot.memory_maps.map(|maps| MemoryMapGroup::by_path(maps));
        }
    } else if fields.contains(Fields::MEMORY_MAPS_GROUPED) {
        snapshot.memory_maps_grouped = Field::from_result(maps::read_groups(process))?;
    }
    let seen = if fields.contains(Fields::OPEN_FILES) { look_at_descriptors(process, snapshot)? } else { None };
    if fields.contains(Fields::NUM_FDS) {
        let told = seen.as_ref().map(|seen| seen.count);
        snapshot.num_fds = Field::from_result(told.map_or_else(|| files::read_num_fds(process), Ok))?;
    }
    if fields.contains(Fields::NET_CONNECTIONS) {
        let held = seen.map_or_else(|| sockets::held_sockets(process), |seen| Ok(seen.sockets));
        let connections = held.and_then(|held| match namespaces {
            Some(namespaces) => namespaces.connections_of(process, &held),
            None => connections_of(process, ConnectionKind::All, &held),
        });
        snapshot.net_connections = Field::from_result(connections)?;
    }
    Ok(())
}

/// What a look at the open files tells besides.
struct Seen {
    /// How many descriptors there are.
    count: usize,
    /// Inode and descriptor of each socket.
    sockets: Vec<(u64, u32)>,
}

/// Fills the open files; `None` where they are not told.
fn look_at_descriptors(process: &Process, snapshot: &mut Snapshot) -> Result<Option<Seen>> {
    let mut seen = Seen { count: 0, sockets: Vec::new() };
    let files = files::read_open_files(process, |fd, inode| {
        seen.count += 1;
        seen.sockets.extend(inode.map(|inode| (inode, fd)));
    });
    snapshot.open_files = Field::from_result(files)?;
    Ok(snapshot.open_files.value().map(|_| seen))
}

/// Settles them by what `stat` said after they were read.
pub(super) fn settle(stat: &PidStat<'_>, snapshot: &mut Snapshot) {
    if stat::is_zombie(stat) {
        be_zombie(&mut snapshot.memory_maps);
        be_zombie(&mut snapshot.memory_maps_grouped);
    }
    if stat::has_lost_its_main_thread(stat) {
        set(&mut snapshot.open_files, Field::Zombie);
        set(&mut snapshot.net_connections, Field::Zombie);
        set(&mut snapshot.num_fds, Field::Zombie);
        set(&mut snapshot.memory_info, Field::Zombie);
        set(&mut snapshot.memory_info_ex, Field::Zombie);
        set(&mut snapshot.memory_footprint, Field::Zombie);
    } else if !stat::has_memory(stat) {
        empty(&mut snapshot.open_files);
        empty(&mut snapshot.net_connections);
        if snapshot.num_fds.value().is_none_or(|count| *count == 0) {
            empty(&mut snapshot.num_fds);
        }
    }
}

fn be_zombie<T>(field: &mut Field<T>) {
    if matches!(field, Field::Value(_) | Field::Unknown) {
        *field = Field::Zombie;
    }
}

fn empty<T: Default>(field: &mut Field<T>) {
    set(field, Field::Value(T::default()));
}

fn set<T>(field: &mut Field<T>, answer: Field<T>) {
    if !field.is_not_asked() {
        *field = answer;
    }
}
