//! The threads of a process.

use std::ffi::OsString;
use std::os::fd::AsFd;
use std::os::unix::ffi::OsStringExt;

use rustix::fs::{Mode, OFlags, RawDir};
use rustix::io::Errno;
use sysproc_decode::linux::pid_stat::pid_stat;
use sysproc_decode::text::number;

use super::identity::is_running;
use super::read;
use crate::process::Thread;
use crate::sys::linux::clock::ticks;
use crate::sys::linux::files::{READ, read_fd};
use crate::{Error, Process, Result};

pub(crate) fn threads(process: &Process) -> Result<Vec<Thread>> {
    let (system, pid) = (process.system(), process.pid());
    let task = read::open(system, pid, "task", OFlags::DIRECTORY)?;
    let failed = |errno| read::failed(system, pid, "task", errno);
    let (mut threads, mut stat) = (Vec::new(), Vec::new());
    let mut room = Vec::with_capacity(32 << 10);
    let mut entries = RawDir::new(&task, room.spare_capacity_mut());
    while let Some(entry) = entries.next() {
        let entry = entry.map_err(failed)?;
        let Some(id) = number(entry.file_name().to_bytes()) else { continue };
        let file = rustix::fs::openat(&task, format!("{id}/stat"), READ, Mode::empty());
        match file.and_then(|file| read_fd(file.as_fd(), &mut stat)) {
            Ok(()) => threads.extend(thread_of(id, &stat)),
            // It has ended meanwhile.
            Err(Errno::NOENT | Errno::SRCH) => {}
            Err(errno) => return Err(failed(errno)),
        }
    }
    // The directory was of a process with this pid; that it is the handle's is known only now.
    if !is_running(process)? {
        return Err(Error::NoSuchProcess { pid });
    }
    threads.sort_unstable_by_key(|thread| thread.id);
    Ok(threads)
}

fn thread_of(id: u64, stat: &[u8]) -> Option<Thread> {
    let stat = pid_stat(stat)?;
    Some(Thread {
        id,
        user: ticks(stat.utime?),
        system: ticks(stat.stime?),
        name: Some(OsString::from_vec(stat.comm.to_vec())),
        cpu_num: stat.processor,
    })
}
