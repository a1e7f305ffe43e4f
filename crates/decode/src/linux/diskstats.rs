//! `/proc/diskstats`: a line for each disk and each partition.
//!
//! The lines are made by `diskstats_show` in the kernel's `block/genhd.c`. Linux 2.4 had the same counters at the end of
//! the lines of `/proc/partitions`, with the size before the name.

use super::block_stat::{BlockStat, counters};
use crate::text::{complete_lines, lines, number};
use crate::words::words;

/// A disk or partition, and what it did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Disk<'a> {
    /// Its name; one with a slash, such as `cciss/c0d0`, is written with `!` in `/sys`.
    pub name: &'a [u8],
    /// What it did since boot.
    pub stat: BlockStat,
}

/// The disks and partitions, each disk before its partitions. What is no whole line of one is left out.
pub fn diskstats(text: &[u8]) -> impl Iterator<Item = Disk<'_>> {
    lines(complete_lines(text)).filter_map(|line| {
        // major minor [size] name counters...
        let mut columns = words(line);
        let [_major, _minor] = columns.numbers()?;
        let name = match columns.next()? {
            size if number(size).is_some() => columns.next()?,
            name => name,
        };
        Some(Disk { name, stat: counters(columns)? })
    })
}

/// The disk whose partition would have this name: `sda` for `sda1`, `nvme0n1` for `nvme0n1p1`. Behind a name that ends in a
/// digit the kernel writes a `p` and the number, else only the number.
#[must_use]
pub fn disk_of_partition(name: &[u8]) -> Option<&[u8]> {
    let digits = name.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let (disk, number) = name.split_at_checked(name.len().checked_sub(digits)?)?;
    if number.is_empty() {
        return None;
    }
    match disk {
        [before @ .., b'p'] if before.last().is_some_and(u8::is_ascii_digit) => Some(before),
        _ => Some(disk),
    }
}
