//! The descriptors that a watcher holds.
//!
//! A file of `/proc/PID` that is held stays that of the process which it was opened of: once that is gone, reading it fails
//! with ESRCH, whoever has the pid by then. So what is read through it needs no check.

use std::os::fd::{AsFd, AsRawFd, BorrowedFd};

use rustix::fs::OFlags;
use rustix::io::Errno;
use rustix::process::{Resource, getrlimit};

use super::kept::is;
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
    /// What the caller allows; fewer once descriptors ran short.
    limit: Option<usize>,
    /// By pid.
    processes: Vec<HeldProcess>,
    /// How many descriptors are held of them, and, in an update, of those that are not read yet.
    count: usize,
}

/// What may be open in one update.
struct Room {
    /// How many descriptors may be held.
    most: usize,
    /// How many of the caller's descriptors may be open with these: an eighth stays free.
    ceiling: usize,
}

impl Held {
    pub(crate) fn new(limit: Option<usize>) -> Self {
        Self { limit, processes: Vec::new(), count: 0 }
    }

    pub(crate) fn descriptors(&self) -> usize {
        self.count
    }

    /// At most a quarter of what the caller may open, as that is now. `newest` is a descriptor that was opened just now.
    fn room(&mut self, newest: BorrowedFd<'_>) -> Room {
        let allowed = allowed_descriptors();
        let ceiling = allowed - allowed / 8;
        let too_many = above(ceiling, newest);
        if too_many > 0 {
            self.give_back(too_many);
        }
        let most = if too_many > 0 { self.count } else { allowed / 4 };
        Room { most: self.limit.map_or(most, |limit| limit.min(most)), ceiling }
    }

    /// Opens the files of a process, if there is room for more. Once there is not, it is the caller who needs what there is.
    fn open(&mut self, room: &mut Room, system: &System, pid: Pid, fields: Fields) -> Files {
        if self.count >= room.most {
            return Files::default();
        }
        let opened = Files::open(system, pid, fields);
        let too_many = match &opened {
            Ok(files) => files.all().map(|file| above(room.ceiling, file.as_fd())).max(),
            Err(error) if is_short(error) => Some(self.count.div_ceil(2).max(1)),
            Err(_) => None,
        };
        let files = opened.unwrap_or_default();
        if let Some(too_many @ 1..) = too_many {
            // These are not held either.
            self.give_back(too_many.saturating_sub(files.count()));
            room.most = self.count.min(self.limit.unwrap_or(usize::MAX));
        }
        files
    }

    /// Holds on to a process if there is room.
    fn hold(&mut self, process: HeldProcess, room: &mut Room) {
        let count = self.count.saturating_add(process.files.count());
        if count > room.most {
            // Nor is there for others that are new.
            room.most = room.most.min(self.count);
        } else if count > self.count {
            self.count = count;
            self.processes.push(process);
        }
    }

    /// Lets go of so many, if it has them, and holds no more from now on.
    fn give_back(&mut self, count: usize) {
        if count > 0 && self.count > 0 {
            self.keep(self.count.saturating_sub(count));
        }
    }

    /// Holds no more than so many from now on.
    fn keep(&mut self, most: usize) {
        self.limit = Some(self.limit.map_or(most, |limit| limit.min(most)));
        while self.count > most {
            let Some(process) = self.processes.pop() else { break };
            self.count = self.count.saturating_sub(process.files.count());
        }
    }
}

/// How many descriptors there are too many if no more than `ceiling` should be open, by one that was opened just now: the
/// kernel gives the lowest number that is free, so all below are taken.
fn above(ceiling: usize, newest: BorrowedFd<'_>) -> usize {
    usize::try_from(newest.as_raw_fd()).unwrap_or(usize::MAX).saturating_add(1).saturating_sub(ceiling)
}

/// Whether the caller, or the system, has no descriptor left.
fn is_short(error: &Error) -> bool {
    is(error, Errno::MFILE) || is(error, Errno::NFILE)
}

/// How many descriptors the caller may have open.
pub(super) fn allowed_descriptors() -> usize {
    let soft = getrlimit(Resource::Nofile).current;
    soft.and_then(|soft| usize::try_from(soft).ok()).unwrap_or(usize::MAX)
}

impl Files {
    fn all(&self) -> impl Iterator<Item = &Fd> {
        [&self.stat, &self.statm, &self.pidfd].into_iter().flatten()
    }

    fn count(&self) -> usize {
        self.all().count()
    }

    /// Opens what reading `fields` again can use.
    fn open(system: &System, pid: Pid, fields: Fields) -> Result<Self> {
        let file = |name| read::open(system, pid, name, OFlags::empty());
        let statm = fields.intersects(BY_STATM);
        let pidfd = fields.intersects(fill::BY_IDS) && !fields.intersects(BY_STATUS) && is_own(system);
        Ok(Self {
            stat: Some(file("stat")?),
            statm: if statm { Some(file("statm")?) } else { None },
            pidfd: if pidfd { optional(pidfd::open(pid))? } else { None },
        })
    }
}

/// What there may be no need of, unless descriptors are short.
fn optional(opened: Result<Fd>) -> Result<Option<Fd>> {
    match opened {
        Err(error) if is_short(&error) => Err(error),
        opened => Ok(opened.ok()),
    }
}

pub(crate) fn update_held(held: &mut Held, system: &System, fields: Fields) -> Result<Listing> {
    loop {
        let before = held.count;
        let listing = update_once(held, system, fields);
        let most = before.max(held.count);
        if listing.is_err() {
            held.count = held.processes.iter().map(|process| process.files.count()).sum();
        }
        // What is held may be all that is missing.
        match listing {
            Err(error) if is_short(&error) && most > 0 => held.keep(most / 2),
            listing => return listing,
        }
    }
}

fn update_once(held: &mut Held, system: &System, fields: Fields) -> Result<Listing> {
    let proc = identity::open_proc(system)?;
    let pids = identity::pids_in(system, proc.as_fd())?;
    let mut room = held.room(proc.as_fd());
    let mut reader = Reader::new(system, Some(proc), fields)?;
    let mut listing = Listing::with_room(pids.len());
    let mut before = std::mem::replace(&mut held.processes, Vec::with_capacity(pids.len())).into_iter().peekable();
    for pid in pids {
        // Both are in order of pid: nobody has the pids in between any more.
        let mut known = None;
        while let Some(process) = before.next_if(|process| process.pid <= pid) {
            held.count = held.count.saturating_sub(process.files.count());
            known = Some(process).filter(|process| process.pid == pid);
        }
        listing.add(|snapshot| {
            let open = || held.open(&mut room, system, pid, fields);
            let process = read_held(&mut reader, pid, known, open, snapshot)?;
            held.hold(process, &mut room);
            Ok(())
        })?;
    }
    held.count = before.fold(held.count, |count, process| count.saturating_sub(process.files.count()));
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
