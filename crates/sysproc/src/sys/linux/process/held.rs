//! The descriptors that a watcher holds.
//!
//! A file of `/proc/PID` that is held stays that of the process which it was opened of: once that is gone, reading it fails
//! with ESRCH, whoever has the pid by then. So what is read through it needs no check.

use std::os::fd::AsFd;

use rustix::fs::OFlags;
use rustix::process::{Resource, getrlimit};

use super::snapshot::{BY_STATM, BY_STATUS, Reader};
use super::{fill, identity, pidfd, read};
use crate::process::{Fields, Listing, Snapshot, StartTime};
use crate::sys::linux::ffi::fd::Fd;
use crate::sys::linux::state::is_own;
use crate::{Error, Pid, Result, System};

/// The descriptors that are held of one process.
#[derive(Debug, Default)]
pub(super) struct Files {
    pub(super) stat: Option<Fd>,
    pub(super) statm: Option<Fd>,
    pub(super) pidfd: Option<Fd>,
}

/// A process that descriptors are held of.
#[derive(Debug)]
struct HeldProcess {
    pid: Pid,
    start: StartTime,
    files: Files,
}

/// The descriptors of a watcher.
#[derive(Debug)]
pub(crate) struct Held {
    limit: Option<usize>,
    /// By pid.
    processes: Vec<HeldProcess>,
}

impl Held {
    pub(crate) fn new(limit: Option<usize>) -> Self {
        Self { limit, processes: Vec::new() }
    }

    pub(crate) fn descriptors(&self) -> usize {
        self.processes.iter().map(|process| process.files.count()).sum()
    }

    /// At most a quarter of what the caller may open, as that is now.
    fn limit(&self) -> usize {
        let quarter = allowed_descriptors() / 4;
        self.limit.map_or(quarter, |limit| limit.min(quarter))
    }
}

/// How many descriptors the caller may have open.
pub(super) fn allowed_descriptors() -> usize {
    let soft = getrlimit(Resource::Nofile).current;
    soft.and_then(|soft| usize::try_from(soft).ok()).unwrap_or(usize::MAX)
}

impl Files {
    fn count(&self) -> usize {
        [&self.stat, &self.statm, &self.pidfd].into_iter().flatten().count()
    }

    /// Opens what reading `fields` again can use.
    fn open(system: &System, pid: Pid, fields: Fields) -> Result<Self> {
        let file = |name| read::open(system, pid, name, OFlags::empty());
        let statm = fields.intersects(BY_STATM);
        let pidfd = fields.intersects(fill::BY_IDS) && !fields.intersects(BY_STATUS) && is_own(system);
        Ok(Self {
            stat: Some(file("stat")?),
            statm: if statm { Some(file("statm")?) } else { None },
            pidfd: if pidfd { pidfd::open(pid).ok() } else { None },
        })
    }
}

pub(crate) fn update_held(held: &mut Held, system: &System, fields: Fields) -> Result<Listing> {
    let proc = identity::open_proc(system)?;
    let pids = identity::pids_in(system, proc.as_fd())?;
    let mut reader = Reader::new(system, Some(proc), fields)?;
    let mut room = held.limit();
    let mut listing = Listing::with_room(pids.len());
    let mut before = std::mem::replace(&mut held.processes, Vec::with_capacity(pids.len())).into_iter().peekable();
    for pid in pids {
        // Both are in order of pid: nobody has the pids in between any more.
        while before.next_if(|process| process.pid < pid).is_some() {}
        let known = before.next_if(|process| process.pid == pid);
        let has_room = room > 0;
        let open = || if has_room { Files::open(system, pid, fields).unwrap_or_default() } else { Files::default() };
        listing.add(|snapshot| {
            let process = read_held(&mut reader, pid, known, open, snapshot)?;
            let count = process.files.count();
            if (1..=room).contains(&count) {
                room -= count;
                held.processes.push(process);
            }
            Ok(())
        })?;
    }
    Ok(listing)
}

/// Reads a process through the descriptors that are held of it, or through new ones if another has its pid by now.
#[inline(always)]
fn read_held(
    reader: &mut Reader<'_>,
    pid: Pid,
    known: Option<HeldProcess>,
    open: impl FnOnce() -> Files,
    snapshot: &mut Snapshot,
) -> Result<HeldProcess> {
    if let Some(process) = known {
        match reader.read(pid, Some(process.start), &process.files, snapshot) {
            Err(Error::NoSuchProcess { .. }) => {}
            read => return read.map(|()| process),
        }
    }
    let files = open();
    reader.read(pid, None, &files, snapshot)?;
    Ok(HeldProcess { pid, start: snapshot.start, files })
}
