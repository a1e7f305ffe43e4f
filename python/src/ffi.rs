//! Which interpreter imports the extension.

use pyo3::exceptions::PyImportError;
use pyo3::prelude::*;

/// Fails in a subinterpreter. PyO3 keeps Python objects in statics, which two interpreters must not share; before Python 3.12,
/// and in programs that allow it later, only this check keeps them apart.
pub(crate) fn must_be_main(_: Python<'_>) -> PyResult<()> {
    /// The main interpreter's, in every process.
    const MAIN: i64 = 0;
    // SAFETY: the caller is attached to an interpreter, as `Python<'_>` proves, so that there is a current one to ask.
    #[allow(unsafe_code)]
    let id = unsafe { pyo3::ffi::PyInterpreterState_GetID(pyo3::ffi::PyInterpreterState_Get()) };
    if id == MAIN {
        return Ok(());
    }
    Err(PyImportError::new_err("sysproc does not support subinterpreters: import it in the main interpreter"))
}
