//! Reading several things of a process, or of all: the list of all processes answers half of the fields for all of them, and
//! what it does not is asked of each through its handle, which is checked to be that of the same process.

use super::fill::{self, BY_LISTING};
use super::identity::require_running;
use super::listing::{Entries, with_entry};
use crate::process::{Fields, Listing, Snapshot};
use crate::{Process, Result, System};

pub(crate) fn snapshot(process: &Process, fields: Fields) -> Result<Snapshot> {
    let mut snapshot = Snapshot { pid: process.pid(), start: process.start_time(), ..Snapshot::default() };
    if fields.intersects(BY_LISTING) {
        with_entry(process, |entry| fill::by_listing(entry, fields, process.system(), &mut snapshot))?;
    } else {
        require_running(process)?;
    }
    fill::others(process, fields, &mut snapshot)?;
    Ok(snapshot)
}

pub(crate) fn snapshot_more(process: &Process, fields: Fields, snapshot: &mut Snapshot) -> Result<()> {
    let had = snapshot.asked();
    let missing = fields.difference(had);
    snapshot.pid = process.pid();
    snapshot.start = process.start_time();
    if missing.intersects(BY_LISTING) {
        // All that the list tells, since it has been asked.
        let told = BY_LISTING.difference(had);
        with_entry(process, |entry| fill::by_listing(entry, told, process.system(), snapshot))?;
    }
    fill::others(process, missing, snapshot)
}

pub(crate) fn snapshot_all(system: &System, fields: Fields) -> Result<Listing> {
    let entries = Entries::read(system)?;
    let mut listing = Listing::with_room(entries.iter().count());
    for entry in entries.iter() {
        listing.add(|snapshot| {
            fill::by_listing(&entry, fields, system, snapshot);
            let process = snapshot.process(system);
            fill::others(&process, fields, snapshot)
        })?;
    }
    listing.snapshots.sort_unstable_by_key(|snapshot| snapshot.pid);
    Ok(listing)
}
