//! The shapes of what is asked of the machine.

use std::time::Duration;

use pyo3::prelude::*;
use sysproc::cpu::CpuTimes;
use sysproc::disk::DiskIo;
use sysproc::memory::{HeapInfo, SwapMemory, VirtualMemory};
use sysproc::sampler::CpuTimesPercent;

use crate::classes::Classes;
use crate::convert::{Answer, ToPython, milliseconds, named, rounded};

/// The number of the fields of `scputimes`.
pub(crate) const MODES: usize = 5;

/// The times in the order of `scputimes`.
pub(crate) fn times(times: &CpuTimes) -> [Option<Duration>; MODES] {
    [Some(times.user), Some(times.system), Some(times.idle), times.irq, times.dpc]
}

/// The same the other way.
pub(crate) fn times_of(times: [Option<Duration>; MODES]) -> CpuTimes {
    let [user, system, idle, irq, dpc] = times;
    let [user, system, idle] = [user, system, idle].map(Option::unwrap_or_default);
    CpuTimes { user, system, idle, irq, dpc, ..CpuTimes::default() }
}

/// The shares in the same order.
pub(crate) fn shares(shares: &CpuTimesPercent) -> [Option<f64>; MODES] {
    [Some(shares.user), Some(shares.system), Some(shares.idle), shares.irq, shares.dpc]
}

impl ToPython for VirtualMemory {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        let percent = rounded(self.percent);
        named!(py, classes, svmem(self.total, self.available, percent, self.used, self.free, self.cached, self.wired))
    }
}

/// Windows does not count what is swapped in and out: 0, as psutil has it.
impl ToPython for SwapMemory {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        named!(py, classes, sswap(self.total, self.used, self.free, rounded(self.percent), 0, 0))
    }
}

impl ToPython for HeapInfo {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        named!(py, classes, pheap(self.heap_used, self.mmap_used, self.heap_count))
    }
}

impl ToPython for DiskIo {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        named!(
            py,
            classes,
            sdiskio(
                self.read_count,
                self.write_count,
                self.read_bytes,
                self.write_bytes,
                milliseconds(self.read_time),
                milliseconds(self.write_time),
            )
        )
    }
}
