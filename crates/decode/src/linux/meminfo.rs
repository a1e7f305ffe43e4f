//! `/proc/meminfo`: lines `key: 123 kB` (`fs/proc/meminfo.c`, proc_meminfo(5)).

use crate::text::{keyed, kilobytes};

/// Amounts of memory, in KiB (the file's `kB`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MemInfo {
    /// `MemTotal`.
    pub mem_total: Option<u64>,
    /// `MemFree`.
    pub mem_free: Option<u64>,
    /// `MemAvailable`. Linux 3.14+.
    pub mem_available: Option<u64>,
    /// `Buffers`.
    pub buffers: Option<u64>,
    /// `Cached`: file contents, shared memory too.
    pub cached: Option<u64>,
    /// `Active`.
    pub active: Option<u64>,
    /// `Inactive`.
    pub inactive: Option<u64>,
    /// `Active(file)`. Linux 2.6.28+.
    pub active_file: Option<u64>,
    /// `Inactive(file)`. Linux 2.6.28+.
    pub inactive_file: Option<u64>,
    /// `Shmem`. Linux 2.6.32+.
    pub shmem: Option<u64>,
    /// `Slab`.
    pub slab: Option<u64>,
    /// `SReclaimable`: the part of `Slab` that can be given up. Linux 2.6.19+.
    pub s_reclaimable: Option<u64>,
    /// `SwapTotal`.
    pub swap_total: Option<u64>,
    /// `SwapFree`.
    pub swap_free: Option<u64>,
}

/// Reads the file. Where it was cut, the last value lacks its unit.
#[must_use]
pub fn meminfo(text: &[u8]) -> MemInfo {
    /// How many of the lines count. They stand in the first half of the file.
    const COUNT: usize = 14;
    let (mut info, mut found) = (MemInfo::default(), 0usize);
    for (key, value) in keyed(text) {
        let field = match key {
            b"MemTotal" => &mut info.mem_total,
            b"MemFree" => &mut info.mem_free,
            b"MemAvailable" => &mut info.mem_available,
            b"Buffers" => &mut info.buffers,
            b"Cached" => &mut info.cached,
            b"Active" => &mut info.active,
            b"Inactive" => &mut info.inactive,
            b"Active(file)" => &mut info.active_file,
            b"Inactive(file)" => &mut info.inactive_file,
            b"Shmem" => &mut info.shmem,
            b"Slab" => &mut info.slab,
            b"SReclaimable" => &mut info.s_reclaimable,
            b"SwapTotal" => &mut info.swap_total,
            b"SwapFree" => &mut info.swap_free,
            _ => continue,
        };
        *field = kilobytes(value);
        found = found.saturating_add(1);
        if found == COUNT {
            break;
        }
    }
    info
}
