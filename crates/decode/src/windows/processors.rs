//! Processors: their times, their frequencies, what was counted on them, and how they are built.

use super::fields;
use crate::bytes::{ByteOrder, WordSize};

/// `SYSTEM_PROCESSOR_PERFORMANCE_INFORMATION`: the times of a processor, in units of 100 ns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProcessorTimes {
    /// Doing nothing.
    pub idle: u64,
    /// In the kernel, doing nothing included.
    pub kernel: u64,
    /// In user code.
    pub user: u64,
    /// Serving deferred procedure calls; in `kernel` as well.
    pub dpc: u64,
    /// Serving interrupts; in `kernel` as well.
    pub interrupt: u64,
    /// Interrupts.
    pub interrupt_count: u32,
}

/// The times of each processor.
pub fn times(bytes: &[u8]) -> impl Iterator<Item = ProcessorTimes> {
    bytes.chunks_exact(48).filter_map(|processor| {
        // Nothing in it depends on the word size.
        let mut processor = fields(processor, WordSize::Bits64);
        Some(ProcessorTimes {
            idle: processor.u64()?,
            kernel: processor.u64()?,
            user: processor.u64()?,
            dpc: processor.u64()?,
            interrupt: processor.u64()?,
            interrupt_count: processor.u32()?,
        })
    })
}

/// The frequency of a processor now and at most, in MHz.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frequency {
    /// Now.
    pub current: u32,
    /// At most.
    pub max: u32,
}

/// `PROCESSOR_POWER_INFORMATION`: the frequency of each processor.
pub fn frequencies(bytes: &[u8]) -> impl Iterator<Item = Frequency> {
    let number = |processor, at| ByteOrder::Little.u32(processor, at);
    bytes
        .chunks_exact(24)
        .filter_map(move |processor| Some(Frequency { max: number(processor, 4)?, current: number(processor, 8)? }))
}

/// What `SYSTEM_PERFORMANCE_INFORMATION` counts, over all processors. Its numbers have 32 bits and start again from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// Context switches.
    pub context_switches: u32,
    /// System calls.
    pub system_calls: u32,
}

/// What was counted since boot.
#[must_use]
pub fn counts(bytes: &[u8]) -> Option<Counts> {
    let number = |at| ByteOrder::Little.u32(bytes, at);
    Some(Counts { context_switches: number(0x128)?, system_calls: number(0x134)? })
}

/// How many there are of each part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Parts {
    /// Physical cores.
    pub cores: usize,
    /// Physical packages.
    pub packages: usize,
    /// NUMA nodes.
    pub numa_nodes: usize,
}

/// `SYSTEM_LOGICAL_PROCESSOR_INFORMATION_EX`: an entry for each part, which says its kind and its size.
#[must_use]
pub fn parts(bytes: &[u8]) -> Parts {
    let mut parts = Parts::default();
    let mut rest = bytes;
    while let Some(size) = ByteOrder::Little.u32(rest, 4).and_then(|size| usize::try_from(size).ok()) {
        // Less than its own kind and size leads nowhere.
        let Some((entry, after)) = rest.split_at_checked(size).filter(|_| size >= 8) else { break };
        let part = match ByteOrder::Little.u32(entry, 0) {
            Some(0) => Some(&mut parts.cores),
            Some(1) => Some(&mut parts.numa_nodes),
            Some(3) => Some(&mut parts.packages),
            _ => None,
        };
        if let Some(part) = part {
            *part = part.saturating_add(1);
        }
        rest = after;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_each() {
        let mut bytes = vec![0; 96];
        for (number, at) in (1..).zip([0, 8, 16, 24, 32, 40]) {
            bytes[48 + at] = number;
        }
        let found: Vec<_> = times(&bytes).collect();
        let second = ProcessorTimes { idle: 1, kernel: 2, user: 3, dpc: 4, interrupt: 5, interrupt_count: 6 };
        assert_eq!((found.len(), found[1]), (2, second));
        assert_eq!(times(&bytes[..95]).count(), 1);
    }

    #[test]
    fn frequencies_of_each() {
        let mut bytes = vec![0; 24];
        (bytes[0], bytes[5], bytes[9]) = (3, 8, 4);
        assert!(frequencies(&bytes).eq([Frequency { current: 0x400, max: 0x800 }]));
        assert_eq!(frequencies(&bytes[..23]).count(), 0);
    }

    #[test]
    fn counts_at_their_places() {
        let mut bytes = vec![0; 312];
        (bytes[0x128], bytes[0x134]) = (5, 6);
        assert_eq!(counts(&bytes), Some(Counts { context_switches: 5, system_calls: 6 }));
        assert_eq!(counts(&bytes[..311]), None);
    }

    #[test]
    fn parts_of_each_kind() {
        let entry = |kind: u8, size: u8| {
            let mut entry = vec![0; size.into()];
            (entry[0], entry[4]) = (kind, size);
            entry
        };
        let all = [entry(3, 48), entry(0, 48), entry(0, 48), entry(2, 52), entry(1, 48), entry(7, 8)].concat();
        let expected = Parts { cores: 2, packages: 1, numa_nodes: 1 };
        assert_eq!(parts(&all), expected);
        assert_eq!(parts(&all[..100]), Parts { cores: 1, packages: 1, numa_nodes: 0 });
        assert_eq!(parts(&[all, entry(0, 8), vec![0; 64]].concat()).cores, 3, "an entry of no size is the end");
    }
}
