//! Ours.

use sysproc::process::{Fields, Listing, MemoryExtra, Snapshot, Watcher};
use sysproc::{Pid, System};

use super::{Contender, OURS, Row, Turn, timed};
use crate::Result;

/// A listing of all processes.
pub(crate) struct Sysproc {
    system: System,
    fields: Fields,
    listing: Listing,
}

impl Sysproc {
    pub(crate) fn new(fields: Fields) -> Self {
        Self { system: System::default(), fields, listing: Listing::default() }
    }
}

impl Contender for Sysproc {
    fn name(&self) -> &str {
        OURS
    }

    fn run(&mut self, times: u32) -> Result<Turn> {
        let used = timed(times, &mut self.listing, |listing| {
            *listing = self.system.processes(self.fields)?;
            Ok(())
        })?;
        Ok(Turn { used, items: self.listing.snapshots.len() })
    }

    fn row(&mut self, pid: u32) -> Result<Option<Row>> {
        Ok(row(&self.listing, pid))
    }
}

/// A listing of all processes, by one who has listed them before.
pub(crate) struct Held {
    watcher: Watcher,
    listing: Listing,
}

impl Held {
    pub(crate) fn new(fields: Fields) -> Self {
        Self { watcher: Watcher::new(&System::default(), fields), listing: Listing::default() }
    }
}

impl Contender for Held {
    fn name(&self) -> &str {
        OURS
    }

    fn run(&mut self, times: u32) -> Result<Turn> {
        let used = timed(times, &mut self.listing, |listing| {
            *listing = self.watcher.update()?;
            Ok(())
        })?;
        Ok(Turn { used, items: self.listing.snapshots.len() })
    }

    fn row(&mut self, pid: u32) -> Result<Option<Row>> {
        Ok(row(&self.listing, pid))
    }
}

/// The pids of all processes.
#[derive(Default)]
pub(crate) struct SysprocPids {
    system: System,
    pids: Vec<Pid>,
}

impl Contender for SysprocPids {
    fn name(&self) -> &str {
        OURS
    }

    fn run(&mut self, times: u32) -> Result<Turn> {
        let used = timed(times, &mut self.pids, |pids| {
            *pids = self.system.pids()?;
            Ok(())
        })?;
        Ok(Turn { used, items: self.pids.len() })
    }

    fn row(&mut self, pid: u32) -> Result<Option<Row>> {
        Ok(self.pids.contains(&pid).then(Row::default))
    }
}

fn row(listing: &Listing, pid: u32) -> Option<Row> {
    listing.snapshots.iter().find(|snapshot| snapshot.pid == pid).map(fields)
}

fn fields(process: &Snapshot) -> Row {
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
    if let Some(status) = process.status.value() {
        row = row.with("status", status);
    }
    if let Some(times) = process.cpu_times.value() {
        row = row.with_cpu(times.user + times.system);
    }
    if let Some(memory) = process.memory.value().or(process.memory_info.value()) {
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
