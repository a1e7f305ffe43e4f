//! Memory of the machine, and the heaps of the calling process.

use sysproc_decode::bytes::WordSize;
use sysproc_decode::windows::pagefiles::pagefiles;

use super::ffi;
use crate::memory::{HeapInfo, SwapMemory, VirtualMemory};
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

/// The page files. Wine has none, and says that it does not know.
pub(crate) fn swap_memory(_: &System) -> Result<SwapMemory> {
    /// `SystemPageFileInformation`.
    const CLASS: i32 = 18;
    let mut answer = Vec::new();
    let asked = ffi::nt::system_information(CLASS, &mut answer);
    asked.map_err(|error| Error::system("NtQuerySystemInformation: SystemPageFileInformation", error))?;
    let page = ffi::process_memory::page_size() as u64;
    let sum = |pages: u64, more: u32| pages.saturating_add(more.into());
    let (total, used) = pagefiles(&answer, WordSize::HOST)
        .fold((0, 0), |(total, used), file| (sum(total, file.total_size), sum(used, file.total_in_use)));
    let (total, used) = (total.saturating_mul(page), used.saturating_mul(page));
    Ok(SwapMemory {
        total,
        used,
        free: total.saturating_sub(used),
        percent: percent::of(used, total),
        swapped_in: None,
        swapped_out: None,
    })
}

pub(crate) fn heap_info() -> Result<HeapInfo> {
    Ok(HeapInfo {
        heap_used: ffi::heap::used().map_err(|error| Error::system("HeapLock", error))?,
        mmap_used: ffi::heap::mapped(),
        heap_count: Some(ffi::heap::count() as u64),
    })
}

#[allow(clippy::unnecessary_wraps)] // The contract has room for systems where it can fail.
pub(crate) fn heap_trim() -> Result<()> {
    ffi::heap::compact();
    Ok(())
}
