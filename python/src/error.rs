//! Which exception an error becomes: the one table.

use pyo3::exceptions::{PyNotImplementedError, PyOSError, PyValueError};
use pyo3::prelude::*;
use sysproc::Error;

use crate::platform;
use sysproc::service::Service;

/// An error about a process, as an exception of `sysproc/_errors.py` that mentions its name if `name()` has told it.
pub(crate) fn about_process(py: Python<'_>, error: Error, name: Option<&Py<PyAny>>) -> PyErr {
    let class = |class: &str| py.import("sysproc._errors")?.getattr(class);
    let exception = match &error {
        Error::NoSuchProcess { pid } => class("NoSuchProcess").and_then(|c| c.call1((pid, name))),
        Error::ZombieProcess { pid } => class("ZombieProcess").and_then(|c| c.call1((pid, name))),
        Error::AccessDenied { pid: Some(pid), .. } => class("AccessDenied").and_then(|c| c.call1((pid, name))),
        Error::NoSuchService { name } => {
            let message = format!("service '{}' does not exist", name.display());
            class("NoSuchProcess").and_then(|c| c.call1((None::<u32>, name, message)))
        }
        Error::TimeoutExpired { pid, timeout } => {
            class("TimeoutExpired").and_then(|c| c.call1((timeout.as_secs_f64(), pid, name)))
        }
        _ => return about_machine(error),
    };
    exception.map_or_else(|failed| failed, PyErr::from_value)
}

/// An error that is not about a process, as one of Python's own exceptions.
fn about_machine(error: Error) -> PyErr {
    match error {
        Error::InvalidArgument(what) => PyValueError::new_err(what.into_owned()),
        Error::Unsupported { .. } => PyNotImplementedError::new_err(error.to_string()),
        Error::AccessDenied { what, .. } => os_error(platform::DENIED, what.into_owned()),
        Error::System { what, source } => match source.raw_os_error() {
            Some(errno) => os_error(errno, what.into_owned()),
            None if source.kind() == std::io::ErrorKind::InvalidInput => PyValueError::new_err(source.to_string()),
            None => PyOSError::new_err(format!("{what}: {source}")),
        },
        error => PyOSError::new_err(error.to_string()),
    }
}

/// The system's error with this number, of which Python makes the fitting subclass.
fn os_error(errno: i32, what: String) -> PyErr {
    let message = std::io::Error::from_raw_os_error(errno).to_string();
    // Rust says the number as well.
    let message = message.split(" (os error").next().unwrap_or_default().to_owned();
    platform::os_error(errno, message, what)
}

/// That the caller may not ask this of a service.
pub(crate) fn about_service(py: Python<'_>, service: &Service, what: &str) -> PyErr {
    let class = py.import("sysproc._errors").and_then(|errors| errors.getattr("AccessDenied"));
    let exception = class.and_then(|class| class.call1((None::<u32>, &service.name, what)));
    exception.map_or_else(|failed| failed, PyErr::from_value)
}
