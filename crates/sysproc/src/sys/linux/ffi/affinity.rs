//! `sched_getaffinity(2)` and `sched_setaffinity(2)` with masks of any size: rustix has them for 1,024 processors.

use core::ffi::{c_int, c_ulong};

use rustix::io::Errno;
use rustix::process::Pid;

unsafe extern "C" {
    fn sched_getaffinity(pid: c_int, size: usize, mask: *mut c_ulong) -> c_int;
    fn sched_setaffinity(pid: c_int, size: usize, mask: *const c_ulong) -> c_int;
}

/// Fills the mask. `EINVAL` if it is smaller than the kernel's.
pub(crate) fn get(pid: Pid, mask: &mut [c_ulong]) -> Result<(), Errno> {
    // SAFETY: the mask is memory of this size that the call may write to, and any bits are valid in it.
    checked(unsafe { sched_getaffinity(pid.as_raw_nonzero().get(), size_of_val(mask), mask.as_mut_ptr()) })
}

/// Sets the processors that are in the mask. `EINVAL` if there is none among them that the process may run on.
pub(crate) fn set(pid: Pid, mask: &[c_ulong]) -> Result<(), Errno> {
    // SAFETY: the mask is memory of this size, which the call only reads.
    checked(unsafe { sched_setaffinity(pid.as_raw_nonzero().get(), size_of_val(mask), mask.as_ptr()) })
}

fn checked(failed: c_int) -> Result<(), Errno> {
    if failed == 0 {
        return Ok(());
    }
    Err(Errno::from_io_error(&std::io::Error::last_os_error()).unwrap_or(Errno::IO))
}
