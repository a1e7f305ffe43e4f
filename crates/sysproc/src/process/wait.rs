//! Waiting for processes to end.

use std::time::Duration;

use super::{Process, Signal};
use crate::Result;
use crate::sys;

/// How a process ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Exit {
    /// With this code.
    Code(i32),
    /// By this signal.
    Signal(Signal),
    /// The system does not tell the caller.
    Unknown,
}

/// The outcome of waiting for several processes.
#[derive(Debug, Clone, Default)]
pub struct Waited {
    /// Those that ended, in the order in which they did, and how.
    pub gone: Vec<(Process, Exit)>,
    /// Those that still ran when the time was over.
    pub alive: Vec<Process>,
}

/// What ends a wait for several processes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WaitFor {
    /// That all have ended.
    All,
    /// That one has ended, or a signal handler of the caller ran.
    Any,
}

impl Process {
    /// Waits until it has ended, without reaping it: whoever started it can still collect its exit status. A zombie has
    /// ended. With no timeout waits for ever; with a timeout of zero only looks.
    ///
    /// # Errors
    /// [`Error::TimeoutExpired`](crate::Error::TimeoutExpired) if it still runs when the time is over.
    ///
    /// # Platform
    /// Linux: a pidfd becomes readable. The exit status of a child is known; of another process where the kernel
    /// tells (`PIDFD_GET_INFO`, 6.15+), else [`Exit::Unknown`]. Windows: a handle is set; the exit code is known of every
    /// process that the caller may open, even afterwards as long as somebody has a handle of it.
    pub fn wait(&self, timeout: Option<Duration>) -> Result<Exit> {
        let mut exit = Exit::Unknown;
        sys::process::wait(&[self], WaitFor::All, timeout, &mut |_, how| exit = how)?;
        Ok(exit)
    }

    /// Waits until it has ended and, if it is a child of the caller, reaps it. A `std::process::Child` of the same
    /// process must not be waited for afterwards.
    ///
    /// # Errors
    /// [`Error::TimeoutExpired`](crate::Error::TimeoutExpired) if it still runs when the time is over.
    ///
    /// # Platform
    /// Unix: `waitid(2)`. Windows: as [`wait`](Process::wait).
    pub fn wait_and_reap(&self, timeout: Option<Duration>) -> Result<Exit> {
        sys::process::wait_and_reap(self, timeout)
    }

    /// If it has ended and is a child of the caller, reaps it and says how it ended; else, or when its exit status was
    /// collected before, `None`. Does not wait.
    ///
    /// # Errors
    /// As [`wait_and_reap`](Process::wait_and_reap).
    ///
    /// # Platform
    /// Unix: `waitid(2)`. Elsewhere [`Error::Unsupported`](crate::Error::Unsupported): there is nothing to reap.
    pub fn reap(&self) -> Result<Option<Exit>> {
        sys::process::reap(self)
    }

    /// Waits until at least one of `processes` has ended, and returns which, by their place in the list, and how. None is
    /// reaped. Empty when the time is over first, or a signal handler of the program ran, so that a caller can see to
    /// what it asked for.
    ///
    /// # Errors
    /// [`Error::System`](crate::Error::System) if the system refuses to wait.
    ///
    /// # Platform
    /// As [`wait`](Self::wait). Windows: a handler of console events runs in a thread of its own, and does not end it.
    pub fn wait_any(processes: &[&Self], timeout: Option<Duration>) -> Result<Vec<(usize, Exit)>> {
        let mut gone = Vec::new();
        match sys::process::wait(processes, WaitFor::Any, timeout, &mut |index, exit| gone.push((index, exit))) {
            Ok(()) | Err(crate::Error::TimeoutExpired { .. }) => Ok(gone),
            Err(error) => Err(error),
        }
    }

    /// Waits until all of `processes` have ended or the time is over, and calls `on_exit` as each ends. One call to the
    /// system waits for all of them. None is reaped. Takes no more than half of the descriptors that the caller may open;
    /// processes beyond that are looked at ten times a second.
    ///
    /// # Errors
    /// [`Error::System`](crate::Error::System) if the system refuses to wait. That time is over is not an error here.
    ///
    /// # Platform
    /// As [`wait`](Self::wait).
    pub fn wait_all(
        processes: &[Self],
        timeout: Option<Duration>,
        mut on_exit: impl FnMut(&Self, Exit),
    ) -> Result<Waited> {
        let handles: Vec<&Self> = processes.iter().collect();
        let mut ended = vec![false; handles.len()];
        let mut gone = Vec::new();
        let outcome = sys::process::wait(&handles, WaitFor::All, timeout, &mut |index, exit| {
            if let (Some(process), Some(flag)) = (processes.get(index), ended.get_mut(index)) {
                *flag = true;
                on_exit(process, exit);
                gone.push((process.clone(), exit));
            }
        });
        match outcome {
            Ok(()) | Err(crate::Error::TimeoutExpired { .. }) => {}
            Err(error) => return Err(error),
        }
        let alive = processes.iter().zip(&ended).filter(|(_, ended)| !**ended).map(|(p, _)| p.clone()).collect();
        Ok(Waited { gone, alive })
    }
}
