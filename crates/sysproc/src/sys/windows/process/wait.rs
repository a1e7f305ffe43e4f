//! Waiting for processes to end, by their handles: one is set when its process ends.

use std::os::windows::io::{AsHandle, BorrowedHandle, OwnedHandle};
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use super::handle::{QUERY, has_ended, open_even_ended};
use crate::process::{Exit, StartTime, WaitFor};
use crate::sys::windows::ffi;
use crate::{Error, Process, Result};

pub(crate) fn wait(
    processes: &[&Process],
    until: WaitFor,
    timeout: Option<Duration>,
    each: &mut dyn FnMut(usize, Exit),
) -> Result<()> {
    let deadline = timeout.and_then(|timeout| Instant::now().checked_add(timeout));
    let mut awaited = Vec::with_capacity(processes.len());
    for (index, process) in processes.iter().enumerate() {
        match held(process)? {
            Some(handle) => awaited.push((index, handle)),
            None => each(index, Exit::Unknown),
        }
    }
    loop {
        let is_over = deadline.is_some_and(|deadline| Instant::now() >= deadline);
        awaited.retain(|(index, handle)| {
            let ended = has_ended(handle);
            if ended {
                each(*index, how_it_ended(handle));
            }
            !ended
        });
        if awaited.is_empty() || until == WaitFor::Any && awaited.len() < processes.len() {
            return Ok(());
        }
        if is_over {
            let pid = if processes.len() == 1 { processes.first().map(|process| process.pid()) } else { None };
            return Err(Error::TimeoutExpired { pid, timeout: timeout.unwrap_or_default() });
        }
        let handles: Vec<_> = awaited.iter().map(|(_, handle)| handle.as_handle()).collect();
        let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
        wait_for_any(&handles, left)?;
    }
}

/// A handle of the process, which may have ended; `None` where nobody holds on to it any more.
pub(super) fn held(process: &Process) -> Result<Option<OwnedHandle>> {
    match open_even_ended(process.pid(), QUERY) {
        Ok((handle, times)) => Ok((StartTime(times.created) == process.start_time()).then_some(handle)),
        Err(Error::NoSuchProcess { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

pub(super) fn how_it_ended(handle: &OwnedHandle) -> Exit {
    ffi::process::exit_code(handle).map_or(Exit::Unknown, |code| Exit::Code(code as i32))
}

/// How many handles one call waits for, `MAXIMUM_WAIT_OBJECTS`.
const AT_ONCE: usize = 64;

/// Waits until one of the handles is set, or the time is over. Of more than one call can wait for, each part is waited for
/// in a thread of its own, and with it an event that calls the threads back.
fn wait_for_any(handles: &[BorrowedHandle<'_>], timeout: Option<Duration>) -> Result<()> {
    let failed = |error| Error::system("WaitForMultipleObjects", error);
    if handles.len() <= AT_ONCE {
        return ffi::process::wait_for_any(handles, timeout).map(|_| ()).map_err(failed);
    }
    let enough = ffi::process::new_event().map_err(failed)?;
    std::thread::scope(|scope| {
        let (sender, first) = channel();
        for part in handles.chunks(AT_ONCE - 1) {
            let part = [part, &[enough.as_handle()]].concat();
            let sender = sender.clone();
            let wait = move || {
                // Nobody listens to any but the first.
                let _ = sender.send(ffi::process::wait_for_any(&part, timeout).map(|_| ()));
            };
            if let Err(error) = std::thread::Builder::new().spawn_scoped(scope, wait) {
                let _ = ffi::process::set_event(&enough);
                return Err(Error::system("thread", error));
            }
        }
        drop(sender);
        let result = first.recv().unwrap_or(Ok(()));
        ffi::process::set_event(&enough).and(result).map_err(failed)
    })
}

/// There is nothing to reap here: who holds a handle has the exit code, and others lose nothing.
pub(crate) fn wait_and_reap(process: &Process, timeout: Option<Duration>) -> Result<Exit> {
    let mut exit = Exit::Unknown;
    wait(&[process], WaitFor::All, timeout, &mut |_, how| exit = how)?;
    Ok(exit)
}
