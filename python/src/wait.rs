//! Waiting for processes.

use std::time::Duration;

use pyo3::prelude::*;
use sysproc::Process;

use crate::error;
use crate::process::Handle;

/// Waits until at least one has ended and returns which, by their place in the list; none is reaped. Empty when the time
/// is over or a signal came: Python then runs its handler, and the caller waits on.
#[pyfunction]
#[pyo3(signature = (handles, timeout=None))]
pub(crate) fn wait_any(py: Python<'_>, handles: Vec<PyRef<'_, Handle>>, timeout: Option<f64>) -> PyResult<Vec<usize>> {
    let processes: Vec<&Process> = handles.iter().map(|handle| &handle.process).collect();
    // A time that does not fit is as good as for ever.
    let timeout = timeout.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    let gone = py.detach(|| Process::wait_any(&processes, timeout)).map_err(|e| error::about_process(py, e, None))?;
    Ok(gone.into_iter().map(|(index, _)| index).collect())
}
