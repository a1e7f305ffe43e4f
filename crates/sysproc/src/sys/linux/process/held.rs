//! The descriptors that a watcher holds.
//!
//! A file of `/proc/PID` that is held stays that of the process which it was opened of: once that is gone, reading it fails
//! with ESRCH, whoever has the pid by then. So what is read through it needs no check.

use std::collections::HashMap;
use std::os::fd::OwnedFd;

use rustix::fs::OFlags;
use rustix::process::{Resource, getrlimit};

use super::snapshot::{BY_STATM, Reader};
use super::{fill, pidfd, read};
use crate::process::{Fields, Listing, StartTime};
use crate::sys::linux::state::is_own;
use crate::{Error, Pid, Result, System};

/// The descriptors that are held of one process.
#[derive(Debug, Default)]
pub(super) struct Files {
    pub(super) stat: Option<OwnedFd>,
    pub(super) statm: Option<OwnedFd>,
    pub(super) pidfd: Option<OwnedFd>,
}

/// The descriptors of a watcher.
#[derive(Debug)]
pub(crate) struct Held {
    limit: Option<usize>,
    processes: HashMap<Pid, (StartTime, Files)>,
    descriptors: usize,
}

impl Held {
    pub(crate) fn new(limit: Option<usize>) -> Self {
        Self { limit, processes: HashMap::new(), descriptors: 0 }
    }

    pub(crate) fn descriptors(&self) -> usize {
        self.descriptors
    }

    /// At most a quarter of what the caller may open, as that is now.
    fn limit(&self) -> usize {
        let quarter = getrlimit(Resource::Nofile).current.map_or(u64::MAX, |soft| soft / 4);
        let quarter = usize::try_from(quarter).unwrap_or(usize::MAX);
        self.limit.map_or(quarter, |limit| limit.min(quarter))
    }
}

impl Files {
    fn count(&self) -> usize {
        [&self.stat, &self.statm, &self.pidfd].into_iter().flatten().count()
    }

    /// Opens what reading `fields` again can use.
    fn open(system: &System, pid: Pid, fields: Fields) -> Result<Self> {
        let file = |name| read::open(system, pid, name, OFlags::empty());
        let statm = fields.intersects(BY_STATM);
        let pidfd = fields.intersects(fill::BY_IDS) && is_own(system);
        Ok(Self {
            stat: Some(file("stat")?),
            statm: if statm { Some(file("statm")?) } else { None },
            pidfd: if pidfd { pidfd::open(pid).ok() } else { None },
        })
    }
}

pub(crate) fn update_held(held: &mut Held, system: &System, fields: Fields) -> Result<Listing> {
    let mut reader = Reader::new(system, fields)?;
    let pids = reader.pids()?;
    let limit = held.limit();
    let mut listing = Listing { snapshots: Vec::with_capacity(pids.len()), ..Listing::default() };
    let mut before = std::mem::take(&mut held.processes);
    held.descriptors = 0;
    for pid in pids {
        // The process that is held, if it still has the pid.
        if let Some((start, files)) = before.remove(&pid) {
            match reader.read(pid, Some(start), &files) {
                Err(Error::NoSuchProcess { .. }) => {}
                found => {
                    listing.add(found)?;
                    if held.descriptors + files.count() <= limit {
                        held.descriptors += files.count();
                        held.processes.insert(pid, (start, files));
                    }
                    continue;
                }
            }
        }
        let room = held.descriptors < limit;
        let files = if room { Files::open(system, pid, fields).unwrap_or_default() } else { Files::default() };
        let found = reader.read(pid, None, &files);
        if let Ok(snapshot) = &found {
            if files.count() > 0 && held.descriptors + files.count() <= limit {
                held.descriptors += files.count();
                held.processes.insert(pid, (snapshot.start, files));
            }
        }
        listing.add(found)?;
    }
    Ok(listing)
}
