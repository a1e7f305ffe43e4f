//! Holding on to a process, so that acting on it cannot hit another one.

use std::os::fd::{AsFd, OwnedFd};

use rustix::io::Errno;
use rustix::process::{PidfdFlags, pidfd_open};

use super::identity::is_running;
use super::known;
use crate::sys::linux::ffi::{self, fd::Fd};
use crate::sys::linux::state::require_own_now;
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
        require_own_now(process.system(), function)?;
        let pid = process.pid();
        match pidfd_open(raw(pid)?, PidfdFlags::empty()) {
            Ok(fd) => {
                known::require(process, fd.as_fd())?;
                Ok(Self { process, fd: Some(fd) })
            }
            // There is none of a thread that leads no process, and of a process that is gone just now.
            Err(Errno::NOSYS | Errno::PERM | Errno::INVAL | Errno::NOENT) => {
                if is_running(process)? {
                    Ok(Self { process, fd: None })
                } else {
                    Err(Error::NoSuchProcess { pid })
                }
            }
            Err(errno) => Err(open_error(pid, errno)),
        }
    }

    /// Sends a signal.
    pub(super) fn signal(&self, signal: i32) -> Result<()> {
        let pid = self.process.pid();
        match self.fd.as_ref().map(|fd| ffi::pidfd::signal(fd.as_fd(), signal)) {
            // A sandbox may know pidfds and no signals by them.
            None | Some(Err(Errno::NOSYS)) => {
                ffi::pidfd::kill(raw(pid)?, signal).map_err(|errno| error(pid, "kill", errno))
            }
            Some(sent) => sent.map_err(|errno| error(pid, "pidfd_send_signal", errno)),
        }
    }

    /// Whether the process still has its pid. As long as it has, what was done by number was done to it.
    fn is_held(&self) -> Result<()> {
        let pid = self.process.pid();
        let held = match self.fd.as_ref().map(|fd| ffi::pidfd::signal(fd.as_fd(), 0)) {
            Some(Ok(())) => true,
            Some(Err(Errno::SRCH)) => false,
            // Without the right to signal it, or any means to, it may be there all the same.
            Some(Err(_)) | None => is_running(self.process)?,
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
