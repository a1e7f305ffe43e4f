//! The methods of `Process` as they are unless a program has replaced one.

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyMappingProxy, PySet, PyString, PyType};

/// Methods that a class has itself.
pub(crate) struct Originals {
    class: Py<PyType>,
    /// What the class has now. A look at this takes half as long as one at the class.
    attributes: Py<PyMappingProxy>,
    methods: Vec<(Py<PyString>, Py<PyAny>)>,
    names: Py<PySet>,
}

impl Originals {
    /// These methods, by their names.
    pub(crate) fn new(class: Bound<'_, PyType>, methods: Bound<'_, PyDict>) -> PyResult<Self> {
        let attributes = class.getattr("__dict__")?.cast_into::<PyMappingProxy>()?.unbind();
        let names = PySet::new(class.py(), methods.keys())?.unbind();
        let methods =
            methods.iter().map(|(name, method)| Ok((name.cast_into::<PyString>()?.unbind(), method.unbind())));
        Ok(Self { attributes, methods: methods.collect::<PyResult<_>>()?, names, class: class.unbind() })
    }

    /// Whether a class has all of them: this one, or one that inherits from it.
    pub(crate) fn are_of(&self, class: &Bound<'_, PyType>) -> bool {
        let py = class.py();
        let mut methods = self.methods.iter();
        if class.is(&self.class) {
            let attributes = self.attributes.bind(py);
            methods.all(|(name, method)| attributes.get_item(name).is_ok_and(|found| found.is(method)))
        } else {
            methods.all(|(name, method)| class.getattr(name).is_ok_and(|found| found.is(method)))
        }
    }

    /// Whether what an object has itself takes the place of one.
    pub(crate) fn are_replaced_in(&self, own: &Bound<'_, PyDict>) -> PyResult<bool> {
        let names = self.names.bind(own.py());
        // A list of its own: another thread may set attributes meanwhile.
        for name in own.keys() {
            if names.contains(name)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
