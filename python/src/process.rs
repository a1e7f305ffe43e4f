//! `Handle`: one process, and the methods about it.

use std::borrow::Borrow;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use sysproc::process::{Exit, IoPriority, Limits, ProcessCpuTimes, Signal, Snapshot, StartTime};
use sysproc::{Error, Process, Result};

use crate::busy::Busy;
use crate::classes::Classes;
use crate::columns::not_deleted;
use crate::convert::{Answer, GroupIds, Grouped, Nice, ToPython, UserIds, resource_of};
use crate::error;
use crate::oneshot::{Known, Oneshot};
use crate::plan::Plan;
use crate::platform;
use crate::system::kind_of;
use crate::wait::Hold;

/// A process: what `sysproc.Process` asks.
#[pyclass(frozen, weakref, module = "sysproc._sysproc")]
pub(crate) struct Handle {
    pub(crate) process: Process,
    pub(crate) classes: Arc<Classes>,
    /// Its name once `name()` was asked, for exceptions to mention.
    name: Mutex<Option<Py<PyAny>>>,
    /// How it ended, once it was reaped: of several threads that wait for it one reaps it, and all are to know.
    exit: Mutex<Option<Exit>>,
    /// The last look of `cpu_percent()` at it.
    busy: Mutex<Busy>,
}

/// No process starts so late: of one that may not be looked at, or is known to be gone.
pub(crate) const UNKNOWN_START: StartTime = StartTime(u64::MAX);

impl Handle {
    pub(crate) fn new(process: Process, classes: Arc<Classes>) -> Self {
        Self { process, classes, name: Mutex::default(), exit: Mutex::default(), busy: Mutex::default() }
    }

    /// Asks the library without holding up other Python threads.
    fn ask<'py, T: ToPython + Send>(
        &self,
        py: Python<'py>,
        question: impl FnOnce(&Process) -> Result<T> + Send,
    ) -> Answer<'py> {
        let answer = py.detach(|| question(&self.process)).map_err(|e| self.error(py, e))?;
        answer.to_python(py, &self.classes)
    }

    /// The exception for an error about this process.
    pub(crate) fn error(&self, py: Python<'_>, error: Error) -> PyErr {
        error::about_process(py, error, self.known_name(py).as_ref())
    }

    /// What is planned, of a snapshot: all that it has, and how busy the process was.
    pub(crate) fn dict_of<'py>(
        &self,
        py: Python<'py>,
        read: Result<impl Borrow<Snapshot>>,
        plan: &Plan,
        ad_value: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyDict>> {
        let read = match read {
            Ok(read) => read,
            // Nothing of it may be seen: each method will say so.
            Err(Error::AccessDenied { .. }) => return Ok(PyDict::new(py)),
            Err(e) => return Err(self.error(py, e)),
        };
        let snapshot = read.borrow();
        let dict = plan.dict(py, &self.classes, snapshot, ad_value)?;
        if let Some(key) = &plan.cpu_percent
            && let Some(times) = snapshot.cpu_times.value()
            && let Some(percent) = self.busy().percent(times)
        {
            dict.set_item(key, percent)?;
        }
        if let Some(key) = &plan.name
            && let Some(name) = dict.get_item(key)?
        {
            self.is_named(name.unbind());
        }
        Ok(dict)
    }

    /// Nobody waits while this is locked.
    fn busy(&self) -> MutexGuard<'_, Busy> {
        self.busy.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[pymethods]
impl Handle {
    #[getter]
    fn pid(&self) -> u32 {
        self.process.pid()
    }

    #[getter]
    fn start(&self) -> u64 {
        self.process.start_time().0
    }

    /// Tells the name that exceptions are to mention.
    pub(crate) fn is_named(&self, name: Py<PyAny>) {
        if let Ok(mut known) = self.name.lock() {
            *known = Some(name);
        }
    }

    #[getter]
    fn known_name(&self, py: Python<'_>) -> Option<Py<PyAny>> {
        self.name.lock().ok().and_then(|name| name.as_ref().map(|name| name.clone_ref(py)))
    }

    /// What keeps the answers of each read for further questions, and has some already from a listing.
    #[pyo3(signature = (known=None))]
    fn oneshot(slf: Py<Self>, known: Option<&Known>) -> Oneshot {
        Oneshot::new(slf, known)
    }

    /// What is planned, read in one piece.
    pub(crate) fn dict<'py>(
        &self,
        py: Python<'py>,
        plan: &Plan,
        ad_value: Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyDict>> {
        let read = py.detach(|| self.process.snapshot(plan.fields));
        self.dict_of(py, read, plan, &ad_value)
    }

    /// How many processors there are at most, if `cpu_percent` was told.
    #[getter]
    fn cpus(&self) -> Option<f64> {
        self.busy().cpus
    }

    /// How busy it was since the last look, in percent of one processor, by the seconds that it has used until now; 0 at the
    /// first look.
    fn cpu_percent(&self, used: f64, cpus: f64) -> f64 {
        let mut busy = self.busy();
        busy.cpus = Some(cpus);
        // What a program has put in the place of `cpu_times()` may be less than nothing.
        let user = Duration::try_from_secs_f64(used).unwrap_or_default();
        busy.percent(&ProcessCpuTimes { user, ..ProcessCpuTimes::default() }).unwrap_or_default()
    }

    fn hold(slf: Py<Self>, py: Python<'_>) -> PyResult<Hold> {
        Hold::on(py, slf)
    }

    fn is_running<'py>(&self, py: Python<'py>) -> Answer<'py> {
        self.ask(py, Process::is_running)
    }

    fn ppid<'py>(&self, py: Python<'py>) -> Answer<'py> {
        self.ask(py, Process::ppid)
    }

    fn name<'py>(&self, py: Python<'py>) -> Answer<'py> {
        let name = self.ask(py, Process::name)?;
        self.is_named(name.clone().unbind());
        Ok(name)
    }

    fn exe<'py>(&self, py: Python<'py>) -> Answer<'py> {
        self.ask(py, Process::exe)
    }

    fn cmdline<'py>(&self, py: Python<'py>) -> Answer<'py> {
        self.ask(py, Process::cmdline)
    }

    fn environ<'py>(&self, py: Python<'py>) -> Answer<'py> {
        self.ask(py, Process::environ)
    }

    fn create_time<'py>(&self, py: Python<'py>) -> Answer<'py> {
        self.ask(py, |process| match process.start_time() {
            // A look at it says why it is not known.
            UNKNOWN_START => {
                let pid = process.system().process(process.pid())?.pid();
                Err(Error::NoSuchProcess { pid })
            }
            _ => process.create_time(),
        })
    }

    fn status<'py>(&self, py: Python<'py>) -> Answer<'py> {
        self.ask(py, Process::status)
    }

    fn cwd<'py>(&self, py: Python<'py>) -> Answer<'py> {
        self.ask(py, Process::cwd)
    }

    fn username<'py>(&self, py: Python<'py>) -> Answer<'py> {
        self.ask(py, Process::username)
    }

    fn uids<'py>(&self, py: Python<'py>) -> Answer<'py> {
        self.ask(py, |process| process.uids().map(UserIds))
    }

    fn gids<'py>(&self, py: Python<'py>) -> Answer<'py> {
        self.ask(py, |process| process.gids().map(GroupIds))
    }

    fn terminal<'py>(&self, py: Python<'py>) -> Answer<'py> {
        self.ask(py, Process::terminal)
    }

    fn nice<'py>(&self, py: Python<'py>) -> Answer<'py> {
        self.ask(py, |process| process.nice().map(Nice))
    }

    fn ionice<'py>(&self, py: Python<'py>) -> Answer<'py> {
        self.ask(py, Process::ionice)
    }

    fn rlimit<'py>(&self, py: Python<'py>, resource: i64) -> Answer<'py> {
        let resource = resource_of(resource)?;
        self.ask(py, |process| process.rlimit(resource))
    }

    fn io_counters<'py>(&self, py: Python<'py>) -> Answer<'py> {
        self.ask(py, Process::io_counters)
    }

    fn num_ctx_switches<'py>(&self, py: Python<'py>) -> Answer<'py> {
        self.ask(py, Process::num_ctx_switches)
    }

    fn num_fds<'py>(&self, py: Python<'py>) -> Answer<'py> {
        self.ask(py, Process::num_fds)
    }

    fn num_handles<'py>(&self, py: Python<'py>) -> Answer<'py> {
        self.ask(py, Process::num_handles)
    }

    fn num_threads<'py>(&self, py: Python<'py>) -> Answer<'py> {
        self.ask(py, Process::num_threads)
    }

    fn threads<'py>(&self, py: Python<'py>) -> Answer<'py> {
        self.ask(py, Process::threads)
    }

    fn cpu_times<'py>(&self, py: Python<'py>) -> Answer<'py> {
        self.ask(py, Process::cpu_times)
    }

    fn cpu_num<'py>(&self, py: Python<'py>) -> Answer<'py> {
        self.ask(py, Process::cpu_num)
    }

    fn cpu_affinity<'py>(&self, py: Python<'py>) -> Answer<'py> {
        self.ask(py, Process::cpu_affinity)
    }

    fn memory_info<'py>(&self, py: Python<'py>) -> Answer<'py> {
        self.ask(py, Process::memory_info)
    }

    fn memory_info_ex<'py>(&self, py: Python<'py>) -> Answer<'py> {
        self.ask(py, Process::memory_info_ex)
    }

    fn memory_full_info<'py>(&self, py: Python<'py>) -> Answer<'py> {
        self.ask(py, Process::memory_full_info)
    }

    fn memory_footprint<'py>(&self, py: Python<'py>) -> Answer<'py> {
        self.ask(py, Process::memory_footprint)
    }

    fn memory_maps<'py>(&self, py: Python<'py>) -> Answer<'py> {
        self.ask(py, Process::memory_maps)
    }

    fn memory_maps_grouped<'py>(&self, py: Python<'py>) -> Answer<'py> {
        self.ask(py, |process| -> Result<Vec<Grouped>> { process.memory_maps_grouped() })
    }

    fn page_faults<'py>(&self, py: Python<'py>) -> Answer<'py> {
        self.ask(py, Process::page_faults)
    }

    fn open_files<'py>(&self, py: Python<'py>) -> Answer<'py> {
        self.ask(py, |process| process.open_files().map(not_deleted))
    }

    fn net_connections<'py>(&self, py: Python<'py>, kind: &str) -> Answer<'py> {
        let kind = kind_of(kind)?;
        self.ask(py, |process| process.net_connections(kind))
    }

    fn parent(&self, py: Python<'_>) -> PyResult<Option<(u32, u64)>> {
        let parent = py.detach(|| self.process.parent()).map_err(|e| self.error(py, e))?;
        Ok(parent.as_ref().map(ident))
    }

    fn children(&self, py: Python<'_>) -> PyResult<Vec<(u32, u64)>> {
        let children = py.detach(|| self.process.children()).map_err(|e| self.error(py, e))?;
        Ok(children.iter().map(ident).collect())
    }

    fn descendants(&self, py: Python<'_>) -> PyResult<Vec<(u32, u64)>> {
        let descendants = py.detach(|| self.process.descendants()).map_err(|e| self.error(py, e))?;
        Ok(descendants.iter().map(ident).collect())
    }

    fn set_nice<'py>(&self, py: Python<'py>, value: i32) -> Answer<'py> {
        self.ask(py, |process| process.set_nice(value))
    }

    fn set_ionice<'py>(&self, py: Python<'py>, class: i64, level: u8) -> Answer<'py> {
        let priority = IoPriority { class: platform::io_class_of(class)?, level };
        self.ask(py, |process| process.set_ionice(priority))
    }

    /// -1 is no limit.
    fn set_rlimit<'py>(&self, py: Python<'py>, resource: i64, soft: i128, hard: i128) -> Answer<'py> {
        let limits = Limits { soft: u64::try_from(soft).ok(), hard: u64::try_from(hard).ok() };
        let resource = resource_of(resource)?;
        self.ask(py, |process| process.set_rlimit(resource, limits))
    }

    fn set_cpu_affinity<'py>(&self, py: Python<'py>, cpus: Vec<i64>) -> Answer<'py> {
        let number =
            |cpu: i64| usize::try_from(cpu).map_err(|_| PyValueError::new_err(format!("no processor is {cpu}")));
        let cpus = cpus.into_iter().map(number).collect::<PyResult<Vec<_>>>()?;
        self.ask(py, |process| process.set_cpu_affinity(&cpus))
    }

    fn send_signal<'py>(&self, py: Python<'py>, signal: i32) -> Answer<'py> {
        self.ask(py, |process| process.send_signal(Signal(signal)).map_err(platform::refused))
    }

    fn suspend<'py>(&self, py: Python<'py>) -> Answer<'py> {
        self.ask(py, Process::suspend)
    }

    fn resume<'py>(&self, py: Python<'py>) -> Answer<'py> {
        self.ask(py, Process::resume)
    }

    fn terminate<'py>(&self, py: Python<'py>) -> Answer<'py> {
        self.ask(py, Process::terminate)
    }

    fn kill<'py>(&self, py: Python<'py>) -> Answer<'py> {
        self.ask(py, Process::kill)
    }

    fn collect<'py>(&self, py: Python<'py>) -> Answer<'py> {
        // Does not wait. Other threads stay out: none may fork while the lock is held.
        let mut exit = self.exit.lock().unwrap_or_else(PoisonError::into_inner);
        if exit.is_none() {
            *exit = platform::collect(&self.process).map_err(|e| self.error(py, e))?;
        }
        exit.to_python(py, &self.classes)
    }
}

/// What tells a process from all others.
fn ident(process: &Process) -> (u32, u64) {
    (process.pid(), process.start_time().0)
}
