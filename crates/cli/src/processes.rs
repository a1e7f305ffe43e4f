//! The processes of the machine, and what their columns need beyond them.

use std::cmp::Ordering;
use std::time::{Duration, SystemTime};

use serde::{Serialize, Serializer};
use sysproc::System;
use sysproc::process::{Fields, Listing, Snapshot};

use crate::columns::{self, Column, Facts};
use crate::render::{Line, Units};
use crate::totals;
use crate::value::Value;

/// Reads the processes once. How busy each is can then only be said on average since its start.
pub(crate) fn read(system: &System, fields: Fields) -> sysproc::Result<(Listing, Facts)> {
    let (listing, mut facts) = (system.processes(fields)?, facts(system));
    if fields.contains(totals::FIELDS) {
        facts.sum_up(&listing.snapshots);
    }
    Ok((listing, facts))
}

/// What columns need, without how busy each process is.
pub(crate) fn facts(system: &System) -> Facts {
    // By the machine's own clock, so that ages are right in a captured machine, and when the wall clock was set.
    let now = system.boot_time().and_then(|boot| Ok(boot + system.uptime()?));
    Facts {
        memory: system.virtual_memory().ok().map(|memory| memory.total),
        now: now.ok().or_else(|| Some(SystemTime::now())),
        rates: None,
        totals: None,
    }
}

/// The value of each column for a process.
pub(crate) fn values(columns: &[&Column], process: &Snapshot, facts: &Facts) -> Vec<Value> {
    columns.iter().map(|column| (column.value)(process, facts)).collect()
}

/// A value as a cell, in the colour of what it says.
pub(crate) fn cell(column: &Column, value: &Value, units: Units) -> Line {
    match columns::role(column.name, value) {
        Some(role) => value.cell(units).recolored(role),
        None => value.cell(units),
    }
}

/// A column to sort by.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Key {
    pub(crate) column: &'static Column,
    pub(crate) descending: bool,
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

/// A row for programs: an object with these keys.
pub(crate) struct Row<'a, V> {
    pub(crate) keys: &'a [&'static str],
    pub(crate) values: &'a [V],
}

impl<V: Serialize> Serialize for Row<'_, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.keys.iter().zip(self.values))
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
