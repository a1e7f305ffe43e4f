//! What a handle remembers of its process, to tell it from others for less than a read of `stat`.
//!
//! Since Linux 6.9 pidfds are files of a file system of their own, pidfs, in which each process has an inode number
//! (`pid->ino` of `fs/pidfs.c`). It is counted up in 64 bits, so no other process has it until the next boot. A pidfd opened
//! and looked at takes two thirds of the time that `stat` takes, and can be asked for the parent. It is only ever what says
//! yes: where it says anything else, the start time decides.

use std::os::fd::{AsFd, BorrowedFd};
use std::sync::atomic::{AtomicU64, Ordering};

use sysproc_decode::linux::pid_stat::PidStat;

use super::identity::with_own_stat;
use super::pidfd;
use crate::process::StartTime;
use crate::sys::linux::ffi::fd::Fd;
use crate::sys::linux::state::is_own;
use crate::{Process, Result};

/// A start time, and the inode number of the pidfd of the process that was found to have it.
#[derive(Debug)]
pub(crate) struct Identity {
    start: StartTime,
    /// The inode number, or how far it is to it. Real ones begin at 2.
    inode: AtomicU64,
}

/// Nobody has asked yet.
const UNASKED: u64 = 0;
/// Somebody has, and so it may pay to look for the number when the next does.
const ASKED: u64 = 1;
/// There is no number, or it does not help.
const NONE: u64 = u64::MAX;

impl Identity {
    pub(crate) fn new(start: StartTime) -> Self {
        Self { start, inode: AtomicU64::new(UNASKED) }
    }

    pub(crate) fn start(&self) -> StartTime {
        self.start
    }
}

impl Clone for Identity {
    fn clone(&self) -> Self {
        Self { start: self.start, inode: AtomicU64::new(self.inode.load(Ordering::Relaxed)) }
    }
}

/// What a pidfd tells of the handle's process, or else what `stat` tells; either is checked to be of that process.
#[inline(always)]
pub(super) fn ask<T>(
    process: &Process,
    of_pidfd: impl FnOnce(BorrowedFd<'_>) -> Option<T>,
    of_stat: impl FnOnce(&PidStat<'_>) -> Option<T>,
) -> Result<T> {
    let inode = &process.identity().inode;
    let known = inode.load(Ordering::Relaxed);
    if known == UNASKED || known == NONE {
        let answer = with_own_stat(process, of_stat)?;
        let _ = inode.compare_exchange(UNASKED, ASKED, Ordering::Relaxed, Ordering::Relaxed);
        return Ok(answer);
    }
    // Opened before `stat` is read: while it is open, and `stat` is that of the handle's process, so is it.
    let pidfd = if is_own(process.system()) { pidfd::open(process.pid()).ok() } else { None };
    let of_pidfd = pidfd.as_ref().filter(|pidfd| inode_of(pidfd) == Some(known)).and_then(|fd| of_pidfd(fd.as_fd()));
    if let Some(answer) = of_pidfd {
        return Ok(answer);
    }
    let answer = with_own_stat(process, of_stat)?;
    let found = pidfd.filter(|_| known == ASKED).and_then(|pidfd| unique_inode(&pidfd));
    inode.store(found.unwrap_or(NONE), Ordering::Relaxed);
    Ok(answer)
}

#[inline(always)]
fn inode_of(pidfd: &Fd) -> Option<u64> {
    rustix::fs::fstat(pidfd).ok().map(|stat| stat.st_ino)
}

/// The inode number of a pidfd if it is one for each process: before pidfs all pidfds had the same, and where the kernel
/// counts in 32 bits they come again.
fn unique_inode(pidfd: &Fd) -> Option<u64> {
    /// `PID_FS_MAGIC` of `linux/magic.h`.
    const PIDFS: u64 = 0x5049_4446;
    let is_pidfs = rustix::fs::fstatfs(pidfd).is_ok_and(|fs| u64::try_from(fs.f_type) == Ok(PIDFS));
    inode_of(pidfd).filter(|inode| is_pidfs && usize::BITS >= 64 && *inode > ASKED)
}
