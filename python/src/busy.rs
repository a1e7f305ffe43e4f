//! How busy a process is: what two looks at it tell.

use std::time::Instant;

use crate::convert::rounded;

/// The last look at a process.
#[derive(Default)]
pub(crate) struct Busy {
    /// When that was, and the seconds of processor time that it had used.
    last: Option<(Instant, f64)>,
    /// How many processors there are at most: what it cannot use more of.
    pub(crate) cpus: Option<f64>,
}

impl Busy {
    /// How busy it was since the last look, in percent of one processor; 0 at the first. `None`, and no look, if it is not known
    /// what the most is.
    pub(crate) fn percent(&mut self, used: f64) -> Option<f64> {
        let now = Instant::now();
        let Some((then, before)) = self.last else {
            self.last = Some((now, used));
            return Some(0.0);
        };
        let cpus = self.cpus?;
        self.last = Some((now, used));
        let elapsed = now.saturating_duration_since(then).as_secs_f64();
        let share = if elapsed > 0.0 { (used - before) / elapsed } else { 0.0 };
        Some(rounded(share.max(0.0).min(cpus) * 100.0))
    }
}
