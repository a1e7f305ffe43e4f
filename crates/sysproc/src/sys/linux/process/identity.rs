//! Which processes there are, and whether one is still the one that was meant.

use std::os::fd::{AsFd, BorrowedFd};
use std::time::SystemTime;

use rustix::fs::{CWD, OFlags, RawDir};
use sysproc_decode::linux::pid_stat::{PidStat, pid_stat};
use sysproc_decode::text::{keyed, number};

use super::{known, read};
use crate::process::StartTime;
use crate::sys::linux::clock;
use crate::sys::linux::fds::entries_room;
use crate::sys::linux::ffi::fd::Fd;
use crate::sys::linux::files::open_at;
use crate::{Error, Pid, Process, Result, System};

/// Room for `/proc/PID/stat`, which is about 300 bytes.
const STAT_ROOM: usize = 1024;

/// Reads and decodes `/proc/PID/stat`, and hands it to `pick`, which says `None` for what it misses.
pub(super) fn with_stat<T>(system: &System, pid: Pid, pick: impl FnOnce(&PidStat<'_>) -> Option<T>) -> Result<T> {
    let mut buffer = Vec::with_capacity(STAT_ROOM);
    read::read_into(system, pid, "stat", &mut buffer)?;
    pid_stat(&buffer).as_ref().and_then(pick).ok_or_else(|| read::malformed(system, pid, "stat"))
}

/// The same of a process that is checked to be the one that the handle means, by the same read.
pub(super) fn with_own_stat<T>(process: &Process, pick: impl FnOnce(&PidStat<'_>) -> Option<T>) -> Result<T> {
    let pid = process.pid();
    with_stat(process.system(), pid, |stat| {
        let same = stat.starttime? == process.start_time().0;
        Some(if same {
            pick(stat).ok_or_else(|| read::malformed(process.system(), pid, "stat"))
        } else {
            Err(Error::NoSuchProcess { pid })
        })
    })?
}

pub(crate) fn start_time(system: &System, pid: Pid) -> Result<StartTime> {
    with_stat(system, pid, |stat| stat.starttime.map(StartTime))
}

pub(crate) fn is_running(process: &Process) -> Result<bool> {
    match known::ask(process, |_| Some(()), |_| Some(())) {
        Ok(()) => Ok(true),
        Err(Error::NoSuchProcess { .. }) => Ok(false),
        Err(error) => Err(error),
    }
}

pub(crate) fn pids(system: &System) -> Result<Vec<Pid>> {
    pids_in(system, open_proc(system)?.as_fd())
}

pub(crate) fn marked_pids(system: &System) -> Result<Vec<(Pid, u64)>> {
    entries(system, open_proc(system)?.as_fd())
}

/// Opens the proc root.
pub(super) fn open_proc(system: &System) -> Result<Fd> {
    let root = &system.roots().proc;
    open_at(CWD, root.as_path(), OFlags::DIRECTORY).map_err(|errno| Error::system(root.display().to_string(), errno))
}

/// The pids that an open proc root lists, ascending.
pub(super) fn pids_in(system: &System, proc: BorrowedFd<'_>) -> Result<Vec<Pid>> {
    Ok(entries(system, proc)?.into_iter().map(|(pid, _)| pid).collect())
}

/// The pids that an open proc root lists, ascending, with the inode number of each entry.
fn entries(system: &System, proc: BorrowedFd<'_>) -> Result<Vec<(Pid, u64)>> {
    let mut room = entries_room();
    let mut entries = RawDir::new(proc, &mut room);
    let mut pids = Vec::new();
    while let Some(entry) = entries.next() {
        let entry = entry.map_err(|errno| Error::system(system.roots().proc.display().to_string(), errno))?;
        let pid = number(entry.file_name().to_bytes()).and_then(|pid| Pid::try_from(pid).ok());
        pids.extend(pid.map(|pid| (pid, entry.ino())));
    }
    pids.sort_unstable();
    Ok(pids)
}

pub(crate) fn pid_exists(system: &System, pid: Pid) -> Result<bool> {
    let mut status = Vec::new();
    match read::read_into(system, pid, "status", &mut status) {
        Ok(()) => {}
        Err(Error::NoSuchProcess { .. }) => return Ok(false),
        Err(Error::AccessDenied { .. }) => return Ok(true),
        Err(error) => return Err(error),
    }
    // The directory of a thread is there too, though not in the list: its Tgid is another.
    let tgid = keyed(&status).find(|(key, _)| *key == b"Tgid");
    Ok(tgid.and_then(|(_, value)| number(value)).is_none_or(|tgid| tgid == u64::from(pid)))
}

pub(crate) fn create_time(process: &Process) -> Result<SystemTime> {
    let created = clock::boot(process.system())?.checked_add(clock::ticks(process.start_time().0));
    created.ok_or_else(|| read::malformed(process.system(), process.pid(), "stat"))
}
