//! Waiting for processes to end, by their pidfds: one becomes readable when its process ends.

use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::process::{WaitId, WaitIdOptions, WaitIdStatus, waitid};

use super::identity::with_own_stat;
use super::pidfd::{Grip, error};
use crate::process::{Exit, Signal};
use crate::sys::linux::ffi;
use crate::{Error, Process, Result};

/// How long at most until processes beyond the limit of descriptors are looked at again.
const RETRY: Duration = Duration::from_millis(100);

pub(crate) fn wait(processes: &[&Process], timeout: Option<Duration>, each: &mut dyn FnMut(usize, Exit)) -> Result<()> {
    let deadline = timeout.and_then(|timeout| Instant::now().checked_add(timeout));
    // Those without a grip yet, the first last.
    let mut waiting: Vec<usize> = (0..processes.len()).rev().collect();
    let mut held: Vec<(usize, OwnedFd)> = Vec::new();
    loop {
        while let Some((index, process)) = waiting.last().and_then(|i| Some((*i, *processes.get(*i)?))) {
            match Grip::on(process, "process::wait") {
                Ok(grip) => held.push((index, grip.fd)),
                Err(Error::NoSuchProcess { .. }) => each(index, Exit::Unknown),
                Err(error) if held.is_empty() || !is_out_of_descriptors(&error) => return Err(error),
                Err(_) => break,
            }
            waiting.pop();
        }
        if held.is_empty() {
            return Ok(());
        }
        let ready = poll_all(&held, deadline, !waiting.is_empty())?;
        let mut ready = ready.into_iter();
        held.retain(|(index, fd)| {
            let ended = ready.next().unwrap_or(false);
            if let (true, Some(process)) = (ended, processes.get(*index)) {
                each(*index, how_it_ended(process, fd.as_fd()));
            }
            !ended
        });
        let left = held.len().saturating_add(waiting.len());
        if left > 0 && deadline.is_some_and(|deadline| Instant::now() >= deadline) {
            let pid = if processes.len() == 1 { processes.first().map(|p| p.pid()) } else { None };
            return Err(Error::TimeoutExpired { pid, timeout: timeout.unwrap_or_default() });
        }
    }
}

pub(crate) fn wait_and_reap(process: &Process, timeout: Option<Duration>) -> Result<Exit> {
    let grip = match Grip::on(process, "process::wait_and_reap") {
        Ok(grip) => grip,
        Err(Error::NoSuchProcess { .. }) => return Ok(Exit::Unknown),
        Err(error) => return Err(error),
    };
    let mut exit = Exit::Unknown;
    wait(&[process], timeout, &mut |_, how| exit = how)?;
    match waitid(WaitId::PidFd(grip.fd.as_fd()), WaitIdOptions::EXITED | WaitIdOptions::NOHANG) {
        Ok(Some(status)) => Ok(exit_of(&status).unwrap_or(exit)),
        Ok(None) | Err(Errno::CHILD) => Ok(exit),
        Err(errno) => Err(error(process.pid(), "waitid", errno)),
    }
}

fn is_out_of_descriptors(error: &Error) -> bool {
    let Error::System { source, .. } = error else { return false };
    matches!(Errno::from_io_error(source), Some(Errno::MFILE | Errno::NFILE))
}

/// Which of them have ended: after at least one has, or the deadline, or if `again` a moment.
fn poll_all(held: &[(usize, OwnedFd)], deadline: Option<Instant>, again: bool) -> Result<Vec<bool>> {
    let mut fds: Vec<PollFd<'_>> = held.iter().map(|(_, fd)| PollFd::new(fd, PollFlags::IN)).collect();
    loop {
        let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
        let left = if again { Some(left.map_or(RETRY, |left| left.min(RETRY))) } else { left };
        // A time that does not fit is as good as for ever.
        let left = left.and_then(|left| Timespec::try_from(left).ok());
        match poll(&mut fds, left.as_ref()) {
            Ok(_) => return Ok(fds.iter().map(|fd| !fd.revents().is_empty()).collect()),
            Err(Errno::INTR) => {}
            Err(errno) => return Err(Error::system("poll", errno)),
        }
    }
}

/// How a process ended that has, without reaping it.
fn how_it_ended(process: &Process, pidfd: BorrowedFd<'_>) -> Exit {
    let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
    if let Ok(Some(status)) = waitid(WaitId::PidFd(pidfd), options) {
        return exit_of(&status).unwrap_or(Exit::Unknown);
    }
    // Not a child. While it is a zombie its stat line has the code, as 0 also for those who may not know it; once it is
    // reaped the pidfd has, for everybody.
    let zombie = with_own_stat(process, |stat| stat.exit_code).ok().filter(|code| *code != 0);
    let reaped = || {
        let info = ffi::pidfd::info(pidfd, ffi::pidfd::INFO_EXIT).ok()?;
        (info.mask & ffi::pidfd::INFO_EXIT != 0).then_some(info.exit_code)
    };
    zombie.or_else(reaped).map_or(Exit::Unknown, exit_of_code)
}

fn exit_of(status: &WaitIdStatus) -> Option<Exit> {
    let signal = || status.terminating_signal().map(|signal| Exit::Signal(Signal(signal)));
    status.exit_status().map(Exit::Code).or_else(signal)
}

/// The code in the form of wait(2): the signal in the low seven bits, else the exit status above the low byte.
fn exit_of_code(code: i32) -> Exit {
    match code & 0x7f {
        0 => Exit::Code((code >> 8) & 0xff),
        signal => Exit::Signal(Signal(signal)),
    }
}
