//! `/proc/PID/io`: what a process has read and written, a line `key: value` each.
//!
//! The keys are those of `do_io_accounting` in the kernel's `fs/proc/base.c`.

use crate::text::{complete_lines, keyed, number};

/// The counters; one without a line, or with a garbled one, is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PidIo {
    /// Bytes passed to read calls.
    pub rchar: Option<u64>,
    /// Bytes passed to write calls.
    pub wchar: Option<u64>,
    /// Read calls.
    pub syscr: Option<u64>,
    /// Write calls.
    pub syscw: Option<u64>,
    /// Bytes fetched from storage.
    pub read_bytes: Option<u64>,
    /// Bytes sent to storage, or to be sent.
    pub write_bytes: Option<u64>,
}

/// Reads the file.
#[must_use]
pub fn pid_io(text: &[u8]) -> PidIo {
    let mut io = PidIo::default();
    for (key, value) in keyed(complete_lines(text)) {
        match key {
            b"rchar" => io.rchar = number(value),
            b"wchar" => io.wchar = number(value),
            b"syscr" => io.syscr = number(value),
            b"syscw" => io.syscw = number(value),
            b"read_bytes" => io.read_bytes = number(value),
            b"write_bytes" => io.write_bytes = number(value),
            _ => {}
        }
    }
    io
}
