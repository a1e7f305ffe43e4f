//! Linux.

mod machine;
mod process;

use std::time::Duration;

use pyo3::exceptions::PyOSError;
use pyo3::prelude::*;
use sysproc::net::HardwareAddress;
use sysproc::process::{Exit, Hold};
use sysproc::{Error, Process, Result};

use crate::classes::{Classes, Members};
use crate::convert::Answer;

pub(crate) use machine::{MODES, shares, times, times_of};
pub(crate) use process::io_class_of;

/// The address families, by their numbers in `linux/socket.h`. The last, of hardware addresses, is `AF_PACKET` there.
pub(crate) const AF_UNIX: i64 = 1;
pub(crate) const AF_INET: i64 = 2;
pub(crate) const AF_INET6: i64 = 10;
pub(crate) const AF_LINK: i64 = 17;

/// The enums that answers of this system alone have members of.
pub(crate) struct Enums {
    io_priorities: Members<i64>,
}

impl Enums {
    pub(crate) const fn new() -> Self {
        Self { io_priorities: Members::of("sysproc._enums", "ProcessIOPriority") }
    }

    pub(crate) fn load(&self, py: Python<'_>) -> PyResult<()> {
        self.io_priorities.load(py)
    }
}

/// The family with a number: Python has them all.
pub(crate) fn family<'py>(py: Python<'py>, classes: &Classes, number: i64) -> Answer<'py> {
    classes.families.get(py, &number)
}

/// A hardware address as text; one has at least six bytes.
pub(crate) fn link_text(address: &HardwareAddress) -> String {
    const LEAST: usize = 6;
    address.to_string() + &":00".repeat(LEAST.saturating_sub(address.0.len()))
}

/// The scope of a link-local address is a part of its text: the name of its interface.
pub(crate) const SHOWS_SCOPE: bool = true;

/// `OSError(errno, message, filename)`, of which Python makes the fitting subclass.
pub(crate) fn os_error(errno: i32, message: String, what: String) -> PyErr {
    PyOSError::new_err((errno, message, what))
}

/// `EACCES`.
pub(crate) const DENIED: i32 = 13;

/// What the kernel says of an argument.
const EINVAL: i32 = 22;

/// An argument of a call that acts on a process: the kernel says `EINVAL` of it.
pub(crate) fn refused(error: Error) -> Error {
    match error {
        Error::InvalidArgument(what) => Error::System { what, source: std::io::Error::from_raw_os_error(EINVAL) },
        error => error,
    }
}

/// As the kernel has it.
pub(crate) fn exit_code(code: i32) -> i64 {
    code.into()
}

/// How a child has ended, which is reaped; `None` if it has not, or is nobody's child here.
pub(crate) fn collect(process: &Process) -> Result<Option<Exit>> {
    process.reap()
}

/// A signal ends a wait, however long.
pub(crate) const LONGEST_WAIT: Option<Duration> = None;

/// The descriptor that an event loop can watch.
pub(crate) fn descriptor(hold: &Hold) -> Option<i32> {
    hold.descriptor()
}
