//! Memory of the machine.

pub(crate) use crate::sys::unsupported::memory::{heap_info, heap_trim, swap_memory};

use super::ffi;
use crate::memory::VirtualMemory;
use crate::{Error, Result, System, percent};

pub(crate) fn virtual_memory(_: &System) -> Result<VirtualMemory> {
    let status = ffi::memory::status().map_err(|error| Error::system("GlobalMemoryStatusEx", error))?;
    let (total, available) = (status.ullTotalPhys, status.ullAvailPhys);
    let used = total.saturating_sub(available);
    // Of no more use than the two of them, and so no reason to fail.
    let more = ffi::memory::performance().ok();
    let pages = |count: usize, size: usize| (count as u64).saturating_mul(size as u64);
    Ok(VirtualMemory {
        total,
        available,
        percent: percent::of(used, total),
        used,
        free: available,
        cached: more.as_ref().map(|info| pages(info.SystemCache, info.PageSize)),
        wired: more.as_ref().map(|info| pages(info.KernelNonpaged, info.PageSize)),
        ..VirtualMemory::default()
    })
}
