//! `/proc/PID/statm`: a process's memory in seven numbers.
//!
//! The layout is `proc_pid_statm` in the kernel's `fs/proc/array.c`. A kernel thread and a zombie have seven zeros.

use crate::words::complete_words;

/// The numbers, in pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PidStatm {
    /// What is mapped.
    pub size: u64,
    /// What is in memory.
    pub resident: u64,
    /// Resident pages of files and shared memory.
    pub shared: u64,
    /// Code that is mapped.
    pub text: u64,
    /// 0 since Linux 2.6.
    pub lib: u64,
    /// Data and stack that are mapped.
    pub data: u64,
    /// 0 since Linux 2.6.
    pub dirty: u64,
}

/// Reads the line. `None` unless it has all seven.
#[must_use]
pub fn pid_statm(line: &[u8]) -> Option<PidStatm> {
    let mut words = complete_words(line);
    let mut next = || words.number();
    Some(PidStatm {
        size: next()?,
        resident: next()?,
        shared: next()?,
        text: next()?,
        lib: next()?,
        data: next()?,
        dirty: next()?,
    })
}
