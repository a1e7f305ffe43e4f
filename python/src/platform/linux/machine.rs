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
pub(crate) const MODES: usize = 10;

/// The times in the order of `scputimes`; `None` is what old kernels do not have.
pub(crate) fn times(times: &CpuTimes) -> [Option<Duration>; MODES] {
    [
        Some(times.user),
        times.nice,
        Some(times.system),
        Some(times.idle),
        times.iowait,
        times.irq,
        times.softirq,
        times.steal,
        times.guest,
        times.guest_nice,
    ]
}

/// The same the other way.
pub(crate) fn times_of(times: [Option<Duration>; MODES]) -> CpuTimes {
    let [user, nice, system, idle, iowait, irq, softirq, steal, guest, guest_nice] = times;
    let [user, system, idle] = [user, system, idle].map(Option::unwrap_or_default);
    CpuTimes { user, nice, system, idle, iowait, irq, softirq, steal, guest, guest_nice, dpc: None }
}

/// The shares in the same order.
pub(crate) fn shares(shares: &CpuTimesPercent) -> [Option<f64>; MODES] {
    [
        Some(shares.user),
        shares.nice,
        Some(shares.system),
        Some(shares.idle),
        shares.iowait,
        shares.irq,
        shares.softirq,
        shares.steal,
        shares.guest,
        shares.guest_nice,
    ]
}

impl ToPython for VirtualMemory {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        named!(
            py,
            classes,
            svmem(
                self.total,
                self.available,
                rounded(self.percent),
                self.used,
                self.free,
                self.active,
                self.inactive,
                self.buffers,
                self.cached,
                self.shared,
                self.slab,
            )
        )
    }
}

impl ToPython for SwapMemory {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        let percent = rounded(self.percent);
        named!(py, classes, sswap(self.total, self.used, self.free, percent, self.swapped_in, self.swapped_out))
    }
}

impl ToPython for HeapInfo {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        named!(py, classes, pheap(self.heap_used, self.mmap_used))
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
                self.read_merged_count.unwrap_or(0),
                self.write_merged_count.unwrap_or(0),
                milliseconds(self.busy_time),
            )
        )
    }
}
