//! Waiting in an event loop.

use super::{Exit, Process};
use crate::Result;
use crate::sys;

/// A hold on a process, for an event loop that is to wait for its end: it owns a descriptor which becomes readable then.
/// It is closed when the hold is dropped.
///
/// ```
/// # fn main() -> sysproc::Result<()> {
/// use sysproc::Process;
/// let hold = Process::current()?.hold()?;
/// println!("descriptor {:?}, to be watched by poll, epoll or an event loop", hold.descriptor());
/// assert_eq!(hold.exit()?, None, "it still runs");
/// # Ok(()) }
/// ```
#[derive(Debug)]
pub struct Hold {
    process: Process,
    held: sys::Hold,
}

impl Process {
    /// Takes hold of it, so that an event loop can wait for its end.
    ///
    /// # Errors
    /// [`Error::NoSuchProcess`](crate::Error::NoSuchProcess) once it is gone. A zombie can be held.
    ///
    /// # Platform
    /// Linux: `pidfd_open(2)`. Windows: `OpenProcess`.
    pub fn hold(&self) -> Result<Hold> {
        Ok(Hold { process: self.clone(), held: sys::process::hold(self)? })
    }
}

impl Hold {
    /// The number of the descriptor that becomes readable when the process has ended; on Windows that of a handle, which is
    /// set then. `None` where the system has none (Linux before 5.3): then [`exit`](Self::exit) has to be asked again and
    /// again.
    #[must_use]
    pub fn descriptor(&self) -> Option<i32> {
        self.held.descriptor()
    }

    /// How it ended; `None` as long as it has not. Does not wait, and does not reap it. The answer stays right when its
    /// parent has reaped it.
    ///
    /// # Errors
    /// [`Error::System`](crate::Error::System) if the system refuses to tell.
    ///
    /// # Platform
    /// As [`Process::wait`].
    pub fn exit(&self) -> Result<Option<Exit>> {
        sys::process::exit_of_held(&self.process, &self.held)
    }
}
