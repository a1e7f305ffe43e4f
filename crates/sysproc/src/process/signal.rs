//! Signals: numbers and names.

use std::fmt;
use std::str::FromStr;

use crate::sys;

/// A signal, by the system's number. Displays as its name: `SIGTERM`. On Windows there are `SIGTERM`, `CTRL_C_EVENT` (0) and
/// `CTRL_BREAK_EVENT` (1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(transparent))]
pub struct Signal(
    /// The number.
    pub i32,
);

impl Signal {
    /// The terminal was closed; the same number on every Unix.
    pub const HUP: Self = Self(1);
    /// Ctrl-C; the same number on every Unix.
    pub const INT: Self = Self(2);
    /// Ctrl-\\; the same number on every Unix.
    pub const QUIT: Self = Self(3);
    /// End at once; the same number on every Unix.
    pub const KILL: Self = Self(9);
    /// Please end; the same number on every Unix.
    pub const TERM: Self = Self(15);

    /// The signals that have names on this system, without `SIG`, by number. On Windows those that can be sent.
    #[must_use]
    pub fn names() -> &'static [(&'static str, i32)] {
        sys::signal_names()
    }

    /// Its name without `SIG`, if it has one: real-time signals have none.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        Self::names().iter().find(|(_, number)| *number == self.0).map(|(name, _)| *name)
    }
}

impl fmt::Display for Signal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            // Windows' events are called so in full.
            Some(name) if name.ends_with("_EVENT") => f.write_str(name),
            Some(name) => write!(f, "SIG{name}"),
            None => write!(f, "signal {}", self.0),
        }
    }
}

/// A text that is neither the name nor the number of a signal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseSignalError(String);

impl fmt::Display for ParseSignalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no signal is called {:?}", self.0)
    }
}

impl std::error::Error for ParseSignalError {}

impl FromStr for Signal {
    type Err = ParseSignalError;

    /// A number, or a name with or without `SIG`, in any case.
    fn from_str(text: &str) -> Result<Self, ParseSignalError> {
        if let Ok(number) = text.parse() {
            return Ok(Self(number));
        }
        let upper = text.to_ascii_uppercase();
        let name = upper.strip_prefix("SIG").unwrap_or(&upper);
        let found = Self::names().iter().find(|(known, _)| *known == name);
        found.map(|(_, number)| Self(*number)).ok_or_else(|| ParseSignalError(text.to_owned()))
    }
}
