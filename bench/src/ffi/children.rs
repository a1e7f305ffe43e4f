//! The processor time of programs that were run to their end: `getrusage(2)`.
#![allow(unsafe_code)]

use std::ffi::{c_int, c_long};
use std::io;
use std::mem::MaybeUninit;
use std::time::Duration;

/// `RUSAGE_CHILDREN` of `sys/resource.h`.
const CHILDREN: c_int = -1;

/// `struct timeval`.
#[repr(C)]
#[derive(Clone, Copy)]
struct Time {
    seconds: c_long,
    microseconds: c_long,
}

/// `struct rusage`.
#[repr(C)]
struct Usage {
    user: Time,
    system: Time,
    others: [c_long; 14],
}

unsafe extern "C" {
    fn getrusage(who: c_int, usage: *mut Usage) -> c_int;
}

/// What all children that were waited for have used, in user code and in the kernel.
pub(crate) fn processor_time() -> io::Result<Duration> {
    let mut usage = MaybeUninit::<Usage>::uninit();
    // SAFETY: the call writes a whole `struct rusage`, which is what `Usage` is on 64-bit Linux, and no more.
    if unsafe { getrusage(CHILDREN, usage.as_mut_ptr()) } != 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: the call has succeeded, so all of it is written.
    let Usage { user, system, .. } = unsafe { usage.assume_init() };
    Ok([user, system].iter().map(Time::duration).sum())
}

impl Time {
    fn duration(&self) -> Duration {
        Duration::from_secs(self.seconds.unsigned_abs()) + Duration::from_micros(self.microseconds.unsigned_abs())
    }
}
