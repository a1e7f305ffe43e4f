//! Windows.

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

/// The address families, by their numbers in `ws2def.h`, which has none for hardware addresses.
pub(crate) const AF_UNIX: i64 = 1;
pub(crate) const AF_INET: i64 = 2;
pub(crate) const AF_INET6: i64 = 23;
pub(crate) const AF_LINK: i64 = -1;

/// The enums that answers of this system alone have members of.
pub(crate) struct Enums {
    priorities: Members<i64>,
    io_priorities: Members<i64>,
    links: Members<i64>,
}

impl Enums {
    pub(crate) const fn new() -> Self {
        Self {
            priorities: Members::of("sysproc._enums", "ProcessPriority"),
            io_priorities: Members::of("sysproc._enums", "ProcessIOPriority"),
            links: Members::of("sysproc._enums", "AddressFamily"),
        }
    }

    pub(crate) fn load(&self, py: Python<'_>) -> PyResult<()> {
        [&self.priorities, &self.io_priorities, &self.links].into_iter().try_for_each(|members| members.load(py))
    }
}

/// The family with a number: that of hardware addresses is ours.
pub(crate) fn family<'py>(py: Python<'py>, classes: &Classes, number: i64) -> Answer<'py> {
    let families = if number == AF_LINK { &classes.own.links } else { &classes.families };
    families.get(py, &number)
}

/// A hardware address as Windows writes it.
pub(crate) fn link_text(address: &HardwareAddress) -> String {
    address.0.iter().map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().join("-")
}

/// The scope of a link-local address is not shown.
pub(crate) const SHOWS_SCOPE: bool = false;

/// `OSError(errno, message, filename, winerror)`, which makes an `errno` of Windows' own number.
pub(crate) fn os_error(code: i32, message: String, what: String) -> PyErr {
    PyOSError::new_err((0, message, what, code))
}

/// `ERROR_ACCESS_DENIED`.
pub(crate) const DENIED: i32 = 5;

/// An argument of a call that acts on a process: psutil looks at it itself.
pub(crate) fn refused(error: Error) -> Error {
    error
}

/// Without a sign.
pub(crate) fn exit_code(code: i32) -> i64 {
    code.cast_unsigned().into()
}

/// How a process has ended; `None` if it has not.
pub(crate) fn collect(process: &Process) -> Result<Option<Exit>> {
    match process.wait(Some(Duration::ZERO)) {
        Err(Error::TimeoutExpired { .. }) => Ok(None),
        exit => exit.map(Some),
    }
}

/// Ctrl-C does not end a wait: Python looks whether it came.
pub(crate) const LONGEST_WAIT: Option<Duration> = Some(Duration::from_millis(100));

/// The event loops of Windows watch no handles that they have not opened themselves.
pub(crate) fn descriptor(_: &Hold) -> Option<i32> {
    None
}
