//! Reading the processes of the machine, with what their columns need beyond them.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::time::{Duration, Instant, SystemTime};

use serde::{Serialize, Serializer};
use sysproc::process::{CpuPercent, Fields, Listing, Snapshot};
use sysproc::{Pid, System};

use crate::columns::{self, Column, Facts};
use crate::render::{Line, Role, Units};
use crate::value::Value;

/// Reads the processes once. How busy each is can then only be said on average since its start.
pub(crate) fn read(system: &System, fields: Fields) -> sysproc::Result<(Listing, Facts)> {
    let listing = system.processes(fields)?;
    Ok((listing, facts(system)))
}

/// Reads the processes before and after `meanwhile`, and how busy each was during it.
pub(crate) fn watch<T>(
    system: &System,
    fields: Fields,
    meanwhile: impl FnOnce() -> T,
) -> sysproc::Result<(Listing, Facts, T)> {
    let (first, began) = (system.processes(Fields::CPU_TIMES)?, Instant::now());
    let result = meanwhile();
    let (second, ended) = (system.processes(fields | Fields::CPU_TIMES)?, Instant::now());
    let busy = busy(&first, began, &second, ended);
    Ok((second, Facts { busy: Some(busy), ..facts(system) }, result))
}

/// How busy each process of the second listing was since the first.
fn busy(first: &Listing, began: Instant, second: &Listing, ended: Instant) -> HashMap<Pid, f64> {
    let before: HashMap<_, _> = first.snapshots.iter().map(|s| ((s.pid, s.start), s.cpu_times)).collect();
    let percent = |process: &Snapshot| {
        // One that was born in between had used nothing when it began.
        let then = before.get(&(process.pid, process.start)).and_then(|times| times.value().copied());
        let mut percent = CpuPercent::new();
        percent.update(began, &then.unwrap_or_default());
        Some((process.pid, percent.update(ended, process.cpu_times.value()?)?))
    };
    second.snapshots.iter().filter_map(percent).collect()
}

fn facts(system: &System) -> Facts {
    // By the machine's own clock, so that ages are right in a captured machine, and when the wall clock was set.
    let now = system.boot_time().and_then(|boot| Ok(boot + system.uptime()?));
    Facts {
        memory: system.virtual_memory().ok().map(|memory| memory.total),
        now: now.ok().or_else(|| Some(SystemTime::now())),
        busy: None,
    }
}

/// The value of each column for a process.
pub(crate) fn values(columns: &[&Column], process: &Snapshot, facts: &Facts) -> Vec<Value> {
    columns.iter().map(|column| (column.value)(process, facts)).collect()
}

/// A value as a cell, coloured so that one sees who is busy, large, stuck or dead, and who does nothing.
pub(crate) fn cell(column: &Column, value: &Value, units: Units) -> Line {
    let share = |percent: f64, warning: f64, alarm: f64| match percent {
        p if p >= alarm => Role::Alarm,
        p if p >= warning => Role::Warning,
        p if p < 0.05 => Role::Faint,
        _ => Role::Plain,
    };
    let role = match (column.name, value) {
        ("cpu_percent", Value::Percent(percent)) => share(*percent, 20.0, 90.0),
        ("memory_percent", Value::Percent(percent)) => share(*percent, 10.0, 50.0),
        ("state" | "status", Value::Text(text)) => match text.to_str() {
            Some("R" | "running") => Role::Good,
            Some("D" | "disk-sleep" | "T" | "stopped" | "t" | "tracing-stop") => Role::Warning,
            Some("Z" | "zombie" | "X" | "dead") => Role::Alarm,
            _ => Role::Faint,
        },
        // Threads of the kernel.
        ("command", Value::Text(text)) if text.as_encoded_bytes().starts_with(b"[") => Role::Faint,
        (_, Value::Bytes(0)) => Role::Faint,
        _ => return value.cell(units),
    };
    value.cell(units).recolored(role)
}

/// A column to sort by.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Key {
    pub(crate) column: &'static Column,
    descending: bool,
}

impl Key {
    /// The name of a column, after a `-` for the largest first.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        match text.strip_prefix('-') {
            Some(name) => columns::find(name).map(Self::descending),
            None => Ok(Self { column: columns::find(text)?, descending: false }),
        }
    }

    /// The largest first.
    pub(crate) fn descending(column: &'static Column) -> Self {
        Self { column, descending: true }
    }
}

/// Sorts by the first key, where that does not decide by the next, and so on.
pub(crate) fn sort(found: &mut [Snapshot], keys: &[Key], facts: &Facts) {
    found.sort_by(|a, b| {
        let by = |key: &Key| (key.column.value)(a, facts).compare(&(key.column.value)(b, facts), key.descending);
        keys.iter().map(by).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
    });
}

/// A process for programs: an object with a key for each column.
pub(crate) struct Row<'a> {
    pub(crate) columns: &'a [&'a Column],
    pub(crate) values: &'a [Value],
}

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.columns.iter().map(|column| column.name).zip(self.values))
    }
}

/// Seconds, as an argument.
pub(crate) fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.parse().map_err(|_| "not a number of seconds".to_owned())?;
    match Duration::try_from_secs_f64(seconds) {
        Ok(interval) if !interval.is_zero() && interval <= Duration::from_secs(86_400) => Ok(interval),
        _ => Err("must be more than 0 and at most a day (86400)".into()),
    }
}
