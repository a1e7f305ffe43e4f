//! What is known of a process's memory.

use sysproc_decode::windows::process_information::ProcessInformation;
use windows_sys::Win32::System::Threading::PROCESS_QUERY_INFORMATION;

use super::handle::{Grip, ask};
use super::listing::with_entry;
use super::regions::{Region, regions};
use crate::process::{MemoryExtra, MemoryFootprint, MemoryInfo, MemoryInfoEx, WindowsMemory};
use crate::sys::windows::ffi;
use crate::{Process, Result};

pub(crate) fn memory_info(process: &Process) -> Result<MemoryInfo> {
    let by_handle = |grip: &Grip<'_>| {
        let counters = ffi::process_memory::counters(&grip.handle);
        let counters = counters.map_err(|error| grip.error("GetProcessMemoryInfo", error))?;
        Ok(info(WindowsMemory {
            num_page_faults: counters.PageFaultCount.into(),
            peak_wset: counters.PeakWorkingSetSize as u64,
            wset: counters.WorkingSetSize as u64,
            peak_paged_pool: counters.QuotaPeakPagedPoolUsage as u64,
            paged_pool: counters.QuotaPagedPoolUsage as u64,
            peak_nonpaged_pool: counters.QuotaPeakNonPagedPoolUsage as u64,
            nonpaged_pool: counters.QuotaNonPagedPoolUsage as u64,
            pagefile: counters.PagefileUsage as u64,
            peak_pagefile: counters.PeakPagefileUsage as u64,
            private: counters.PrivateUsage as u64,
        }))
    };
    ask(process, by_handle, memory_info_of)
}

pub(super) fn memory_info_of(entry: &ProcessInformation<'_>) -> MemoryInfo {
    info(WindowsMemory {
        num_page_faults: entry.page_fault_count.into(),
        peak_wset: entry.peak_working_set_size,
        wset: entry.working_set_size,
        peak_paged_pool: entry.quota_peak_paged_pool_usage,
        paged_pool: entry.quota_paged_pool_usage,
        peak_nonpaged_pool: entry.quota_peak_non_paged_pool_usage,
        nonpaged_pool: entry.quota_non_paged_pool_usage,
        pagefile: entry.pagefile_usage,
        peak_pagefile: entry.peak_pagefile_usage,
        private: entry.private_page_count,
    })
}

fn info(memory: WindowsMemory) -> MemoryInfo {
    MemoryInfo { rss: memory.wset, vms: memory.pagefile, extra: MemoryExtra::Windows(memory.into()) }
}

pub(crate) fn memory_info_ex(process: &Process) -> Result<MemoryInfoEx> {
    with_entry(process, memory_info_ex_of)
}

pub(super) fn memory_info_ex_of(entry: &ProcessInformation<'_>) -> MemoryInfoEx {
    MemoryInfoEx {
        info: memory_info_of(entry),
        peak_rss: Some(entry.peak_working_set_size),
        peak_vms: Some(entry.peak_pagefile_usage),
        virtual_size: Some(entry.virtual_size),
        peak_virtual_size: Some(entry.peak_virtual_size),
        ..MemoryInfoEx::default()
    }
}

pub(crate) fn memory_footprint(process: &Process) -> Result<MemoryFootprint> {
    let grip = Grip::on(process, PROCESS_QUERY_INFORMATION)?;
    let mut uss: u64 = 0;
    for region in regions(&grip).filter(Region::is_committed) {
        uss = uss.saturating_add(region.pages_where(&grip, |page| page.is_valid() && !page.is_shared())?);
    }
    // What was read of one that ended meanwhile is less than it had.
    super::identity::require_running(process)?;
    Ok(MemoryFootprint { uss, ..MemoryFootprint::default() })
}
