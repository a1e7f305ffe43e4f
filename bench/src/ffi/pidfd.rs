//! What a pidfd tells of its process: the ioctl `PIDFD_GET_INFO` of `linux/pidfd.h`. Linux 6.13+.
#![allow(unsafe_code)]

use std::os::fd::{AsFd, BorrowedFd};

use rustix::ioctl::{Opcode, Updater, ioctl, opcode};
use rustix::process::{PidfdFlags, getpid, pidfd_open};

/// `struct pidfd_info` in its first published size.
#[repr(C)]
#[derive(Default)]
pub(crate) struct PidfdInfo {
    mask: u64,
    cgroupid: u64,
    /// pid, tgid, ppid; real, effective, saved and file system ids of user and group.
    ids: [u32; 11],
    exit_code: i32,
}

const PIDFD_GET_INFO: Opcode = opcode::read_write::<PidfdInfo>(0xFF, 11);
const PIDFD_INFO_PID: u64 = 1 << 0;
const PIDFD_INFO_CREDS: u64 = 1 << 1;

/// Asks for the ids.
pub(crate) fn info(pidfd: BorrowedFd<'_>) -> rustix::io::Result<PidfdInfo> {
    let mut info = PidfdInfo { mask: PIDFD_INFO_PID | PIDFD_INFO_CREDS, ..PidfdInfo::default() };
    // SAFETY: the number is that of the header; the kernel writes as many bytes as the number says, which is the size of
    // `info`, and any bytes are valid in it.
    unsafe { ioctl(pidfd, Updater::<PIDFD_GET_INFO, PidfdInfo>::new(&mut info))? };
    Ok(info)
}

/// Whether this kernel has it.
pub(crate) fn tell_ids() -> bool {
    pidfd_open(getpid(), PidfdFlags::empty()).and_then(|pidfd| info(pidfd.as_fd())).is_ok()
}
