//! What a handle remembers of its process, to tell it from others for less than a read of `stat`.
//!
//! Since Linux 6.9 pidfds are files of a file system of their own, pidfs, in which each process has an inode number
//! (`pid->ino` of `fs/pidfs.c`). It is counted up in 64 bits, so no other process has it until the next boot. A pidfd opened
//! and looked at takes two thirds of the time that `stat` takes, and can be asked for the parent. It tells processes apart
//! too that have had the same pid within one clock tick, the unit of start times.

use std::os::fd::{AsFd, BorrowedFd};
use std::sync::atomic::{AtomicU64, Ordering};

use sysproc_decode::linux::pid_stat::PidStat;

use super::identity::with_own_stat;
use super::pidfd;
use crate::process::StartTime;
use crate::sys::linux::ffi::fd::Fd;
use crate::sys::linux::state::{is_own, is_own_now};
use crate::{Error, Process, Result};

/// A start time, and the inode number of the pidfd of the process that was found to have it.
#[derive(Debug)]
pub(crate) struct Identity {
    start: StartTime,
    /// A [`Known`] as a number.
    inode: AtomicU64,
}

/// What is known of the inode number.
#[derive(Clone, Copy)]
enum Known {
    /// Nobody has asked yet.
    Unasked,
    /// Somebody has, and so it may pay to look for the number when the next does.
    Asked,
    Inode(u64),
    /// There is none, or it does not help.
    Useless,
}

impl Known {
    /// Real numbers begin at 2.
    const ASKED: u64 = 1;

    fn of(number: u64) -> Self {
        match number {
            0 => Self::Unasked,
            Self::ASKED => Self::Asked,
            u64::MAX => Self::Useless,
            inode => Self::Inode(inode),
        }
    }
}

impl Identity {
    pub(crate) fn new(start: StartTime) -> Self {
        Self { start, inode: AtomicU64::new(0) }
    }

    pub(crate) fn start(&self) -> StartTime {
        self.start
    }

    fn known(&self) -> Known {
        Known::of(self.inode.load(Ordering::Relaxed))
    }

    fn was_asked(&self) {
        let _ = self.inode.compare_exchange(0, Known::ASKED, Ordering::Relaxed, Ordering::Relaxed);
    }

    fn remember(&self, inode: Option<u64>) {
        self.inode.store(inode.unwrap_or(u64::MAX), Ordering::Relaxed);
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
    tell: impl FnOnce(BorrowedFd<'_>) -> Option<T>,
    pick: impl FnOnce(&PidStat<'_>) -> Option<T>,
) -> Result<T> {
    let Known::Inode(inode) = process.identity().known() else { return ask_stat(process, pick) };
    let Some(pidfd) = own_pidfd(process) else { return with_own_stat(process, pick) };
    if inode_of(pidfd.as_fd()) != Some(inode) {
        return if is_own_now(process.system())? { Err(gone(process)) } else { with_own_stat(process, pick) };
    }
    if let Some(answer) = tell(pidfd.as_fd()) {
        return Ok(answer);
    }
    process.identity().remember(None);
    with_own_stat(process, pick)
}

/// Asks `stat`, and looks for the inode number the second time.
fn ask_stat<T>(process: &Process, pick: impl FnOnce(&PidStat<'_>) -> Option<T>) -> Result<T> {
    let identity = process.identity();
    // Opened before `stat` is read: while it is open, and `stat` is that of the handle's process, so is it.
    let pidfd = matches!(identity.known(), Known::Asked).then(|| own_pidfd(process));
    let answer = with_own_stat(process, pick)?;
    match pidfd {
        Some(pidfd) => identity.remember(pidfd.and_then(|pidfd| unique_inode(pidfd.as_fd()))),
        None => identity.was_asked(),
    }
    Ok(answer)
}

/// Fails unless the process of this pidfd, opened by the handle's pid in a context that is the caller's own, is the handle's.
pub(super) fn require(process: &Process, pidfd: BorrowedFd<'_>) -> Result<()> {
    let identity = process.identity();
    if let Known::Inode(inode) = identity.known() {
        return if inode_of(pidfd) == Some(inode) { Ok(()) } else { Err(gone(process)) };
    }
    with_own_stat(process, |_| Some(()))?;
    identity.remember(unique_inode(pidfd));
    Ok(())
}

fn gone(process: &Process) -> Error {
    Error::NoSuchProcess { pid: process.pid() }
}

/// A pidfd of who has the pid now.
#[inline(always)]
fn own_pidfd(process: &Process) -> Option<Fd> {
    if is_own(process.system()) { pidfd::open(process.pid()).ok() } else { None }
}

#[inline(always)]
fn inode_of(pidfd: BorrowedFd<'_>) -> Option<u64> {
    rustix::fs::fstat(pidfd).ok().map(|stat| stat.st_ino)
}

/// The inode number of a pidfd if it is one for each process: before pidfs all pidfds had the same, and where the kernel
/// counts in 32 bits they come again.
fn unique_inode(pidfd: BorrowedFd<'_>) -> Option<u64> {
    /// `PID_FS_MAGIC` of `linux/magic.h`.
    const PIDFS: u64 = 0x5049_4446;
    let is_pidfs = rustix::fs::fstatfs(pidfd).is_ok_and(|fs| u64::try_from(fs.f_type) == Ok(PIDFS));
    inode_of(pidfd).filter(|inode| is_pidfs && usize::BITS >= 64 && *inode > Known::ASKED)
}
