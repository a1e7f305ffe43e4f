//! The counters of a block device: `/sys/block/NAME/stat`, `/sys/block/NAME/PARTITION/stat`, and behind the name in
//! [`/proc/diskstats`](super::diskstats). `Documentation/admin-guide/iostats.rst` of the kernel says what each is.

use crate::text::{complete_lines, lines, number};
use crate::words::{Words, words};

/// What a block device did since boot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct BlockStat {
    /// Reads completed.
    pub reads: u64,
    /// Sectors read, of 512 bytes whatever the device.
    pub sectors_read: u64,
    /// Writes completed.
    pub writes: u64,
    /// Sectors written, of 512 bytes.
    pub sectors_written: u64,
    /// What partitions do not count before Linux 2.6.25.
    pub more: Option<More>,
}

/// What partitions do not count before Linux 2.6.25.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct More {
    /// Reads merged into others.
    pub reads_merged: u64,
    /// Milliseconds that reads took, summed over them.
    pub read_ms: u64,
    /// Writes merged into others.
    pub writes_merged: u64,
    /// Milliseconds that writes took, summed over them.
    pub write_ms: u64,
    /// Requests that are outstanding now.
    pub in_flight: u64,
    /// Milliseconds during which requests were outstanding.
    pub io_ms: u64,
    /// Milliseconds that requests were outstanding, summed over them.
    pub weighted_ms: u64,
}

/// The line of a `stat` file. `None` unless it is whole.
#[must_use]
pub fn block_stat(text: &[u8]) -> Option<BlockStat> {
    counters(words(lines(complete_lines(text)).next()?))
}

/// Four counters, or eleven and those that came later (discards in Linux 4.18, flushes in 5.5).
pub(super) fn counters(mut columns: Words<'_>) -> Option<BlockStat> {
    let first = columns.numbers()?;
    let Some(fifth) = columns.next() else {
        let [reads, sectors_read, writes, sectors_written] = first;
        return Some(BlockStat { reads, sectors_read, writes, sectors_written, more: None });
    };
    let ([reads, reads_merged, sectors_read, read_ms], writes) = (first, number(fifth)?);
    let [writes_merged, sectors_written, write_ms, in_flight, io_ms, weighted_ms] = columns.numbers()?;
    let more = More { reads_merged, read_ms, writes_merged, write_ms, in_flight, io_ms, weighted_ms };
    Some(BlockStat { reads, sectors_read, writes, sectors_written, more: Some(more) })
}
