//! User and group ids.

use std::os::fd::AsFd;

use sysproc_decode::linux::pid_status::{PidStatus, pid_status};

use super::{pidfd, read};
use crate::process::{Gids, Ids, Uids};
use crate::sys::linux::ffi::fd::Fd;
use crate::sys::linux::ffi::pidfd::{INFO_CREDS, PidfdInfo, info};
use crate::sys::linux::state::is_own;
use crate::{Pid, Process, Result, System};

pub(crate) fn uids(process: &Process) -> Result<Uids> {
    Ok(both(process.system(), process.pid(), None)?.0)
}

pub(crate) fn gids(process: &Process) -> Result<Gids> {
    Ok(both(process.system(), process.pid(), None)?.1)
}

/// User and group ids, from the cheapest source that this kernel has: a pidfd, one that is held at best.
#[inline(always)]
pub(super) fn both(system: &System, pid: Pid, held: Option<&Fd>) -> Result<(Uids, Gids)> {
    let opened = match held {
        // A thread's id has no pidfd, and a kernel or a sandbox may have none at all: ask the file.
        None if is_own(system) => pidfd::open(pid).ok(),
        _ => None,
    };
    if let Some(pidfd) = held.or(opened.as_ref()) {
        match info(pidfd.as_fd(), INFO_CREDS) {
            Ok(info) if info.mask & INFO_CREDS != 0 => return Ok(of_info(&info)),
            // Not even ESRCH means that it is gone: Linux 6.13 and some after it say so of a process whose parent the
            // caller cannot see, as of one that was put into a container from outside.
            _ => {}
        }
    }
    from_status(system, pid)
}

/// The ids in the answer of `PIDFD_GET_INFO`.
fn of_info(info: &PidfdInfo) -> (Uids, Gids) {
    let uids = Ids { real: info.ruid, effective: info.euid, saved: info.suid };
    let gids = Ids { real: info.rgid, effective: info.egid, saved: info.sgid };
    (uids, gids)
}

/// The lines `Uid` and `Gid` of `/proc/PID/status`.
fn from_status(system: &System, pid: Pid) -> Result<(Uids, Gids)> {
    let mut text = Vec::new();
    read::read_into(system, pid, "status", &mut text)?;
    of_status(&pid_status(&text)).ok_or_else(|| read::malformed(system, pid, "status"))
}

pub(super) fn of_status(status: &PidStatus<'_>) -> Option<(Uids, Gids)> {
    let ids = |[real, effective, saved, _]: [u32; 4]| Ids { real, effective, saved };
    Some((status.uid.map(ids)?, status.gid.map(ids)?))
}
