//! `/proc/stat`: what the processors did since boot.
//!
//! The layout is `show_stat` in the kernel's `fs/proc/stat.c` and proc_stat(5). Lines are told apart by their first word;
//! columns came one after the other, so what an older kernel lacks is missing at the end.

use crate::text::{complete_lines, lines, number};
use crate::words::{Words, words};

/// How long a processor, or all of them together, was in each mode, in clock ticks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CpuTicks {
    /// User code, guests too.
    pub user: Option<u64>,
    /// Niced user code, niced guests too.
    pub nice: Option<u64>,
    /// Kernel code.
    pub system: Option<u64>,
    /// Nothing.
    pub idle: Option<u64>,
    /// Nothing, while a disk request was outstanding.
    pub iowait: Option<u64>,
    /// Interrupts.
    pub irq: Option<u64>,
    /// Soft interrupts.
    pub softirq: Option<u64>,
    /// The hypervisor ran something else. Linux 2.6.11+.
    pub steal: Option<u64>,
    /// A guest; also in `user`. Linux 2.6.24+.
    pub guest: Option<u64>,
    /// A niced guest; also in `nice`. Linux 2.6.33+.
    pub guest_nice: Option<u64>,
}

/// Counters over all processors since boot, and the time of boot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counters {
    /// Interrupts: the first number of `intr`, which is the sum of the others.
    pub intr: Option<u64>,
    /// Context switches.
    pub ctxt: Option<u64>,
    /// Boot, in seconds since 1970.
    pub btime: Option<u64>,
    /// Soft interrupts: the first number of `softirq`. Linux 2.6.31+.
    pub softirq: Option<u64>,
    /// Threads that run or could: `procs_running`. Linux 2.5.45+.
    pub procs_running: Option<u64>,
}

/// The line `cpu`: all processors together. `None` if there is none.
#[must_use]
pub fn total(text: &[u8]) -> Option<CpuTicks> {
    lines(complete_lines(text)).find_map(|line| {
        let mut words = words(line);
        (words.next()? == b"cpu").then(|| ticks(words))
    })
}

/// The lines `cpuN`: the processors that are online, with their numbers.
pub fn cpus(text: &[u8]) -> impl Iterator<Item = (u32, CpuTicks)> {
    lines(complete_lines(text)).filter_map(|line| {
        let mut words = words(line);
        let cpu = number(words.next()?.strip_prefix(b"cpu")?)?;
        Some((cpu.try_into().ok()?, ticks(words)))
    })
}

/// The lines that have one counter, or begin with the sum of many.
#[must_use]
pub fn counters(text: &[u8]) -> Counters {
    let mut counters = Counters::default();
    for line in lines(complete_lines(text)) {
        let mut words = words(line);
        let counter = match words.next() {
            Some(b"intr") => &mut counters.intr,
            Some(b"ctxt") => &mut counters.ctxt,
            Some(b"btime") => &mut counters.btime,
            Some(b"softirq") => &mut counters.softirq,
            Some(b"procs_running") => &mut counters.procs_running,
            _ => continue,
        };
        *counter = words.number();
    }
    counters
}

fn ticks(mut columns: Words<'_>) -> CpuTicks {
    let mut next = || columns.number();
    CpuTicks {
        user: next(),
        nice: next(),
        system: next(),
        idle: next(),
        iowait: next(),
        irq: next(),
        softirq: next(),
        steal: next(),
        guest: next(),
        guest_nice: next(),
    }
}
