//! What a process's memory is and takes.

use rustix::io::Errno;
use sysproc_decode::linux::pid_statm::pid_statm;
use sysproc_decode::linux::pid_status::{PidStatus, pid_status};
use sysproc_decode::linux::smaps::{Sizes, smaps};

use super::{kept, maps, read};
use crate::process::{LinuxMemory, MemoryExtra, MemoryFootprint, MemoryInfo, MemoryInfoEx};
use crate::{Error, Process, Result};

pub(crate) fn memory_info(process: &Process) -> Result<MemoryInfo> {
    let statm = read::read(process, "statm")?;
    let info = memory_info_of(&statm).ok_or_else(|| malformed(process, "statm"))?;
    if info.vms == 0 {
        kept::by_main_thread(process)?;
    }
    Ok(info)
}

pub(crate) fn memory_info_ex(process: &Process) -> Result<MemoryInfoEx> {
    let text = read::read(process, "status")?;
    let status = pid_status(&text);
    let info = memory_info_of_status(&status).map_or_else(|| memory_info(process), Ok)?;
    Ok(memory_info_ex_of(info, &status))
}

pub(crate) fn memory_footprint(process: &Process) -> Result<MemoryFootprint> {
    match read::read(process, "smaps_rollup") {
        Err(error) if kept::is(&error, Errno::SRCH) => nothing_of(process),
        // Before Linux 4.14.
        Err(error) if kept::is(&error, Errno::NOENT) => footprint_of_regions(process),
        text => match text?.as_slice() {
            [] => nothing_of(process),
            text => footprint_of(text).ok_or_else(|| malformed(process, "smaps_rollup")),
        },
    }
}

/// The same from `smaps`, which is whole unless the process is a zombie afterwards.
fn footprint_of_regions(process: &Process) -> Result<MemoryFootprint> {
    let mut total = None;
    maps::each_region(process, |region| {
        total = Some(with_region(total.unwrap_or(NOTHING), &region.sizes)?);
        Some(())
    })?;
    let Some(total) = total else { return nothing_of(process) };
    kept::not_zombie(process)?;
    Ok(total)
}

/// What a process without memory of its own costs.
fn nothing_of(process: &Process) -> Result<MemoryFootprint> {
    kept::by_main_thread(process)?;
    Ok(NOTHING)
}

pub(super) fn memory_info_of(statm: &[u8]) -> Option<MemoryInfo> {
    let statm = pid_statm(statm)?;
    let page = u64::try_from(rustix::param::page_size()).ok()?;
    let bytes = |pages: u64| pages.checked_mul(page);
    let extra = MemoryExtra::Linux(LinuxMemory {
        shared: bytes(statm.shared)?,
        text: bytes(statm.text)?,
        lib: bytes(statm.lib)?,
        data: bytes(statm.data)?,
        dirty: bytes(statm.dirty)?,
    });
    Some(MemoryInfo { rss: bytes(statm.resident)?, vms: bytes(statm.size)?, extra })
}

/// What `statm` would say, by `task_statm` in the kernel's `fs/proc/task_mmu.c`, from the lines that `task_mem` there makes of
/// the same numbers; `None` unless they tell all of it. `VmExe` is cut to all executable memory, the text of `statm` is not:
/// where some is left for `VmLib`, it was not cut.
pub(super) fn memory_info_of_status(status: &PidStatus<'_>) -> Option<MemoryInfo> {
    let sum = |part, other| bytes(part)?.checked_add(bytes(other)?);
    status.vm_lib.filter(|lib| *lib > 0)?;
    let extra = MemoryExtra::Linux(LinuxMemory {
        shared: sum(status.rss_file, status.rss_shmem)?,
        text: bytes(status.vm_exe)?,
        data: sum(status.vm_data, status.vm_stk)?,
        // Always 0 since Linux 2.6.
        lib: 0,
        dirty: 0,
    });
    Some(MemoryInfo { rss: bytes(status.vm_rss)?, vms: bytes(status.vm_size)?, extra })
}

pub(super) fn memory_info_ex_of(info: MemoryInfo, status: &PidStatus<'_>) -> MemoryInfoEx {
    MemoryInfoEx {
        info,
        peak_rss: bytes(status.vm_hwm),
        peak_vms: bytes(status.vm_peak),
        rss_anon: bytes(status.rss_anon),
        rss_file: bytes(status.rss_file),
        rss_shmem: bytes(status.rss_shmem),
        swap: bytes(status.vm_swap),
        hugetlb: bytes(status.hugetlb_pages),
        ..MemoryInfoEx::default()
    }
}

const NOTHING: MemoryFootprint = MemoryFootprint { uss: 0, pss: Some(0), swap: Some(0) };

/// What `smaps_rollup` says.
fn footprint_of(rollup: &[u8]) -> Option<MemoryFootprint> {
    with_region(NOTHING, &smaps(rollup).next()?.sizes)
}

/// The sum with one region more.
fn with_region(total: MemoryFootprint, sizes: &Sizes) -> Option<MemoryFootprint> {
    let sum = |total: Option<u64>, part: Option<u64>| total?.checked_add(bytes(part)?);
    let huge = sizes.private_hugetlb.or(Some(0));
    let uss = [sizes.private_clean, sizes.private_dirty, huge].into_iter().fold(Some(total.uss), sum)?;
    Some(MemoryFootprint { uss, pss: sum(total.pss, sizes.pss), swap: sum(total.swap, sizes.swap) })
}

/// Bytes from kB.
pub(super) fn bytes(kilobytes: Option<u64>) -> Option<u64> {
    kilobytes?.checked_mul(1024)
}

fn malformed(process: &Process, file: &str) -> Error {
    read::malformed(process.system(), process.pid(), file)
}
