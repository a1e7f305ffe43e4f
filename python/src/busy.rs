//! How busy a process is: what two looks at it tell.

use std::time::Instant;

use sysproc::process::{CpuPercent, ProcessCpuTimes};

use crate::convert::rounded;

/// The last look at a process.
#[derive(Default)]
pub(crate) struct Busy {
    /// `None` before the first.
    last: Option<CpuPercent>,
    /// How many processors there are at most: what it cannot use more of.
    pub(crate) cpus: Option<f64>,
}

impl Busy {
    /// How busy it was since the last look, in percent of one processor; 0 at the first. `None`, and no look, if it is not known
    /// what the most is.
    pub(crate) fn percent(&mut self, times: &ProcessCpuTimes) -> Option<f64> {
        let most = match (&self.last, self.cpus) {
            (Some(_), cpus) => cpus? * 100.0,
            (None, _) => 0.0,
        };
        let percent = self.last.get_or_insert_default().update(Instant::now(), times);
        Some(rounded(percent.unwrap_or_default().min(most)))
    }
}
