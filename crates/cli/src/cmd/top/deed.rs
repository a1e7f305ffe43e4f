//! What can be done to a process.

use std::fmt;

use sysproc::process::Signal;
use sysproc::{Error, Process, System};

use super::moment::Id;
use crate::priority;
use crate::value::ranges;

/// What can be done to a process.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Deed {
    Signal(Signal),
    Nice(i32),
    Affinity(Vec<usize>),
}

/// The process that something is done to. It is settled when the user chooses it, and is never another by its pid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) id: Id,
    pub(super) name: String,
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.name, self.id.0)
    }
}

/// As a phrase that the process is put behind: `send SIGTERM to`.
impl fmt::Display for Deed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Signal(signal) => write!(f, "send {signal} to"),
            Self::Nice(value) => write!(f, "set the {} {} of", priority::NAME, priority::shown(*value)),
            Self::Affinity(cpus) => write!(f, "set the processors {} of", ranges(cpus)),
        }
    }
}

impl Deed {
    /// Does it, and says how it went.
    pub(super) fn act(&self, system: &System, target: &Target) -> Result<String, String> {
        let (pid, start) = target.id;
        let process = Process::from_recorded(system, pid, start);
        let done = match self {
            Self::Signal(signal) => process.send_signal(*signal),
            Self::Nice(value) => process.set_nice(*value),
            Self::Affinity(cpus) => process.set_cpu_affinity(cpus),
        };
        match done {
            Ok(()) => Ok(format!("done: {self} {target}")),
            Err(Error::AccessDenied { .. }) => Err(format!("you may not {self} {target}")),
            Err(error) => Err(error.to_string()),
        }
    }
}
