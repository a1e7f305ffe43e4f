//! `Oneshot`: what keeps the answers of each read of a process for further questions.

use std::sync::Mutex;

use pyo3::prelude::*;
use pyo3::types::PyDict;
use sysproc::Error;
use sysproc::process::Snapshot;

use crate::columns::{self, Column, Found};
use crate::convert::Answer;
use crate::plan::Plan;
use crate::process::Handle;

/// What a listing has read of a process, to be asked for more by a `Oneshot`.
#[pyclass(frozen, module = "sysproc._sysproc")]
pub(crate) struct Known(Mutex<Option<Box<Snapshot>>>);

impl Known {
    pub(crate) fn new(snapshot: Snapshot) -> Self {
        Self(Mutex::new(Some(Box::new(snapshot))))
    }
}

/// The answers kept for one thread that is in `with process.oneshot()`.
#[pyclass(module = "sysproc._sysproc")]
pub(crate) struct Oneshot {
    handle: Py<Handle>,
    snapshot: Snapshot,
}

impl Oneshot {
    pub(crate) fn new(handle: Py<Handle>, known: Option<&Known>) -> Self {
        let known = known.and_then(|known| known.0.lock().ok()?.take());
        Self { handle, snapshot: known.map(|known| *known).unwrap_or_default() }
    }

    /// What is known already, or is read now with whatever else the same read tells.
    fn get<'py>(&mut self, py: Python<'py>, column: &Column) -> Answer<'py> {
        let handle = self.handle.get();
        let (process, snapshot) = (&handle.process, &mut self.snapshot);
        py.detach(|| process.snapshot_more(column.fields, snapshot)).map_err(|e| handle.error(py, e))?;
        let pid = process.pid();
        match (column.take)(snapshot, py, &handle.classes)? {
            Found::Value(value) => Ok(value),
            Found::Denied => Err(handle.error(py, Error::AccessDenied { pid: Some(pid), what: column.name.into() })),
            Found::Zombie => Err(handle.error(py, Error::ZombieProcess { pid })),
            Found::Missing => self.handle.bind(py).call_method0(column.name),
        }
    }
}

#[pymethods]
impl Oneshot {
    /// As `Handle.dict`. Read anew unless something is known already, and then all of one process for sure.
    fn dict<'py>(&mut self, py: Python<'py>, plan: &Plan, ad_value: Bound<'py, PyAny>) -> PyResult<Bound<'py, PyDict>> {
        let handle = self.handle.get();
        let (process, snapshot) = (&handle.process, &mut self.snapshot);
        let read = py.detach(|| {
            if snapshot.asked().is_empty() {
                process.snapshot(plan.fields).map(|read| *snapshot = read)
            } else {
                process.snapshot_more(plan.fields, snapshot)
            }
        });
        handle.dict_of(py, read.map(|()| &mut *snapshot), plan, &ad_value)
    }

    fn ppid<'py>(&mut self, py: Python<'py>) -> Answer<'py> {
        self.get(py, &columns::PPID)
    }

    fn name<'py>(&mut self, py: Python<'py>) -> Answer<'py> {
        let name = self.get(py, &columns::NAME)?;
        self.handle.get().is_named(name.clone().unbind());
        Ok(name)
    }

    fn create_time<'py>(&mut self, py: Python<'py>) -> Answer<'py> {
        self.get(py, &columns::CREATE_TIME)
    }

    fn status<'py>(&mut self, py: Python<'py>) -> Answer<'py> {
        self.get(py, &columns::STATUS)
    }

    fn username<'py>(&mut self, py: Python<'py>) -> Answer<'py> {
        self.get(py, &columns::USERNAME)
    }

    fn uids<'py>(&mut self, py: Python<'py>) -> Answer<'py> {
        self.get(py, &columns::UIDS)
    }

    fn gids<'py>(&mut self, py: Python<'py>) -> Answer<'py> {
        self.get(py, &columns::GIDS)
    }

    fn terminal<'py>(&mut self, py: Python<'py>) -> Answer<'py> {
        self.get(py, &columns::TERMINAL)
    }

    fn nice<'py>(&mut self, py: Python<'py>) -> Answer<'py> {
        self.get(py, &columns::NICE)
    }

    fn num_handles<'py>(&mut self, py: Python<'py>) -> Answer<'py> {
        self.get(py, &columns::NUM_HANDLES)
    }

    fn num_ctx_switches<'py>(&mut self, py: Python<'py>) -> Answer<'py> {
        self.get(py, &columns::NUM_CTX_SWITCHES)
    }

    fn num_threads<'py>(&mut self, py: Python<'py>) -> Answer<'py> {
        self.get(py, &columns::NUM_THREADS)
    }

    fn cpu_times<'py>(&mut self, py: Python<'py>) -> Answer<'py> {
        self.get(py, &columns::CPU_TIMES)
    }

    fn cpu_num<'py>(&mut self, py: Python<'py>) -> Answer<'py> {
        self.get(py, &columns::CPU_NUM)
    }

    fn memory_info<'py>(&mut self, py: Python<'py>) -> Answer<'py> {
        self.get(py, &columns::MEMORY_INFO)
    }

    fn memory_info_ex<'py>(&mut self, py: Python<'py>) -> Answer<'py> {
        self.get(py, &columns::MEMORY_INFO_EX)
    }

    fn page_faults<'py>(&mut self, py: Python<'py>) -> Answer<'py> {
        self.get(py, &columns::PAGE_FAULTS)
    }
}
