//! Which processes there are, and whether one is still the one that was meant.

use std::time::SystemTime;

use super::handle::{Grip, QUERY, open};
use super::listing::{self, Entries};
use crate::process::StartTime;
use crate::sys::windows::{host, time};
use crate::{Error, Pid, Process, Result, System};

pub(crate) fn pids(system: &System) -> Result<Vec<Pid>> {
    Ok(marked_pids(system)?.into_iter().map(|(pid, _)| pid).collect())
}

pub(crate) fn marked_pids(system: &System) -> Result<Vec<(Pid, u64)>> {
    let mut pids: Vec<_> = Entries::read(system)?.iter().map(|entry| (entry.pid, entry.create_time)).collect();
    pids.sort_unstable();
    Ok(pids)
}

pub(crate) fn pid_exists(system: &System, pid: Pid) -> Result<bool> {
    match start_time(system, pid) {
        Ok(_) => Ok(true),
        Err(Error::NoSuchProcess { .. }) => Ok(false),
        Err(error) => Err(error),
    }
}

pub(crate) fn start_time(system: &System, pid: Pid) -> Result<StartTime> {
    match open(pid, QUERY) {
        Ok((_, times)) => Ok(StartTime(times.created)),
        Err(Error::AccessDenied { .. }) => Ok(StartTime(Entries::read(system)?.of(pid)?.create_time)),
        Err(error) => Err(error),
    }
}

pub(crate) fn is_running(process: &Process) -> Result<bool> {
    match require_running(process) {
        Ok(()) => Ok(true),
        Err(Error::NoSuchProcess { .. }) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Fails if the process is gone.
pub(super) fn require_running(process: &Process) -> Result<()> {
    match Grip::on(process, QUERY) {
        Ok(_) => Ok(()),
        Err(Error::AccessDenied { .. }) => listing::with_entry(process, |_| ()),
        Err(error) => Err(error),
    }
}

pub(crate) fn create_time(process: &Process) -> Result<SystemTime> {
    match created(process.start_time()) {
        Some(created) => Ok(created),
        None => host::boot_time(process.system()),
    }
}

/// The instant; `None` for the idle process, which has been there since boot.
pub(super) fn created(start: StartTime) -> Option<SystemTime> {
    Some(start.0).filter(|start| *start != 0).and_then(time::instant)
}
