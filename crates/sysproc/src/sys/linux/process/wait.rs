//! Waiting for processes to end, by their pidfds: one becomes readable when its process ends.

use std::os::fd::{AsFd, OwnedFd};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::process::{WaitId, WaitIdOptions, WaitIdStatus, waitid};

use super::identity::with_own_stat;
use super::pidfd::{Grip, error, raw};
use super::stat::status_of;
use crate::process::{Exit, Signal, Status, WaitFor};
use crate::sys::linux::ffi;
use crate::{Error, Process, Result};

/// How long at most until processes without a pidfd are looked at again: those beyond the limit of descriptors, and all
/// where the kernel has none.
const RETRY: Duration = Duration::from_millis(100);

/// One of the processes waited for, by its place, and its pidfd.
type Held = (usize, Option<OwnedFd>);

pub(crate) fn wait(
    processes: &[&Process],
    until: WaitFor,
    timeout: Option<Duration>,
    each: &mut dyn FnMut(usize, Exit),
) -> Result<()> {
    let deadline = timeout.and_then(|timeout| Instant::now().checked_add(timeout));
    // Those without a grip yet, the first last.
    let mut waiting: Vec<usize> = (0..processes.len()).rev().collect();
    let mut held: Vec<Held> = Vec::new();
    let any = until == WaitFor::Any;
    loop {
        take_hold(processes, &mut waiting, &mut held, each)?;
        let alive = held.len().saturating_add(waiting.len());
        if held.is_empty() || any && alive < processes.len() {
            return Ok(());
        }
        let poll_again = !waiting.is_empty() || held.iter().any(|(_, fd)| fd.is_none());
        let Some(readable) = poll_all(&held, deadline, poll_again, any)? else { return Ok(()) };
        let mut readable = readable.into_iter();
        let mut left = Vec::new();
        for (index, fd) in held {
            let Some(process) = processes.get(index) else { continue };
            let ended = if fd.is_some() { readable.next().unwrap_or(false) } else { is_over(process)? };
            if ended {
                each(index, how_it_ended(process, fd.as_ref()));
            } else {
                left.push((index, fd));
            }
        }
        held = left;
        let alive = held.len().saturating_add(waiting.len());
        if alive > 0 && deadline.is_some_and(|deadline| Instant::now() >= deadline) {
            let pid = if processes.len() == 1 { processes.first().map(|p| p.pid()) } else { None };
            return Err(Error::TimeoutExpired { pid, timeout: timeout.unwrap_or_default() });
        }
    }
}

/// Takes hold of as many processes as there are descriptors for. One that is gone has ended.
fn take_hold(
    processes: &[&Process],
    waiting: &mut Vec<usize>,
    held: &mut Vec<Held>,
    each: &mut dyn FnMut(usize, Exit),
) -> Result<()> {
    while let Some((index, process)) = waiting.last().and_then(|index| Some((*index, *processes.get(*index)?))) {
        match Grip::on(process, "process::wait") {
            Ok(grip) => held.push((index, grip.fd)),
            Err(Error::NoSuchProcess { .. }) => each(index, Exit::Unknown),
            Err(error) if held.is_empty() || !is_out_of_descriptors(&error) => return Err(error),
            Err(_) => break,
        }
        waiting.pop();
    }
    Ok(())
}

pub(crate) fn wait_and_reap(process: &Process, timeout: Option<Duration>) -> Result<Exit> {
    let grip = match Grip::on(process, "process::wait_and_reap") {
        Ok(grip) => grip,
        Err(Error::NoSuchProcess { .. }) => return Ok(Exit::Unknown),
        Err(error) => return Err(error),
    };
    let mut exit = Exit::Unknown;
    wait(&[process], WaitFor::All, timeout, &mut |_, how| exit = how)?;
    Ok(reap_held(&grip)?.unwrap_or(exit))
}

pub(crate) fn reap(process: &Process) -> Result<Option<Exit>> {
    match Grip::on(process, "process::reap") {
        Ok(grip) => reap_held(&grip),
        Err(Error::NoSuchProcess { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

fn reap_held(grip: &Grip<'_>) -> Result<Option<Exit>> {
    let process = grip.process;
    match waitid(id_of(process, grip.fd.as_ref())?, WaitIdOptions::EXITED | WaitIdOptions::NOHANG) {
        Ok(status) => Ok(status.and_then(|status| exit_of(&status))),
        Err(Errno::CHILD) => Ok(None),
        Err(errno) => Err(error(process.pid(), "waitid", errno)),
    }
}

fn id_of<'a>(process: &Process, fd: Option<&'a OwnedFd>) -> Result<WaitId<'a>> {
    match fd {
        Some(fd) => Ok(WaitId::PidFd(fd.as_fd())),
        None => raw(process.pid()).map(WaitId::Pid),
    }
}

fn is_out_of_descriptors(error: &Error) -> bool {
    let Error::System { source, .. } = error else { return false };
    matches!(Errno::from_io_error(source), Some(Errno::MFILE | Errno::NFILE))
}

/// Waits until at least one has ended, or the deadline, or if `again` a moment. Returns of those with a pidfd which have;
/// `None` if a signal came, and `heed_signals`.
fn poll_all(held: &[Held], deadline: Option<Instant>, again: bool, heed_signals: bool) -> Result<Option<Vec<bool>>> {
    let fds = held.iter().filter_map(|(_, fd)| fd.as_ref());
    let mut fds: Vec<PollFd<'_>> = fds.map(|fd| PollFd::new(fd, PollFlags::IN)).collect();
    loop {
        let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
        let left = if again { Some(left.map_or(RETRY, |left| left.min(RETRY))) } else { left };
        // A time that does not fit is as good as for ever.
        let left = left.and_then(|left| Timespec::try_from(left).ok());
        match poll(&mut fds, left.as_ref()) {
            Ok(_) => return Ok(Some(fds.iter().map(|fd| !fd.revents().is_empty()).collect())),
            Err(Errno::INTR) if heed_signals => return Ok(None),
            Err(Errno::INTR) => {}
            Err(errno) => return Err(Error::system("poll", errno)),
        }
    }
}

/// Whether a process has ended, by its state.
fn is_over(process: &Process) -> Result<bool> {
    match with_own_stat(process, status_of) {
        Ok(status) => Ok(matches!(status, Status::Zombie | Status::Dead)),
        Err(Error::NoSuchProcess { .. }) => Ok(true),
        Err(error) => Err(error),
    }
}

/// How a process ended that has, without reaping it.
fn how_it_ended(process: &Process, fd: Option<&OwnedFd>) -> Exit {
    let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
    let status = id_of(process, fd).ok().and_then(|id| waitid(id, options).ok());
    if let Some(Some(status)) = status {
        return exit_of(&status).unwrap_or(Exit::Unknown);
    }
    // Not a child. While it is a zombie its stat line has the code, as 0 also for those who may not know it; once it is
    // reaped the pidfd has, for everybody.
    let zombie = with_own_stat(process, |stat| stat.exit_code).ok().filter(|code| *code != 0);
    let reaped = || {
        let info = ffi::pidfd::info(fd?.as_fd(), ffi::pidfd::INFO_EXIT).ok()?;
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
