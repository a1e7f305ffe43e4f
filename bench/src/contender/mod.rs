//! Those who do the work.

mod call;
pub(crate) mod peer;
pub(crate) mod procfs;
pub(crate) mod row;
pub(crate) mod sysinfo;
pub(crate) mod sysproc;
pub(crate) mod table;

use std::hint::black_box;
use std::time::Duration;

use rustix::thread::CpuSet;
use rustix::time::{ClockId, clock_gettime};

pub(crate) use call::{call, listing};
pub(crate) use row::Row;

use crate::Result;

/// The name of ours.
pub(crate) const OURS: &str = "sysproc";
/// The name of the bare calls.
pub(crate) const FLOOR: &str = "floor";

/// One who does the work.
pub(crate) trait Contender {
    /// The name in the report. [`OURS`] and [`FLOOR`] are those that the others are compared with.
    fn name(&self) -> &str;

    /// Which of ours it is compared with: the one in the same language.
    fn ours(&self) -> &str {
        OURS
    }

    /// Does the work so many times, each from the beginning, and keeps the last result.
    fn run(&mut self, times: u32) -> Result<Turn>;

    /// What the last result says of the process that the work is about; empty where that is nothing but that it is there.
    fn row(&mut self, pid: u32) -> Result<Option<Row>>;

    /// Keeps it on these processors from now on.
    fn pin(&mut self, processors: &CpuSet) -> Result<()> {
        Ok(rustix::thread::sched_setaffinity(None, processors)?)
    }
}

/// What one turn of a contender was.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Turn {
    /// Processor time, for all the times that the work was done.
    pub(crate) used: Duration,
    /// What one time of the work gave.
    pub(crate) items: usize,
}

/// The processor time that it takes to do something so many times. The result before is dropped first and within that
/// time, as in a program that does it in a loop.
pub(crate) fn timed<T>(times: u32, result: &mut T, mut work: impl FnMut(&mut T) -> Result<()>) -> Result<Duration> {
    let start = processor_time()?;
    for _ in 0..times {
        work(black_box(result))?;
    }
    Ok(processor_time()?.saturating_sub(start))
}

/// What this process has used, with all its threads, in user code and in the kernel.
fn processor_time() -> Result<Duration> {
    Ok(clock_gettime(ClockId::ProcessCPUTime).try_into()?)
}
