//! Waiting for processes.

use std::time::Duration;

use pyo3::prelude::*;
use sysproc::{Process, process};

use crate::convert::{Answer, ToPython};
use crate::error;
use crate::platform;
use crate::process::Handle;

/// Waits until at least one has ended and returns which, by their place in the list; none is reaped. Empty when the time
/// is over or a signal came, or may have come: Python then runs its handler, and the caller waits on.
#[pyfunction]
#[pyo3(signature = (handles, timeout=None))]
pub(crate) fn wait_any(py: Python<'_>, handles: Vec<PyRef<'_, Handle>>, timeout: Option<f64>) -> PyResult<Vec<usize>> {
    let processes: Vec<&Process> = handles.iter().map(|handle| &handle.process).collect();
    // A time that does not fit is as good as for ever.
    let timeout = timeout.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    let timeout = timeout.into_iter().chain(platform::LONGEST_WAIT).min();
    let gone = py.detach(|| Process::wait_any(&processes, timeout)).map_err(|e| error::about_process(py, e, None))?;
    Ok(gone.into_iter().map(|(index, _)| index).collect())
}

/// A hold on a process, for an event loop.
#[pyclass(frozen, module = "sysproc._sysproc")]
pub(crate) struct Hold {
    handle: Py<Handle>,
    hold: process::Hold,
}

impl Hold {
    pub(crate) fn on(py: Python<'_>, handle: Py<Handle>) -> PyResult<Self> {
        let held = handle.get();
        let hold = py.detach(|| held.process.hold()).map_err(|e| held.error(py, e))?;
        Ok(Self { handle, hold })
    }

    fn so_far(&self, py: Python<'_>) -> PyResult<Option<process::Exit>> {
        py.detach(|| self.hold.exit()).map_err(|e| self.handle.get().error(py, e))
    }
}

#[pymethods]
impl Hold {
    /// The descriptor that becomes readable when the process has ended; None where there is none.
    fn fileno(&self) -> Option<i32> {
        platform::descriptor(&self.hold)
    }

    fn has_ended(&self, py: Python<'_>) -> PyResult<bool> {
        Ok(self.so_far(py)?.is_some())
    }

    /// How it ended; None if it has not, or nobody tells.
    fn exit<'py>(&self, py: Python<'py>) -> Answer<'py> {
        self.so_far(py)?.to_python(py, &self.handle.get().classes)
    }
}
