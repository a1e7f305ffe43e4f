//! Ours.

use sysproc::System;
use sysproc::process::{Fields, Listing, MemoryExtra, Snapshot, Watcher};

use super::{Contender, OURS, Row, listing};

/// A listing of all processes.
pub(crate) fn list(fields: Fields) -> Box<dyn Contender> {
    let system = System::default();
    listing(OURS, move || system.processes(fields), |listing| listing.snapshots.len(), row)
}

/// A listing of all processes, by one who has listed them before.
pub(crate) fn held(fields: Fields) -> Box<dyn Contender> {
    let mut watcher = Watcher::new(&System::default(), fields);
    listing(OURS, move || watcher.update(), |listing| listing.snapshots.len(), row)
}

fn row(listing: &Listing, pid: u32) -> Option<Row> {
    listing.snapshots.iter().find(|snapshot| snapshot.pid == pid).map(fields)
}

/// What a snapshot says.
pub(crate) fn fields(process: &Snapshot) -> Row {
    let mut row = Row::default();
    if let Some(ppid) = process.ppid.value() {
        row = row.with("ppid", ppid);
    }
    if let Some(name) = process.name.value() {
        row = row.with("name", name.display());
    }
    if let Some(uids) = process.uids.value() {
        row = row.with("uid", uids.real);
    }
    if let Some(user) = process.username.value() {
        row = row.with("username", user.display());
    }
    if let Some(status) = process.status.value() {
        row = row.with("status", status);
    }
    if let Some(times) = process.cpu_times.value() {
        row = row.with_cpu(times.user + times.system);
    }
    if let Some(memory) = process.memory.value() {
        row = row.with("rss", memory.rss).with("vms", memory.vms);
    }
    if let Some(memory) = process.memory_info.value() {
        row = row.with("rss", memory.rss).with("vms", memory.vms);
        if let MemoryExtra::Linux(extra) = memory.extra {
            row = row.with("shared", extra.shared).with("text", extra.text).with("data", extra.data);
        }
    }
    if let Some(start) = process.create_time.value() {
        row = row.with_start(*start);
    }
    if let Some(threads) = process.num_threads.value() {
        row = row.with("threads", threads);
    }
    row
}
