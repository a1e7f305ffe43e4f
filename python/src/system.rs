//! `System`: the machine, and the functions about it.

use std::collections::HashSet;
use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use sysproc::cpu::CpuTimes;
use sysproc::disk::DiskIo;
use sysproc::net::{Connection, ConnectionKind, NetIo};
use sysproc::process::{StartTime, Watcher};
use sysproc::sampler::{Counters, CpuTimesPercent, LoadMonitor, WrapGuard};
use sysproc::{Pid, Process, Result};

use crate::classes::Classes;
use crate::convert::{Answer, OfMachine, ToPython, seconds};
use crate::error;
use crate::listing::{Held, Rows};
use crate::load::Loads;
use crate::plan::Plan;
use crate::platform;
use crate::process::{Handle, UNKNOWN_START};
use crate::service::Service;

/// A machine.
#[pyclass(frozen, module = "sysproc._sysproc")]
pub(crate) struct System {
    system: sysproc::System,
    classes: Arc<Classes>,
}

impl System {
    /// Asks the library without holding up other Python threads.
    fn ask<'py, T: ToPython + Send>(
        &self,
        py: Python<'py>,
        question: impl FnOnce(&sysproc::System) -> Result<T> + Send,
    ) -> Answer<'py> {
        self.read(py, question)?.to_python(py, &self.classes)
    }

    fn read<T: Send>(
        &self,
        py: Python<'_>,
        question: impl FnOnce(&sysproc::System) -> Result<T> + Send,
    ) -> PyResult<T> {
        py.detach(|| question(&self.system)).map_err(|e| error::about_process(py, e, None))
    }
}

#[pymethods]
impl System {
    /// The running machine, or that whose proc file system is at a path.
    #[new]
    #[pyo3(signature = (proc=None))]
    fn new(proc: Option<PathBuf>) -> Self {
        let system = match proc {
            // As the library knows it, with the caches that all contexts of it share.
            None => sysproc::System::default(),
            Some(proc) if proc.as_os_str() == "/proc" => sysproc::System::default(),
            Some(proc) => sysproc::System::builder().proc(proc).build(),
        };
        Self { system, classes: Arc::new(Classes::new()) }
    }

    /// Looks up all the Python classes that answers are made of.
    fn load_classes(&self, py: Python<'_>) -> PyResult<()> {
        self.classes.load(py)
    }

    fn cpu_times<'py>(&self, py: Python<'py>) -> Answer<'py> {
        self.ask(py, sysproc::System::cpu_times)
    }

    fn cpu_times_per_cpu<'py>(&self, py: Python<'py>) -> Answer<'py> {
        self.ask(py, sysproc::System::cpu_times_per_cpu)
    }

    /// The times of all processors together and of each, without the classes that they have in `cpu_times`.
    fn cpu_times_plain(&self, py: Python<'_>) -> PyResult<(Vec<f64>, Vec<Vec<f64>>)> {
        let (total, each) = self.read(py, |system| Ok((system.cpu_times()?, system.cpu_times_per_cpu()?)))?;
        Ok((seconds(&total), each.iter().map(seconds).collect()))
    }

    /// What lies between two `scputimes`: how busy, and the share of each mode.
    fn cpu_times_between<'py>(&self, py: Python<'py>, before: Times, now: Times) -> PyResult<(f64, Bound<'py, PyAny>)> {
        let share = CpuTimesPercent::between(&before.0, &now.0);
        Ok((share.busy, share.to_python(py, &self.classes)?))
    }

    fn cpu_count<'py>(&self, py: Python<'py>) -> Answer<'py> {
        self.ask(py, sysproc::System::cpu_count)
    }

    fn cpu_count_physical<'py>(&self, py: Python<'py>) -> Answer<'py> {
        self.ask(py, sysproc::System::cpu_count_physical)
    }

    fn cpu_stats<'py>(&self, py: Python<'py>) -> Answer<'py> {
        self.ask(py, sysproc::System::cpu_stats)
    }

    fn cpu_freq<'py>(&self, py: Python<'py>) -> Answer<'py> {
        self.ask(py, sysproc::System::cpu_freq)
    }

    fn cpu_freq_per_cpu<'py>(&self, py: Python<'py>) -> Answer<'py> {
        self.ask(py, sysproc::System::cpu_freq_per_cpu)
    }

    fn load_average<'py>(&self, py: Python<'py>) -> Answer<'py> {
        self.ask(py, sysproc::System::load_average)
    }

    /// What keeps load averages from now on.
    fn loads(&self, py: Python<'_>) -> PyResult<Loads> {
        self.read(py, LoadMonitor::start).map(Loads)
    }

    fn virtual_memory<'py>(&self, py: Python<'py>) -> Answer<'py> {
        let memory = self.read(py, sysproc::System::virtual_memory)?;
        self.classes.total_memory.store(memory.total, Ordering::Relaxed);
        memory.to_python(py, &self.classes)
    }

    /// The physical memory, as it was found last; 0 if nobody has asked.
    #[getter]
    fn total_memory(&self) -> u64 {
        self.classes.total_memory.load(Ordering::Relaxed)
    }

    fn swap_memory<'py>(&self, py: Python<'py>) -> Answer<'py> {
        self.ask(py, sysproc::System::swap_memory)
    }

    fn heap_info<'py>(&self, py: Python<'py>) -> Answer<'py> {
        self.ask(py, |_| sysproc::memory::heap_info())
    }

    fn heap_trim<'py>(&self, py: Python<'py>) -> Answer<'py> {
        self.ask(py, |_| sysproc::memory::heap_trim())
    }

    fn disk_partitions<'py>(&self, py: Python<'py>, all: bool) -> Answer<'py> {
        self.ask(py, |system| system.disk_partitions(all))
    }

    fn disk_usage<'py>(&self, py: Python<'py>, path: PathBuf) -> Answer<'py> {
        self.ask(py, |_| sysproc::disk::disk_usage(path))
    }

    #[pyo3(signature = (guards=None))]
    fn disk_io<'py>(&self, py: Python<'py>, guards: Option<&Guards>) -> Answer<'py> {
        let Some(guards) = guards else { return self.ask(py, sysproc::System::disk_io) };
        let disks = self.read(py, sysproc::System::disk_io_whole_disks)?;
        let sum = guarded(&guards.whole_disks, disks).into_values().reduce(DiskIo::plus);
        sum.to_python(py, &self.classes)
    }

    #[pyo3(signature = (guards=None))]
    fn disk_io_per_disk<'py>(&self, py: Python<'py>, guards: Option<&Guards>) -> Answer<'py> {
        let Some(guards) = guards else { return self.ask(py, sysproc::System::disk_io_per_disk) };
        let disks = self.read(py, sysproc::System::disk_io_per_disk)?;
        guarded(&guards.disks, disks).to_python(py, &self.classes)
    }

    #[pyo3(signature = (guards=None))]
    fn net_io<'py>(&self, py: Python<'py>, guards: Option<&Guards>) -> Answer<'py> {
        let Some(guards) = guards else { return self.ask(py, sysproc::System::net_io) };
        let interfaces = self.read(py, sysproc::System::net_io_per_interface)?;
        let sum = guarded(&guards.interfaces, interfaces).into_iter().map(|(_, io)| io).reduce(NetIo::plus);
        sum.to_python(py, &self.classes)
    }

    #[pyo3(signature = (guards=None))]
    fn net_io_per_interface<'py>(&self, py: Python<'py>, guards: Option<&Guards>) -> Answer<'py> {
        let Some(guards) = guards else { return self.ask(py, sysproc::System::net_io_per_interface) };
        let interfaces = self.read(py, sysproc::System::net_io_per_interface)?;
        guarded(&guards.interfaces, interfaces).to_python(py, &self.classes)
    }

    fn net_connections<'py>(&self, py: Python<'py>, kind: &str) -> Answer<'py> {
        let kind = kind_of(kind)?;
        self.ask(py, |system| Ok(unique(system.net_connections(kind)?).into_iter().map(OfMachine).collect::<Vec<_>>()))
    }

    fn net_if_addrs<'py>(&self, py: Python<'py>) -> Answer<'py> {
        self.ask(py, sysproc::System::net_if_addrs)
    }

    fn net_if_stats<'py>(&self, py: Python<'py>) -> Answer<'py> {
        self.ask(py, sysproc::System::net_if_stats)
    }

    fn temperatures<'py>(&self, py: Python<'py>) -> Answer<'py> {
        self.ask(py, sysproc::System::temperatures)
    }

    fn fans<'py>(&self, py: Python<'py>) -> Answer<'py> {
        self.ask(py, sysproc::System::fans)
    }

    fn battery<'py>(&self, py: Python<'py>) -> Answer<'py> {
        self.ask(py, sysproc::System::battery)
    }

    fn boot_time<'py>(&self, py: Python<'py>) -> Answer<'py> {
        self.ask(py, sysproc::System::boot_time)
    }

    fn users<'py>(&self, py: Python<'py>) -> Answer<'py> {
        self.ask(py, sysproc::System::users)
    }

    fn pids<'py>(&self, py: Python<'py>) -> Answer<'py> {
        self.ask(py, sysproc::System::pids)
    }

    /// What marks each process, by pid.
    fn marked_pids<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let marks = PyDict::new(py);
        for (pid, mark) in self.read(py, sysproc::System::marked_pids)? {
            marks.set_item(pid, mark)?;
        }
        Ok(marks)
    }

    fn pid_exists<'py>(&self, py: Python<'py>, pid: Pid) -> Answer<'py> {
        self.ask(py, |system| system.pid_exists(pid))
    }

    fn services(&self, py: Python<'_>) -> PyResult<Vec<Service>> {
        Ok(self.read(py, sysproc::System::services)?.into_iter().map(Service).collect())
    }

    fn service(&self, py: Python<'_>, name: OsString) -> PyResult<Service> {
        self.read(py, |system| system.service(name)).map(Service)
    }

    /// The handle of a process. One that the caller may see nothing of has one that never answers.
    fn process(&self, py: Python<'_>, pid: Pid) -> PyResult<Handle> {
        let process = match py.detach(|| self.system.process(pid)) {
            Ok(process) => process,
            Err(sysproc::Error::AccessDenied { .. }) => Process::from_recorded(&self.system, pid, UNKNOWN_START),
            Err(e) => return Err(error::about_process(py, e, None)),
        };
        Ok(Handle::new(process, self.classes.clone()))
    }

    /// The handle of a process that was seen in a listing, or that is known to be gone.
    #[pyo3(signature = (pid, start=UNKNOWN_START.0))]
    fn recorded(&self, pid: Pid, start: u64) -> Handle {
        Handle::new(Process::from_recorded(&self.system, pid, StartTime(start)), self.classes.clone())
    }

    /// What is planned of all processes.
    fn processes(&self, py: Python<'_>, plan: Py<Plan>, ad_value: Py<PyAny>, keep: bool) -> PyResult<Rows> {
        let fields = plan.get().fields;
        let listing = self.read(py, |system| system.processes(fields))?;
        Ok(Rows::new(listing, plan, self.classes.clone(), ad_value, keep))
    }

    /// What lists them again and again, holding at most so many descriptors.
    #[pyo3(signature = (plan, descriptors=None))]
    fn watcher(&self, plan: Py<Plan>, descriptors: Option<usize>) -> Held {
        let fields = plan.get().fields;
        let watcher = match descriptors {
            Some(limit) => Watcher::with_limit(&self.system, fields, limit),
            None => Watcher::new(&self.system, fields),
        };
        Held::new(watcher, self.classes.clone(), plan)
    }
}

/// Of sockets without an owner that look the same psutil lists one.
fn unique(mut sockets: Vec<Connection>) -> Vec<Connection> {
    let mut seen = HashSet::new();
    sockets.retain(|socket| socket.fd.is_some() || seen.insert(socket.clone()));
    sockets
}

/// The kind of connections that a text names.
pub(crate) fn kind_of(text: &str) -> PyResult<ConnectionKind> {
    text.parse().map_err(|error: sysproc::net::ParseKindError| PyValueError::new_err(error.to_string()))
}

/// `scputimes`, taken back from Python, where programs replace `cpu_times()`: by the place of its fields.
struct Times(CpuTimes);

impl<'py> FromPyObject<'_, 'py> for Times {
    type Error = PyErr;

    fn extract(times: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let seconds: Vec<f64> = times.extract()?;
        let at = |place: usize| seconds.get(place).map(|s| Duration::try_from_secs_f64(*s).unwrap_or_default());
        Ok(Self(platform::times_of(std::array::from_fn(at))))
    }
}

/// Keeps the counters of disks and interfaces from running backwards.
#[pyclass(frozen, module = "sysproc._sysproc")]
pub(crate) struct Guards {
    disks: Mutex<WrapGuard<OsString, DiskIo>>,
    whole_disks: Mutex<WrapGuard<OsString, DiskIo>>,
    interfaces: Mutex<WrapGuard<OsString, NetIo>>,
}

#[pymethods]
impl Guards {
    #[new]
    fn new() -> Self {
        Self { disks: Mutex::default(), whole_disks: Mutex::default(), interfaces: Mutex::default() }
    }
}

/// Counters with what was lost in restarts added on. Other threads stay out: none may fork while the lock is held.
fn guarded<M, V>(guard: &Mutex<WrapGuard<OsString, V>>, counters: M) -> M
where
    M: IntoIterator<Item = (OsString, V)> + FromIterator<(OsString, V)>,
    V: Counters,
{
    let mut guard: MutexGuard<'_, _> = guard.lock().unwrap_or_else(PoisonError::into_inner);
    guard.update(counters)
}
