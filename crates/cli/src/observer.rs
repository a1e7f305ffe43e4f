//! Watching the processes: reads them again and again, and tells what each did in between.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use sysproc::process::{CpuPercent, Field, Fields, IoCounters, Listing, ProcessCpuTimes, Snapshot, StartTime, Watcher};
use sysproc::{Pid, System};

use crate::columns::{Facts, Rates};
use crate::processes;
use crate::totals;

/// Reads the processes again and again, and tells what each did in between.
pub(crate) struct Observer {
    system: System,
    fields: Fields,
    watcher: Watcher,
    last: Option<(Instant, Counted)>,
}

impl Observer {
    pub(crate) fn new(system: &System, fields: Fields) -> Self {
        let fields = fields | Fields::CPU_TIMES;
        Self { system: system.clone(), fields, watcher: Watcher::new(system, fields), last: None }
    }

    /// Reads these fields from now on.
    pub(crate) fn set_fields(&mut self, fields: Fields) {
        let fields = fields | Fields::CPU_TIMES;
        if fields != self.fields {
            self.fields = fields;
            self.watcher = Watcher::new(&self.system, fields);
        }
    }

    /// Reads only what rates are made from, so that the first observation has some.
    pub(crate) fn prime(&mut self) -> sysproc::Result<()> {
        let listing = self.system.processes(self.fields & (Fields::CPU_TIMES | Fields::IO_COUNTERS))?;
        self.last = Some((Instant::now(), Counted::new(&listing)));
        Ok(())
    }

    /// The processes now, and what each did since they were read last.
    pub(crate) fn observe(&mut self) -> sysproc::Result<(Listing, Facts)> {
        let listing = self.watcher.update()?;
        let (now, counted) = (Instant::now(), Counted::new(&listing));
        let before = self.last.replace((now, counted));
        let rates = before.map(|(then, counted)| counted.rates(&listing, now.duration_since(then)));
        let mut facts = Facts { rates, ..processes::facts(&self.system) };
        if self.fields.contains(totals::FIELDS) {
            facts.sum_up(&listing.snapshots);
        }
        Ok((listing, facts))
    }
}

/// What each process of a listing had used.
#[derive(Debug, Default)]
pub(crate) struct Counted(HashMap<(Pid, StartTime), (Field<ProcessCpuTimes>, Field<IoCounters>)>);

impl Counted {
    pub(crate) fn new(listing: &Listing) -> Self {
        Self(
            listing.snapshots.iter().map(|s| ((s.pid, s.start), (s.cpu_times, s.io_counters.map(|io| **io)))).collect(),
        )
    }

    /// What each process did from then until a later listing.
    pub(crate) fn rates(&self, later: &Listing, elapsed: Duration) -> HashMap<Pid, Rates> {
        later.snapshots.iter().map(|process| (process.pid, self.rate(process, elapsed))).collect()
    }

    fn rate(&self, process: &Snapshot, elapsed: Duration) -> Rates {
        // One that was born in between had used nothing when it began.
        let born = (Field::Value(ProcessCpuTimes::default()), Field::Value(IoCounters::default()));
        let (times, io) = self.0.get(&(process.pid, process.start)).unwrap_or(&born);
        let cpu = times.value().zip(process.cpu_times.value()).and_then(|(before, now)| {
            let (mut percent, began) = (CpuPercent::new(), Instant::now());
            percent.update(began, before);
            percent.update(began + elapsed, now)
        });
        let per_second = |part: fn(&IoCounters) -> Option<u64>| {
            let now = part(process.io_counters.value()?)?;
            let before = part(io.value()?).unwrap_or(0);
            Some(now.saturating_sub(before) as f64 / elapsed.as_secs_f64()).filter(|rate| rate.is_finite())
        };
        Rates { cpu, read: per_second(|io| io.read_bytes), write: per_second(|io| io.write_bytes) }
    }
}
