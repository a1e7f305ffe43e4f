//! `/proc/PID/limits`: a table of a process's limits, a line `name soft hard unit` each.
//!
//! The names are those of `lnames` in the kernel's `fs/proc/base.c`. They have blanks, so a line is found by its whole name.

use crate::text::{complete_lines, lines, number};
use crate::words::words;

/// A soft and a hard limit; `None` is no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Limits {
    pub soft: Option<u64>,
    pub hard: Option<u64>,
}

/// The limits in the line with this name, as `Max open files`. `None` without such a line, or if it is garbled.
#[must_use]
pub fn pid_limits(text: &[u8], name: &[u8]) -> Option<Limits> {
    let values = lines(complete_lines(text)).find_map(|line| line.strip_prefix(name)?.strip_prefix(b" "))?;
    let mut words = words(values);
    let mut next = || match words.next()? {
        b"unlimited" => Some(None),
        value => number(value).map(Some),
    };
    Some(Limits { soft: next()?, hard: next()? })
}
