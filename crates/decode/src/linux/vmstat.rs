//! `/proc/vmstat`: lines `name 123`, counters of the virtual memory system.

use crate::text::{complete_lines, lines, number};

/// Pages moved since boot. A kernel built without `CONFIG_VM_EVENT_COUNTERS` has none of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct VmStat {
    /// Pages read from swap.
    pub pswpin: Option<u64>,
    /// Pages written to swap.
    pub pswpout: Option<u64>,
}

/// Reads the file.
#[must_use]
pub fn vmstat(text: &[u8]) -> VmStat {
    let mut stat = VmStat::default();
    for line in lines(complete_lines(text)) {
        if let Some(pages) = line.strip_prefix(b"pswpin ") {
            stat.pswpin = number(pages);
        } else if let Some(pages) = line.strip_prefix(b"pswpout ") {
            stat.pswpout = number(pages);
        }
    }
    stat
}
