//! `close(2)` without a call of a function.

use std::mem::ManuallyDrop;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd};

/// A descriptor that is open for a moment. An [`OwnedFd`] is closed by a function of the C library, whose return costs up to a
/// microsecond where the kernel guards its own (Safe RET): a tenth of reading a file of `/proc`.
#[derive(Debug)]
pub(crate) struct Fd(ManuallyDrop<OwnedFd>);

impl From<OwnedFd> for Fd {
    #[inline(always)]
    fn from(fd: OwnedFd) -> Self {
        Self(ManuallyDrop::new(fd))
    }
}

impl AsFd for Fd {
    #[inline(always)]
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}

impl Drop for Fd {
    #[inline(always)]
    fn drop(&mut self) {
        // SAFETY: the descriptor is owned here, and its owner is never dropped itself, so that nobody else closes it.
        unsafe { rustix::io::close(self.0.as_raw_fd()) }
    }
}
