//! The threads of a process.

use std::ffi::OsString;
use std::os::fd::AsFd;
use std::os::unix::ffi::OsStringExt;

use rustix::fs::{OFlags, RawDir};
use rustix::io::Errno;
use sysproc_decode::linux::pid_stat::{PidStat, pid_stat};
use sysproc_decode::text::number;

use super::read;
use crate::process::{StartTime, Thread};
use crate::sys::linux::clock::ticks;
use crate::sys::linux::fds::entries_room;
use crate::sys::linux::files::{open_at, read_piece};
use crate::{Error, Process, Result};

pub(crate) fn threads(process: &Process) -> Result<Vec<Thread>> {
    match read(process)? {
        (threads, Some(start)) if start == process.start_time() => Ok(threads),
        _ => Err(Error::NoSuchProcess { pid: process.pid() }),
    }
}

/// The threads of a process that is not known to be the handle's.
pub(super) fn read_all(process: &Process) -> Result<Vec<Thread>> {
    read(process).map(|(threads, _)| threads)
}

/// The same of one that has a single thread, which then has the process's id.
pub(super) fn read_only(process: &Process) -> Result<Vec<Thread>> {
    let pid = process.pid();
    match read::read(process, &format!("task/{pid}/stat")) {
        Ok(stat) => Ok(pid_stat(&stat).and_then(|stat| thread_of(pid.into(), &stat)).into_iter().collect()),
        // Ask for what there is.
        Err(_) => read_all(process),
    }
}

/// The threads, and when the one was started that has the process's id. All are of the process that the directory was opened
/// of, so that this tells which process it is.
fn read(process: &Process) -> Result<(Vec<Thread>, Option<StartTime>)> {
    let (system, pid) = (process.system(), process.pid());
    let task = read::open(system, pid, "task", OFlags::DIRECTORY)?;
    let failed = |errno| read::failed(system, pid, "task", errno);
    let (mut threads, mut stat, mut start) = (Vec::new(), Vec::new(), None);
    let mut room = entries_room();
    let mut entries = RawDir::new(&task, &mut room);
    while let Some(entry) = entries.next() {
        let entry = entry.map_err(failed)?;
        let Some(id) = number(entry.file_name().to_bytes()) else { continue };
        let file = open_at(&task, format!("{id}/stat"), OFlags::empty());
        match file.and_then(|file| read_piece(file.as_fd(), &mut stat)) {
            Ok(()) => {
                let stat = pid_stat(&stat);
                threads.extend(stat.as_ref().and_then(|stat| thread_of(id, stat)));
                if id == u64::from(pid) {
                    start = stat.and_then(|stat| stat.starttime).map(StartTime);
                }
            }
            // It has ended meanwhile.
            Err(Errno::NOENT | Errno::SRCH) => {}
            Err(errno) => return Err(failed(errno)),
        }
    }
    threads.sort_unstable_by_key(|thread| thread.id);
    Ok((threads, start))
}

fn thread_of(id: u64, stat: &PidStat<'_>) -> Option<Thread> {
    Some(Thread {
        id,
        user: ticks(stat.utime?),
        system: ticks(stat.stime?),
        name: Some(OsString::from_vec(stat.comm.to_vec())),
        cpu_num: stat.processor,
    })
}
