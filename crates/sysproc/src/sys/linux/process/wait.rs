//! Waiting for processes to end, by their pidfds: one becomes readable when its process ends.

use std::os::fd::{AsFd, OwnedFd};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::process::{WaitId, WaitIdOptions, WaitIdStatus, waitid};

use super::held::allowed_descriptors;
use super::identity::{is_running, with_own_stat};
use super::pidfd::{Grip, error, raw};
use super::stat::status_of;
use super::{kept, read};
use crate::process::{Exit, Signal, Status, WaitFor};
use crate::sys::linux::ffi;
use crate::{Error, Process, Result};

/// How long at most until processes without a pidfd are looked at again.
const RETRY: Duration = Duration::from_millis(100);

/// One of the processes waited for, by its place, and its pidfd: none for those beyond the limit of descriptors, and where
/// the kernel has none.
type Awaited = (usize, Option<OwnedFd>);

pub(crate) fn wait(
    processes: &[&Process],
    until: WaitFor,
    timeout: Option<Duration>,
    each: &mut dyn FnMut(usize, Exit),
) -> Result<()> {
    let deadline = timeout.and_then(|timeout| Instant::now().checked_add(timeout));
    let any = until == WaitFor::Any;
    let mut awaited: Vec<Awaited> = (0..processes.len()).map(|index| (index, None)).collect();
    // Half of what the caller may open, since it may want to open something meanwhile.
    let mut room = (allowed_descriptors() / 2).max(1);
    let mut time_is_over = false;
    loop {
        take_hold(processes, &mut awaited, &mut room, each)?;
        if awaited.is_empty() || any && awaited.len() < processes.len() {
            return Ok(());
        }
        if time_is_over {
            let pid = if processes.len() == 1 { processes.first().map(|p| p.pid()) } else { None };
            return Err(Error::TimeoutExpired { pid, timeout: timeout.unwrap_or_default() });
        }
        let Some(readable) = poll_all(&awaited, deadline, any)? else { return Ok(()) };
        time_is_over = deadline.is_some_and(|deadline| Instant::now() >= deadline);
        let mut readable = readable.into_iter();
        awaited.retain(|(index, fd)| {
            let ended = fd.is_some() && readable.next().unwrap_or(false);
            if let Some(process) = processes.get(*index).filter(|_| ended) {
                room = room.saturating_add(1);
                each(*index, how_it_ended(process, fd.as_ref()));
            }
            !ended
        });
    }
}

/// Takes hold of those that are not held yet, as far as there is room, and lets go of those that have ended.
fn take_hold(
    processes: &[&Process],
    awaited: &mut Vec<Awaited>,
    room: &mut usize,
    each: &mut dyn FnMut(usize, Exit),
) -> Result<()> {
    for (index, fd) in std::mem::take(awaited) {
        let Some(process) = processes.get(index) else { continue };
        let fd = match fd {
            Some(fd) => Some(fd),
            None => match look(process, room)? {
                Look::Held(fd) => Some(fd),
                Look::Running => None,
                Look::Ended(exit) => {
                    each(index, exit);
                    continue;
                }
            },
        };
        awaited.push((index, fd));
    }
    Ok(())
}

/// What a process that is not held is found to be.
enum Look {
    /// Held by now.
    Held(OwnedFd),
    /// Not held, and not at its end.
    Running,
    Ended(Exit),
}

fn look(process: &Process, room: &mut usize) -> Result<Look> {
    if *room > 0 {
        match Grip::on(process, "process::wait") {
            Ok(Grip { fd: Some(fd), .. }) => {
                *room -= 1;
                return Ok(Look::Held(fd));
            }
            Ok(_) => {}
            Err(Error::NoSuchProcess { .. }) => return Ok(Look::Ended(Exit::Unknown)),
            Err(error) if is_out_of_descriptors(&error) => *room = 0,
            Err(error) => return Err(error),
        }
    }
    Ok(exit_so_far(process, None)?.map_or(Look::Running, Look::Ended))
}

/// How a process ended, if it has.
pub(super) fn exit_so_far(process: &Process, fd: Option<&OwnedFd>) -> Result<Option<Exit>> {
    if let Some(fd) = fd {
        let ended = poll(&mut [PollFd::new(fd, PollFlags::IN)], Some(&Timespec::default()));
        let ended = ended.map_err(|errno| Error::system("poll", errno))? > 0;
        return Ok(ended.then(|| how_it_ended(process, Some(fd))));
    }
    match with_own_stat(process, |stat| Some((status_of(stat)?, stat.num_threads))) {
        // The main thread may end before the others, and is a zombie until they have ended too.
        Ok((Status::Zombie | Status::Dead, threads)) if threads.is_none_or(|threads| threads <= 1) => {
            Ok(Some(how_it_ended(process, None)))
        }
        Ok(_) => Ok(None),
        Err(Error::NoSuchProcess { .. }) => Ok(Some(Exit::Unknown)),
        Err(error) => Err(error),
    }
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
    // By its number alone a child could be meant that has got it since.
    if grip.fd.is_none() && !is_running(process)? {
        return Ok(None);
    }
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

/// Waits until at least one has ended, or the deadline, or where one is not held a moment. Returns of those with a pidfd
/// which have; `None` if a signal came, and `heed_signals`.
fn poll_all(awaited: &[Awaited], deadline: Option<Instant>, heed_signals: bool) -> Result<Option<Vec<bool>>> {
    let again = awaited.iter().any(|(_, fd)| fd.is_none());
    let fds = awaited.iter().filter_map(|(_, fd)| fd.as_ref());
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

/// How a process ended that has, without reaping it.
fn how_it_ended(process: &Process, fd: Option<&OwnedFd>) -> Exit {
    let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
    let status = id_of(process, fd).ok().and_then(|id| waitid(id, options).ok());
    if let Some(Some(status)) = status {
        return exit_of(&status).unwrap_or(Exit::Unknown);
    }
    // Not a child. While it is a zombie its stat line has the code, as 0 also for those who may not know it; but who may
    // is told that it has no program any more. Once it is reaped the pidfd has the code, for everybody.
    let may_know = read::link(process, "exe").is_err_and(|error| kept::is(&error, Errno::NOENT));
    let zombie = with_own_stat(process, |stat| stat.exit_code()).ok().filter(|code| *code != 0 || may_know);
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
