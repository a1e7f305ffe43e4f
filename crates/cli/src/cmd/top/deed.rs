//! What can be done to a process.

use std::fmt;

use sysproc::process::Signal;
use sysproc::{Error, Process, System};

use super::moment::Id;

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
            Self::Nice(value) => write!(f, "set the nice value {value} of"),
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

/// Numbers as ranges: `0-3,8`.
pub(super) fn ranges(numbers: &[usize]) -> String {
    let mut parts: Vec<(usize, usize)> = Vec::new();
    for number in numbers.iter().copied() {
        match parts.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(number) => *last = number,
            _ => parts.push((number, number)),
        }
    }
    let part = |(first, last): &(usize, usize)| match last.checked_sub(*first) {
        Some(0) | None => first.to_string(),
        Some(_) => format!("{first}-{last}"),
    };
    parts.iter().map(part).collect::<Vec<_>>().join(",")
}

/// The numbers of processors, of a list such as `0-3,8`.
pub(super) fn processors(text: &str) -> Result<Vec<usize>, String> {
    let mut cpus = Vec::new();
    for part in text.split(',') {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let number = |text: &str| text.parse::<usize>().ok().filter(|number| *number < 8192);
        match (number(first), number(last)) {
            (Some(first), Some(last)) if first <= last => cpus.extend(first..=last),
            _ => return Err(format!("{part:?} is neither the number of a processor nor a range")),
        }
    }
    Ok(cpus)
}
