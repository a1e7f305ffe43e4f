//! What PyO3 does not do: which interpreter imports the extension, and named tuples without a detour.

use std::ffi::c_void;
use std::ptr;

use pyo3::exceptions::{PyImportError, PySystemError};
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple, PyType};

/// Fails in a subinterpreter. PyO3 keeps Python objects in statics, which two interpreters must not share; before Python 3.12,
/// and in programs that allow it later, only this check keeps them apart.
pub(crate) fn must_be_main(_: Python<'_>) -> PyResult<()> {
    /// The main interpreter's, in every process.
    const MAIN: i64 = 0;
    // SAFETY: the caller is attached to an interpreter, as `Python<'_>` proves, so that there is a current one to ask.
    #[allow(unsafe_code)]
    let id = unsafe { ffi::PyInterpreterState_GetID(ffi::PyInterpreterState_Get()) };
    if id == MAIN {
        return Ok(());
    }
    Err(PyImportError::new_err("sysproc does not support subinterpreters: import it in the main interpreter"))
}

/// `tuple.__new__`, which makes named tuples too: the function in C itself. A call of the Python object that it is takes longer
/// than the rest of making the tuple.
pub(crate) struct NewTuple(ffi::newfunc);

impl NewTuple {
    pub(crate) fn find(py: Python<'_>) -> PyResult<Self> {
        // Before Python 3.10 only a class that a program made tells its slots, and inherits this one.
        let class = py.get_type::<PyType>().call1(("Tuple", (py.get_type::<PyTuple>(),), PyDict::new(py)))?;
        let class = class.cast_into::<PyType>()?;
        // SAFETY: a class, which is alive, and a slot that there is.
        #[allow(unsafe_code)]
        let slot = unsafe { ffi::PyType_GetSlot(class.as_type_ptr(), ffi::Py_tp_new) };
        if slot.is_null() {
            return Err(PySystemError::new_err("tuple has no tp_new"));
        }
        // SAFETY: not null, and what `Py_tp_new` holds is by its definition a `newfunc`; of a class that inherits from `tuple` alone
        // it is that of `tuple`, which stays.
        #[allow(unsafe_code)]
        let new = unsafe { std::mem::transmute::<*mut c_void, ffi::newfunc>(slot) };
        Ok(Self(new))
    }

    /// A tuple of a class that inherits from `tuple`.
    pub(crate) fn call<'py>(
        &self,
        class: &Bound<'py, PyType>,
        values: Bound<'py, PyTuple>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let arguments = PyTuple::new(class.py(), [values])?;
        // SAFETY: attached, as `Bound` proves; a class, a tuple of arguments, both alive during the call, and no keywords. It returns
        // a reference of our own, or null with an exception set.
        #[allow(unsafe_code)]
        unsafe {
            let made = (self.0)(class.as_type_ptr(), arguments.as_ptr(), ptr::null_mut());
            Bound::from_owned_ptr_or_err(class.py(), made)
        }
    }
}
