//! What the kernel says of a process by its pidfd: `PIDFD_GET_INFO` (Linux 6.13+) of `linux/pidfd.h`.

use std::os::fd::{AsRawFd, BorrowedFd};

use rustix::io::Errno;
use rustix::ioctl::{Updater, ioctl, opcode};

/// `struct pidfd_info` in its first published size, which every kernel with the call takes.
#[repr(C)]
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct PidfdInfo {
    /// What is asked for, and then what was filled in.
    pub(crate) mask: u64,
    pub(crate) cgroupid: u64,
    pub(crate) pid: u32,
    pub(crate) tgid: u32,
    pub(crate) ppid: u32,
    pub(crate) ruid: u32,
    pub(crate) rgid: u32,
    pub(crate) euid: u32,
    pub(crate) egid: u32,
    pub(crate) suid: u32,
    pub(crate) sgid: u32,
    pub(crate) fsuid: u32,
    pub(crate) fsgid: u32,
    pub(crate) exit_code: i32,
}

const _: () = assert!(size_of::<PidfdInfo>() == 64, "PIDFD_INFO_SIZE_VER0");

/// `PIDFD_INFO_PID`.
pub(crate) const INFO_PID: u64 = 1 << 0;
/// `PIDFD_INFO_CREDS`.
pub(crate) const INFO_CREDS: u64 = 1 << 1;
/// `PIDFD_INFO_EXIT` (Linux 6.15+): how the process ended, once it has been reaped.
pub(crate) const INFO_EXIT: u64 = 1 << 3;

/// Asks for `mask`; the answer's own mask says what of it was filled in.
#[inline(always)]
pub(crate) fn info(pidfd: BorrowedFd<'_>, mask: u64) -> Result<PidfdInfo, Errno> {
    const GET_INFO: rustix::ioctl::Opcode = opcode::read_write::<PidfdInfo>(0xFF, 11);
    let mut info = PidfdInfo { mask, ..PidfdInfo::default() };
    // SAFETY: the opcode is that of PIDFD_GET_INFO for a struct of this very size, which the kernel reads and writes no
    // further; all bit patterns are valid for it. On a descriptor that is no pidfd the kernel fails with ENOTTY.
    unsafe { ioctl(pidfd, Updater::<GET_INFO, _>::new(&mut info)) }?;
    Ok(info)
}

/// `pidfd_send_signal(2)`, with any number: rustix knows no real-time signals and not 0, which only looks.
pub(crate) fn signal(pidfd: BorrowedFd<'_>, signal: i32) -> Result<(), Errno> {
    unsafe extern "C" {
        fn syscall(number: core::ffi::c_long, ...) -> core::ffi::c_long;
    }
    /// The same number on every architecture: it came after their tables were unified.
    const PIDFD_SEND_SIGNAL: core::ffi::c_long = 424;
    let info: *const core::ffi::c_void = core::ptr::null();
    // SAFETY: the descriptor is open for the length of the call; a null siginfo makes the kernel fill in its own, and no
    // other memory is handed over.
    let done = unsafe { syscall(PIDFD_SEND_SIGNAL, pidfd.as_raw_fd(), signal, info, 0u32) };
    succeeded(done == 0)
}

/// `kill(2)` of one process, with any number likewise.
pub(crate) fn kill(pid: rustix::process::Pid, signal: i32) -> Result<(), Errno> {
    unsafe extern "C" {
        fn kill(pid: i32, signal: i32) -> i32;
    }
    // SAFETY: it takes two numbers and no memory; the pid is of one process, since its type is positive.
    let done = unsafe { kill(pid.as_raw_nonzero().get(), signal) };
    succeeded(done == 0)
}

fn succeeded(done: bool) -> Result<(), Errno> {
    if done {
        return Ok(());
    }
    Err(Errno::from_io_error(&std::io::Error::last_os_error()).unwrap_or(Errno::IO))
}
