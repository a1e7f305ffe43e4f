//! `ioprio_get(2)` and `ioprio_set(2)`, which no C library has.

use core::ffi::{c_int, c_long};

use rustix::io::Errno;
use rustix::process::Pid;

/// The numbers of `ioprio_set` and `ioprio_get` in the kernel's tables of system calls, by architecture.
const NUMBERS: Option<(c_long, c_long)> = if cfg!(all(target_arch = "x86_64", target_pointer_width = "64")) {
    Some((251, 252))
} else if cfg!(target_arch = "x86") {
    Some((289, 290))
} else if cfg!(target_arch = "arm") {
    Some((314, 315))
} else if cfg!(any(target_arch = "aarch64", target_arch = "riscv64", target_arch = "loongarch64")) {
    Some((30, 31))
} else if cfg!(target_arch = "s390x") {
    Some((282, 283))
} else if cfg!(target_arch = "powerpc64") {
    Some((273, 274))
} else {
    None
};

/// `IOPRIO_WHO_PROCESS` of `linux/ioprio.h`: a process or thread.
const WHO_PROCESS: c_int = 1;

unsafe extern "C" {
    fn syscall(number: c_long, ...) -> c_long;
}

/// The priority in the kernel's form. `ENOSYS` on an architecture whose numbers are not known.
pub(crate) fn get(pid: Pid) -> Result<u32, Errno> {
    let (_, number) = NUMBERS.ok_or(Errno::NOSYS)?;
    // SAFETY: the call takes two numbers and touches no memory of the caller.
    let priority = unsafe { syscall(number, WHO_PROCESS, pid.as_raw_nonzero().get()) };
    u32::try_from(priority).map_err(|_| last_error())
}

/// Sets the priority, in the kernel's form.
pub(crate) fn set(pid: Pid, priority: u32) -> Result<(), Errno> {
    let (number, _) = NUMBERS.ok_or(Errno::NOSYS)?;
    // SAFETY: the call takes three numbers and touches no memory of the caller.
    let failed = unsafe { syscall(number, WHO_PROCESS, pid.as_raw_nonzero().get(), priority) };
    if failed == 0 { Ok(()) } else { Err(last_error()) }
}

fn last_error() -> Errno {
    Errno::from_io_error(&std::io::Error::last_os_error()).unwrap_or(Errno::IO)
}
