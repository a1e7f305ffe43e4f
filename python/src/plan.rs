//! `Plan`: what `as_dict()` or a listing asks for, read in one piece.

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString, PyType};
use sysproc::process::{Fields, Snapshot};

use crate::classes::Classes;
use crate::columns::{ALL, Column, Found, NAME, NET_CONNECTIONS, OPEN_FILES};
use crate::originals::Originals;
use crate::process::Handle;

const CPU_PERCENT: &str = "cpu_percent";
const CONNECTIONS: &str = "connections";

/// Which keys are asked for together, of one process or of many.
#[pyclass(frozen, module = "sysproc._sysproc")]
pub(crate) struct Plan {
    /// All that are asked for.
    #[pyo3(get)]
    names: Py<PyAny>,
    /// The methods whose answers these are.
    originals: Originals,
    keys: Vec<(Py<PyString>, &'static Column)>,
    /// Has all keys: a copy of it need not grow.
    blank: Py<PyDict>,
    pub(crate) fields: Fields,
    /// The key of its name, if that is told.
    pub(crate) name: Option<Py<PyString>>,
    /// The key of how busy it is, if that is asked: it needs the last look at a process too, and so its handle.
    pub(crate) cpu_percent: Option<Py<PyString>>,
    /// The two keys of its sockets, if both are told: they have the same value.
    connections: Option<(Py<PyString>, Py<PyString>)>,
    /// Whether a snapshot has all that is asked for.
    #[pyo3(get)]
    is_whole: bool,
}

#[pymethods]
impl Plan {
    /// Of these names those that a snapshot has; and the methods of the class that it stands for.
    #[new]
    fn new(names: Bound<'_, PyAny>, class: Bound<'_, PyType>, methods: Bound<'_, PyDict>) -> PyResult<Self> {
        let py = names.py();
        let originals = Originals::new(class, methods)?;
        let asked = names.try_iter()?.map(|name| Ok(name?.cast_into::<PyString>()?)).collect::<PyResult<Vec<_>>>()?;
        let blank = PyDict::new(py);
        let mut keys = Vec::with_capacity(asked.len());
        let mut fields = Fields::empty();
        let key = |wanted: &str| asked.iter().find(|name| *name == wanted).map(|name| name.clone().unbind());
        let (name, cpu_percent) = (key(NAME.name), key(CPU_PERCENT));
        if cpu_percent.is_some() {
            fields |= Fields::CPU_TIMES;
        }
        // A snapshot looks for sockets of all kinds. That pays where the look at the descriptors is needed anyway.
        let has_files = key(OPEN_FILES.name).is_some();
        let connections = key(NET_CONNECTIONS.name).zip(key(CONNECTIONS)).filter(|_| has_files);
        for name in &asked {
            let Some(column) = named(&name.to_cow()?) else { continue };
            if column.fields == Fields::NET_CONNECTIONS && !has_files {
                continue;
            }
            fields |= column.fields;
            blank.set_item(name, py.None())?;
            keys.push((name.clone().unbind(), column));
        }
        let is_whole = keys.len() + usize::from(connections.is_some()) == asked.len();
        let (names, blank) = (names.unbind(), blank.unbind());
        Ok(Self { names, originals, keys, blank, fields, name, cpu_percent, connections, is_whole })
    }

    /// All names that a snapshot has, and the two that are made of what it has.
    #[staticmethod]
    fn possible() -> Vec<&'static str> {
        ALL.iter().map(|column| column.name).chain([CPU_PERCENT, CONNECTIONS]).collect()
    }

    /// Whether it stands for the methods of a class: none of them was replaced.
    fn stands_for(&self, class: &Bound<'_, PyType>) -> bool {
        self.originals.are_of(class)
    }

    /// The values of a Python `Process`, as far as a snapshot has them; none if it does not stand for its methods.
    fn values<'py>(
        slf: &Bound<'py, Self>,
        process: &Bound<'py, PyAny>,
        ad_value: Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (py, plan) = (slf.py(), slf.get());
        let own = process.getattr("__dict__")?.cast_into::<PyDict>()?;
        if !plan.originals.are_of(&process.get_type()) || plan.originals.are_replaced_in(&own)? {
            return Ok(PyDict::new(py).into_any());
        }
        match own.get_item("_kept")? {
            // This thread may have read some of it already.
            Some(kept) if kept.is_truthy()? => process.call_method0("_source")?.call_method1("dict", (slf, ad_value)),
            _ => {
                let handle = process.getattr("_handle")?.cast_into::<Handle>()?;
                handle.get().dict(py, plan, ad_value).map(Bound::into_any)
            }
        }
    }
}

impl Plan {
    /// The values by key, `ad_value` for what is withheld; what is missing is left out.
    pub(crate) fn dict<'py>(
        &self,
        py: Python<'py>,
        classes: &Classes,
        snapshot: &Snapshot,
        ad_value: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyDict>> {
        let dict = self.blank.bind(py).copy()?;
        for (name, column) in &self.keys {
            match (column.take)(snapshot, py, classes)? {
                Found::Value(value) => dict.set_item(name, value)?,
                Found::Denied | Found::Zombie => dict.set_item(name, ad_value)?,
                Found::Missing => dict.del_item(name)?,
            }
        }
        if let Some((name, other)) = &self.connections
            && let Some(found) = dict.get_item(name)?
        {
            dict.set_item(other, found)?;
        }
        Ok(dict)
    }
}

fn named(name: &str) -> Option<&'static Column> {
    ALL.iter().find(|column| column.name == name)
}
