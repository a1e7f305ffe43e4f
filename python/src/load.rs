//! `Loads`: load averages where the system keeps none.

use pyo3::prelude::*;
use sysproc::sampler::LoadMonitor;

/// Keeps load averages from its start on, until it goes.
#[pyclass(frozen, module = "sysproc._sysproc")]
pub(crate) struct Loads(pub(crate) LoadMonitor);

#[pymethods]
impl Loads {
    /// Over 1, 5 and 15 minutes.
    fn averages(&self) -> (f64, f64, f64) {
        let averages = self.0.averages();
        (averages.one, averages.five, averages.fifteen)
    }
}
