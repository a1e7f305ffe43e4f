//! Holding on to a process, so that acting on it cannot hit another one.

use std::os::fd::{AsFd, OwnedFd};

use rustix::io::Errno;
use rustix::process::{PidfdFlags, pidfd_open};

use super::identity::is_running;
use crate::sys::linux::ffi::{self, fd::Fd};
use crate::sys::linux::state::require_own;
use crate::{Error, Pid, Process, Result};

/// A hold on a process that was the handle's when it was taken.
pub(super) struct Grip<'a> {
    pub(super) process: &'a Process,
    /// `None` before Linux 5.3, and in sandboxes that forbid it: then the process is checked, and acted on by number.
    pub(super) fd: Option<OwnedFd>,
}

/// The pid as the kernel's calls take it. What does not fit is no process: it must never come out negative or zero, which
/// mean groups of processes to kill(2).
pub(super) fn raw(pid: Pid) -> Result<rustix::process::Pid> {
    i32::try_from(pid).ok().and_then(rustix::process::Pid::from_raw).ok_or(Error::NoSuchProcess { pid })
}

/// Opens a pidfd.
#[inline(always)]
pub(super) fn open(pid: Pid) -> Result<Fd> {
    pidfd_open(raw(pid)?, PidfdFlags::empty()).map(Fd::from).map_err(|errno| open_error(pid, errno))
}

/// The kernel says EINVAL or ENOENT for a thread that leads no process.
fn open_error(pid: Pid, errno: Errno) -> Error {
    match errno {
        Errno::SRCH | Errno::INVAL | Errno::NOENT => Error::NoSuchProcess { pid },
        _ => error(pid, "pidfd_open", errno),
    }
}

impl<'a> Grip<'a> {
    /// Takes hold of the process, and then checks that it is the one that the handle means.
    pub(super) fn on(process: &'a Process, function: &'static str) -> Result<Self> {
        require_own(process.system(), function)?;
        let pid = process.pid();
        let fd = match pidfd_open(raw(pid)?, PidfdFlags::empty()) {
            Ok(fd) => Some(fd),
            Err(Errno::NOSYS | Errno::PERM) => None,
            Err(errno) => return Err(open_error(pid, errno)),
        };
        if is_running(process)? { Ok(Self { process, fd }) } else { Err(Error::NoSuchProcess { pid }) }
    }

    /// Sends a signal.
    pub(super) fn signal(&self, signal: i32) -> Result<()> {
        let pid = self.process.pid();
        let (call, sent) = match &self.fd {
            Some(fd) => ("pidfd_send_signal", ffi::pidfd::signal(fd.as_fd(), signal)),
            None => ("kill", ffi::pidfd::kill(raw(pid)?, signal)),
        };
        sent.map_err(|errno| error(pid, call, errno))
    }

    /// Whether the process still has its pid. As long as it has, what was done by number was done to it.
    fn is_held(&self) -> Result<()> {
        let pid = self.process.pid();
        let held = match &self.fd {
            // Without the right to signal it, it is there all the same.
            Some(fd) => matches!(ffi::pidfd::signal(fd.as_fd(), 0), Ok(()) | Err(Errno::PERM)),
            None => is_running(self.process)?,
        };
        if held { Ok(()) } else { Err(Error::NoSuchProcess { pid }) }
    }

    /// Does something by number, for calls that take no pidfd. That the process has kept its number is checked afterwards:
    /// otherwise the call is reported as failed, since it may have met nobody.
    pub(super) fn by_number<T>(
        &self,
        call: &'static str,
        act: impl FnOnce(rustix::process::Pid) -> rustix::io::Result<T>,
    ) -> Result<T> {
        let done = act(raw(self.process.pid())?);
        self.is_held()?;
        done.map_err(|errno| error(self.process.pid(), call, errno))
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
