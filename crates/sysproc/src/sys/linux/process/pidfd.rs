//! Holding on to a process, so that acting on it cannot hit another one.

use std::os::fd::{AsFd, OwnedFd};

use rustix::io::Errno;
use rustix::process::{PidfdFlags, pidfd_open};

use super::identity::is_running;
use crate::sys::linux::state::require_own;
use crate::{Error, Pid, Process, Result};

/// A pidfd of a process that was the handle's when it was opened.
pub(super) struct Grip {
    pub(super) fd: OwnedFd,
    pid: Pid,
}

/// The pid as the kernel's calls take it. What does not fit is no process: it must never come out negative or zero, which
/// mean groups of processes to kill(2).
pub(super) fn raw(pid: Pid) -> Result<rustix::process::Pid> {
    i32::try_from(pid).ok().and_then(rustix::process::Pid::from_raw).ok_or(Error::NoSuchProcess { pid })
}

/// Opens a pidfd. The kernel says EINVAL or ENOENT for a thread that leads no process.
pub(super) fn open(pid: Pid) -> Result<OwnedFd> {
    pidfd_open(raw(pid)?, PidfdFlags::empty()).map_err(|errno| match errno {
        Errno::SRCH | Errno::INVAL | Errno::NOENT => Error::NoSuchProcess { pid },
        _ => error(pid, "pidfd_open", errno),
    })
}

impl Grip {
    /// Takes hold of the process, and then checks that it is the one that the handle means.
    pub(super) fn on(process: &Process, function: &'static str) -> Result<Self> {
        require_own(process.system(), function)?;
        let grip = Self { fd: open(process.pid())?, pid: process.pid() };
        if is_running(process)? { Ok(grip) } else { Err(Error::NoSuchProcess { pid: process.pid() }) }
    }

    /// Whether the process still has its pid. As long as it has, what was done by number was done to it.
    fn is_held(&self) -> Result<()> {
        let alive = crate::sys::linux::ffi::pidfd::signal(self.fd.as_fd(), 0);
        // Without the right to signal it, it is there all the same.
        match alive {
            Ok(()) | Err(Errno::PERM) => Ok(()),
            Err(_) => Err(Error::NoSuchProcess { pid: self.pid }),
        }
    }

    /// Does something by number, for calls that take no pidfd. That the process has kept its number is checked afterwards:
    /// otherwise the call is reported as failed, since it may have met nobody.
    pub(super) fn by_number<T>(
        &self,
        call: &'static str,
        act: impl FnOnce(rustix::process::Pid) -> rustix::io::Result<T>,
    ) -> Result<T> {
        let done = act(raw(self.pid)?);
        self.is_held()?;
        done.map_err(|errno| error(self.pid, call, errno))
    }
}

/// What a failed call about a process means.
pub(super) fn error(pid: Pid, call: &'static str, errno: Errno) -> Error {
    match errno {
        Errno::SRCH => Error::NoSuchProcess { pid },
        Errno::ACCESS | Errno::PERM => Error::AccessDenied { pid: Some(pid), what: call.into() },
        Errno::INVAL => Error::invalid(format!("{call} takes no such value (pid {pid})")),
        _ => Error::System { what: call.into(), source: errno.into() },
    }
}
