//! Listings of all processes: read once, or again and again.

use std::sync::{Arc, Mutex, PoisonError};
use std::vec::IntoIter;

use pyo3::prelude::*;
use pyo3::types::PyDict;
use sysproc::Pid;
use sysproc::process::{Listing, Snapshot, Watcher};

use crate::classes::Classes;
use crate::error;
use crate::oneshot::Known;
use crate::plan::Plan;

/// What was read of all processes. Made into Python's objects one by one, so that those of the last listing can go as these
/// come, and are not looked through by the garbage collector together.
#[pyclass(module = "sysproc._sysproc")]
pub(crate) struct Rows {
    snapshots: IntoIter<Snapshot>,
    plan: Py<Plan>,
    classes: Arc<Classes>,
    ad_value: Py<PyAny>,
    keep: bool,
}

impl Rows {
    pub(crate) fn new(
        listing: Listing,
        plan: Py<Plan>,
        classes: Arc<Classes>,
        ad_value: Py<PyAny>,
        keep: bool,
    ) -> Self {
        Self { snapshots: listing.snapshots.into_iter(), plan, classes, ad_value, keep }
    }
}

/// Of a process its pid, its start time, what is planned, and with `keep` all that is known of it.
type Row<'py> = (Pid, u64, Bound<'py, PyDict>, Option<Known>);

#[pymethods]
impl Rows {
    /// The pids of those that are still to come.
    fn pids(&self) -> Vec<Pid> {
        self.snapshots.as_slice().iter().map(|snapshot| snapshot.pid).collect()
    }

    fn __iter__(slf: Bound<'_, Self>) -> Bound<'_, Self> {
        slf
    }

    fn __next__<'py>(&mut self, py: Python<'py>) -> PyResult<Option<Row<'py>>> {
        let Some(snapshot) = self.snapshots.next() else { return Ok(None) };
        let dict = self.plan.get().dict(py, &self.classes, &snapshot, self.ad_value.bind(py))?;
        Ok(Some((snapshot.pid, snapshot.start.0, dict, self.keep.then(|| Known::new(snapshot)))))
    }
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
    fn update(&self, py: Python<'_>, ad_value: Py<PyAny>, keep: bool) -> PyResult<Rows> {
        let listing = py
            .detach(|| self.watcher.lock().unwrap_or_else(PoisonError::into_inner).update())
            .map_err(|e| error::about_process(py, e, None))?;
        Ok(Rows::new(listing, self.plan.clone_ref(py), self.classes.clone(), ad_value, keep))
    }

    #[getter]
    fn descriptors(&self, py: Python<'_>) -> usize {
        py.detach(|| self.watcher.lock().unwrap_or_else(PoisonError::into_inner).descriptors())
    }
}
