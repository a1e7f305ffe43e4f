//! The Python classes that answers are made of. Each is looked up when it is first needed, since making it takes time
//! that an import must not, and kept in the object that asks: nothing here is static.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::atomic::AtomicU64;

use pyo3::IntoPyObjectExt;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyIterator, PyTuple, PyType};

use crate::convert::Answer;
use crate::ffi::NewTuple;
use crate::platform;

/// Names each named tuple of `sysproc/_types.py` that is made here.
macro_rules! tuples {
    ($($name:ident)+) => {
        #[allow(non_camel_case_types, dead_code)] // Each system has a few of its own.
        #[derive(Clone, Copy)]
        pub(crate) enum Tuple { $($name,)+ }

        const TUPLES: &[&str] = &[$(stringify!($name),)+];
    };
}

tuples! {
    addr pconn pcputimes pctxsw pfootprint pfullmem pgids pheap pio pionice pmem pmem_ex pmmap_ext pmmap_grouped popenfile
    ppagefaults pthread puids sbattery sconn scpufreq scpustats scputimes sdiskio sdiskpart sdiskusage sfan shwtemp snetio
    snicaddr snicstats sswap suser svmem
}

/// The Python classes, and the one number of a machine that answers about its processes need.
pub(crate) struct Classes {
    /// The machine's physical memory in bytes, as `virtual_memory()` found it last; 0 before.
    pub(crate) total_memory: AtomicU64,
    tuples: [PyOnceLock<Py<PyType>>; TUPLES.len()],
    new_tuple: PyOnceLock<NewTuple>,
    pub(crate) statuses: Members<String>,
    pub(crate) connection_statuses: Members<String>,
    pub(crate) families: Members<i64>,
    pub(crate) socket_types: Members<i64>,
    pub(crate) duplexes: Members<i64>,
    pub(crate) battery_times: Members<i64>,
    pub(crate) signals: Members<i64>,
    /// Those of this system alone.
    pub(crate) own: platform::Enums,
}

impl Classes {
    pub(crate) fn new() -> Self {
        Self {
            total_memory: AtomicU64::new(0),
            tuples: [const { PyOnceLock::new() }; TUPLES.len()],
            new_tuple: PyOnceLock::new(),
            statuses: Members::of("sysproc._enums", "ProcessStatus"),
            connection_statuses: Members::of("sysproc._enums", "ConnectionStatus"),
            families: Members::of("socket", "AddressFamily"),
            socket_types: Members::of("socket", "SocketKind"),
            duplexes: Members::of("sysproc._enums", "NicDuplex"),
            battery_times: Members::of("sysproc._enums", "BatteryTime"),
            signals: Members::of("sysproc._enums", "Negsignal"),
            own: platform::Enums::new(),
        }
    }

    /// Looks all of them up now, for who cannot load them later.
    pub(crate) fn load(&self, py: Python<'_>) -> PyResult<()> {
        let types = py.import("sysproc._types")?;
        for (class, name) in self.tuples.iter().zip(TUPLES) {
            // Each system has a few of its own.
            if types.hasattr(name)? {
                class.get_or_try_init(py, || Self::named(py, name))?;
            }
        }
        self.new_tuple.get_or_try_init(py, || NewTuple::find(py))?;
        for members in [&self.statuses, &self.connection_statuses] {
            members.load(py)?;
        }
        // Signals are left out: not all systems have them, and where they are `preload()` has made them.
        for members in [&self.families, &self.socket_types, &self.duplexes, &self.battery_times] {
            members.load(py)?;
        }
        self.own.load(py)
    }

    /// A named tuple.
    pub(crate) fn tuple<'py, const N: usize>(
        &self,
        py: Python<'py>,
        name: Tuple,
        values: [Bound<'py, PyAny>; N],
    ) -> Answer<'py> {
        self.of_class(py, self.class(py, name)?, PyTuple::new(py, values)?)
    }

    /// A named tuple of whole numbers.
    pub(crate) fn numbers<'py>(&self, py: Python<'py>, name: Tuple, values: &[u64]) -> Answer<'py> {
        self.of_class(py, self.class(py, name)?, PyTuple::new(py, values)?)
    }

    fn class<'py>(&self, py: Python<'py>, name: Tuple) -> PyResult<&Bound<'py, PyType>> {
        let name = name as usize;
        let class = self.tuples[name].get_or_try_init(py, || Self::named(py, TUPLES[name]))?;
        Ok(class.bind(py))
    }

    fn named(py: Python<'_>, name: &str) -> PyResult<Py<PyType>> {
        Ok(py.import("sysproc._types")?.getattr(name)?.cast_into::<PyType>()?.unbind())
    }

    /// A named tuple of the times of processors, of which old kernels have fewer.
    pub(crate) fn cpu_tuple<'py>(&self, py: Python<'py>, values: Vec<f64>) -> Answer<'py> {
        let class =
            py.import("sysproc._types")?.call_method1("scputimes_of", (values.len(),))?.cast_into::<PyType>()?;
        self.of_class(py, &class, PyTuple::new(py, values)?)
    }

    fn of_class<'py>(&self, py: Python<'py>, class: &Bound<'py, PyType>, values: Bound<'py, PyTuple>) -> Answer<'py> {
        self.new_tuple.get_or_try_init(py, || NewTuple::find(py))?.call(class, values)
    }
}

/// The members of an enum, by their values.
pub(crate) struct Members<K> {
    module: &'static str,
    class: &'static str,
    by_value: PyOnceLock<HashMap<K, Py<PyAny>>>,
}

impl<K: Eq + Hash + for<'a, 'py> FromPyObject<'a, 'py>> Members<K> {
    pub(crate) const fn of(module: &'static str, class: &'static str) -> Self {
        Self { module, class, by_value: PyOnceLock::new() }
    }

    /// The member with this value; the plain value if there is none.
    pub(crate) fn get<'py, Q>(&self, py: Python<'py>, value: &Q) -> Answer<'py>
    where
        K: Borrow<Q>,
        Q: Eq + Hash + Plain + ?Sized,
    {
        match self.all(py)?.get(value) {
            Some(member) => Ok(member.bind(py).clone()),
            None => value.plain(py),
        }
    }

    pub(crate) fn load(&self, py: Python<'_>) -> PyResult<()> {
        self.all(py).map(|_| ())
    }

    fn all(&self, py: Python<'_>) -> PyResult<&HashMap<K, Py<PyAny>>> {
        self.by_value.get_or_try_init(py, || self.read(py))
    }

    fn read(&self, py: Python<'_>) -> PyResult<HashMap<K, Py<PyAny>>> {
        let class = py.import(self.module)?.getattr(self.class)?.cast_into::<PyType>()?;
        let mut members = HashMap::new();
        for member in PyIterator::from_object(&class)? {
            let member = member?;
            let value = member.getattr("value")?.extract::<K>().map_err(Into::into)?;
            members.insert(value, member.unbind());
        }
        Ok(members)
    }
}

/// The value of a member that Python does not have: the number or text itself.
pub(crate) trait Plain {
    fn plain<'py>(&self, py: Python<'py>) -> Answer<'py>;
}

impl Plain for str {
    fn plain<'py>(&self, py: Python<'py>) -> Answer<'py> {
        self.into_bound_py_any(py)
    }
}

impl Plain for i64 {
    fn plain<'py>(&self, py: Python<'py>) -> Answer<'py> {
        (*self).into_bound_py_any(py)
    }
}
