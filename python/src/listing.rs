//! Listings of all processes: read once, or again and again.

use std::sync::{Arc, Mutex, PoisonError};

use pyo3::prelude::*;
use pyo3::types::PyList;
use sysproc::process::{Listing, Watcher};

use crate::classes::Classes;
use crate::columns::Plan;
use crate::error;
use crate::oneshot::Known;

/// Of every process its pid, its start time and a dictionary of what is planned; with `keep` also what is known of it.
pub(crate) fn rows<'py>(
    py: Python<'py>,
    listing: Listing,
    plan: &Plan,
    classes: &Classes,
    ad_value: &Bound<'py, PyAny>,
    keep: bool,
) -> PyResult<Bound<'py, PyList>> {
    let rows = PyList::empty(py);
    for snapshot in listing.snapshots {
        let dict = plan.dict(py, classes, &snapshot, ad_value)?;
        rows.append((snapshot.pid, snapshot.start.0, dict, keep.then(|| Known::new(snapshot))))?;
    }
    Ok(rows)
}

/// Holds on to the processes that it has listed.
#[pyclass(frozen, module = "sysproc._sysproc")]
pub(crate) struct Held {
    watcher: Mutex<Watcher>,
    classes: Arc<Classes>,
    plan: Py<Plan>,
}

impl Held {
    pub(crate) fn new(watcher: Watcher, classes: Arc<Classes>, plan: Py<Plan>) -> Self {
        Self { watcher: Mutex::new(watcher), classes, plan }
    }
}

#[pymethods]
impl Held {
    /// As `System.processes`.
    fn update<'py>(&self, py: Python<'py>, ad_value: Bound<'py, PyAny>, keep: bool) -> PyResult<Bound<'py, PyList>> {
        let listing = py
            .detach(|| self.watcher.lock().unwrap_or_else(PoisonError::into_inner).update())
            .map_err(|e| error::about_process(py, e, None))?;
        rows(py, listing, self.plan.get(), &self.classes, &ad_value, keep)
    }

    #[getter]
    fn descriptors(&self, py: Python<'_>) -> usize {
        py.detach(|| self.watcher.lock().unwrap_or_else(PoisonError::into_inner).descriptors())
    }
}
