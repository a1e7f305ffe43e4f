//! `Service`: one of Windows' services.

use std::ffi::{OsStr, OsString};

use pyo3::prelude::*;
use sysproc::service::{ServiceConfig, ServiceState, ServiceStatus, StartType};
use sysproc::{Error, Pid, Result};

use crate::error;

/// A service: what `sysproc.WindowsService` asks.
#[pyclass(frozen, module = "sysproc._sysproc")]
pub(crate) struct Service(pub(crate) sysproc::service::Service);

impl Service {
    /// Asks the library without holding up other Python threads.
    fn ask<T: Send>(
        &self,
        py: Python<'_>,
        question: impl FnOnce(&sysproc::service::Service) -> Result<T> + Send,
    ) -> PyResult<T> {
        py.detach(|| question(&self.0)).map_err(|e| match e {
            Error::AccessDenied { what, .. } => error::about_service(py, &self.0, &what),
            e => error::about_process(py, e, None),
        })
    }
}

#[pymethods]
impl Service {
    #[getter]
    fn name(&self) -> &OsStr {
        &self.0.name
    }

    #[getter]
    fn display_name(&self) -> &OsStr {
        &self.0.display_name
    }

    /// Its program with arguments, the account that it runs as, and when it is started.
    fn config(&self, py: Python<'_>) -> PyResult<(OsString, OsString, Option<&'static str>)> {
        let ServiceConfig { binpath, username, start_type } = self.ask(py, sysproc::service::Service::config)?;
        Ok((binpath, username, start_type.map(StartType::as_str)))
    }

    /// What it is doing, and the process that it runs in.
    fn state(&self, py: Python<'_>) -> PyResult<(Option<&'static str>, Option<Pid>)> {
        let ServiceState { status, pid } = self.ask(py, sysproc::service::Service::state)?;
        Ok((status.map(ServiceStatus::as_str), pid))
    }

    /// What it is for.
    fn description(&self, py: Python<'_>) -> PyResult<OsString> {
        self.ask(py, sysproc::service::Service::description)
    }
}
