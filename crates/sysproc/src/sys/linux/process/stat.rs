//! The getters that one read of `/proc/PID/stat` answers. The read carries the start time, so each is sure to be of the
//! process that the handle means.

use std::ffi::OsString;
use std::os::fd::BorrowedFd;
use std::os::unix::ffi::{OsStrExt, OsStringExt};

use sysproc_decode::linux::pid_stat::PidStat;

use super::identity::{is_running, with_own_stat};
use super::known;
use super::text::first_argument;
use crate::process::{PageFaults, ProcessCpuTimes, Status};
use crate::sys::linux::clock::ticks;
use crate::sys::linux::ffi::pidfd::{INFO_PID, info};
use crate::{Error, Pid, Process, Result};

pub(crate) fn ppid(process: &Process) -> Result<Pid> {
    known::ask(process, parent_of, |stat| stat.ppid)
}

/// The parent that `PIDFD_GET_INFO` tells.
fn parent_of(pidfd: BorrowedFd<'_>) -> Option<Pid> {
    info(pidfd, INFO_PID).ok().filter(|info| info.mask & INFO_PID != 0).map(|info| info.ppid)
}

pub(crate) fn status(process: &Process) -> Result<Status> {
    with_own_stat(process, status_of)
}

pub(crate) fn nice(process: &Process) -> Result<i32> {
    with_own_stat(process, |stat| stat.nice)
}

pub(crate) fn num_threads(process: &Process) -> Result<usize> {
    with_own_stat(process, num_threads_of)
}

pub(crate) fn cpu_times(process: &Process) -> Result<ProcessCpuTimes> {
    with_own_stat(process, cpu_times_of)
}

pub(crate) fn cpu_num(process: &Process) -> Result<u32> {
    with_own_stat(process, |stat| stat.processor)
}

pub(crate) fn page_faults(process: &Process) -> Result<PageFaults> {
    with_own_stat(process, page_faults_of)
}

/// The letters of `task_state_array` in `fs/proc/array.c`, of all versions.
pub(super) fn status_of(stat: &PidStat<'_>) -> Option<Status> {
    Some(match stat.state? {
        b'R' => Status::Running,
        b'S' => Status::Sleeping,
        b'D' => Status::DiskSleep,
        b'T' => Status::Stopped,
        b't' => Status::TracingStop,
        b'Z' => Status::Zombie,
        b'X' | b'x' => Status::Dead,
        b'K' => Status::WakeKill,
        b'W' => Status::Waking,
        b'I' => Status::Idle,
        b'P' => Status::Parked,
        _ => return None,
    })
}

pub(super) fn is_zombie(stat: &PidStat<'_>) -> bool {
    matches!(status_of(stat), Some(Status::Zombie | Status::Dead))
}

/// Whether its main thread has ended before the others. What the kernel tells of that thread's memory and descriptors it then
/// lacks, though the process has them still.
pub(super) fn has_lost_its_main_thread(stat: &PidStat<'_>) -> bool {
    is_zombie(stat) && stat.num_threads.is_some_and(|threads| threads > 1)
}

/// Whether it has memory of its own, or may have. A process that is ending has let go of it, and a kernel thread has none.
pub(super) fn has_memory(stat: &PidStat<'_>) -> bool {
    stat.vsize != Some(0)
}

pub(super) fn num_threads_of(stat: &PidStat<'_>) -> Option<usize> {
    stat.num_threads?.try_into().ok()
}

pub(super) fn cpu_times_of(stat: &PidStat<'_>) -> Option<ProcessCpuTimes> {
    Some(ProcessCpuTimes {
        user: ticks(stat.utime?),
        system: ticks(stat.stime?),
        children_user: ticks(stat.cutime?),
        children_system: ticks(stat.cstime?),
        iowait: stat.blkio_ticks.map(ticks),
    })
}

pub(super) fn page_faults_of(stat: &PidStat<'_>) -> Option<PageFaults> {
    Some(PageFaults { minor: stat.minflt?, major: stat.majflt? })
}

pub(crate) fn name(process: &Process) -> Result<OsString> {
    let (comm, cut) = with_own_stat(process, |stat| Some((stat.comm.to_vec(), may_be_cut(stat))))?;
    if cut { completed_name(process, &comm) } else { Ok(OsString::from_vec(comm)) }
}

/// Whether the kernel may have cut the name: it keeps `TASK_COMM_LEN` bytes with a NUL. A thread of the kernel itself has no
/// command line to complete it from.
pub(super) fn may_be_cut(stat: &PidStat<'_>) -> bool {
    /// `PF_KTHREAD` of `linux/sched.h`.
    const KERNEL_THREAD: u32 = 0x0020_0000;
    stat.comm.len() >= 15 && stat.flags.is_none_or(|flags| flags & KERNEL_THREAD == 0)
}

/// The file name of the first argument, if it begins with what the kernel kept of the name; else that. The arguments are
/// read after the name, so it is checked that they were of the same process.
pub(super) fn completed_name(process: &Process, comm: &[u8]) -> Result<OsString> {
    let whole = match first_argument(process) {
        Ok(first) => first,
        Err(error @ Error::NoSuchProcess { .. }) => return Err(error),
        Err(_) => None,
    };
    let whole = whole.as_deref().and_then(|first| first.as_bytes().rsplit(|byte| *byte == b'/').next());
    let whole = whole.filter(|name| name.starts_with(comm) && name.len() > comm.len());
    if whole.is_some() && !is_running(process)? {
        return Err(Error::NoSuchProcess { pid: process.pid() });
    }
    Ok(OsString::from_vec(whole.unwrap_or(comm).to_vec()))
}
