//! `sysproc._sysproc`: what the library answers, as Python's objects, and its errors, as Python's exceptions.
//!
//! There is no logic of its own here. `system` and `process` have a line for each function, which says what library call
//! it is; `columns` and `plan` ask for several at once; `convert` makes objects of the answers, `classes` finds the Python
//! classes of those, `error` is the table of exceptions.

mod busy;
mod classes;
mod columns;
mod convert;
mod error;
mod ffi;
mod listing;
mod load;
mod oneshot;
mod originals;
mod plan;
mod platform;
mod process;
mod service;
mod system;
mod wait;

/// The extension module. Its state is in the objects that Python makes of it: it has no statics.
#[pyo3::pymodule(gil_used = false)]
mod _sysproc {
    use pyo3::prelude::*;

    #[pymodule_export]
    use crate::listing::{Held, Rows};
    #[pymodule_export]
    use crate::load::Loads;
    #[pymodule_export]
    use crate::oneshot::{Known, Oneshot};
    #[pymodule_export]
    use crate::plan::Plan;
    #[pymodule_export]
    use crate::process::Handle;
    #[pymodule_export]
    use crate::service::Service;
    #[pymodule_export]
    use crate::system::{Guards, System};
    #[pymodule_export]
    use crate::wait::{Hold, wait_any};

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        crate::ffi::must_be_main(module.py())
    }
}
