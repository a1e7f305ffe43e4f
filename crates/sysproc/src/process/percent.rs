//! How busy a process is.

use std::time::{Duration, Instant};

use super::{Process, ProcessCpuTimes};
use crate::Result;

/// How busy a process was between two samples. Owns the previous sample, so two of them do not disturb each other.
///
/// ```
/// # fn main() -> sysproc::Result<()> {
/// use sysproc::process::{CpuPercent, Process};
/// let me = Process::current()?;
/// let mut busy = CpuPercent::new();
/// assert_eq!(busy.sample(&me)?, None, "one sample alone says nothing");
/// assert!(busy.sample(&me)?.is_some());
/// # Ok(()) }
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct CpuPercent {
    last: Option<(Instant, Duration)>,
}

impl CpuPercent {
    /// Without a sample yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads the process's times now. Returns how busy it was since the last sample, in percent of one processor: 200
    /// for two busy threads. `None` for the first sample.
    ///
    /// # Errors
    /// As [`Process::cpu_times`].
    pub fn sample(&mut self, process: &Process) -> Result<Option<f64>> {
        Ok(self.update(Instant::now(), &process.cpu_times()?))
    }

    /// The same with times that the caller has read, at `now`.
    pub fn update(&mut self, now: Instant, times: &ProcessCpuTimes) -> Option<f64> {
        let used = times.user.saturating_add(times.system);
        let (then, before) = self.last.replace((now, used))?;
        let elapsed = now.saturating_duration_since(then).as_secs_f64();
        if elapsed <= 0.0 {
            return Some(0.0);
        }
        Some(used.saturating_sub(before).as_secs_f64() / elapsed * 100.0)
    }
}
