//! What a process's memory is and takes.

use rustix::io::Errno;
use sysproc_decode::linux::pid_statm::pid_statm;
use sysproc_decode::linux::pid_status::{PidStatus, pid_status};
use sysproc_decode::linux::smaps::{Region, smaps};

use super::{kept, path, read};
use crate::process::{LinuxMemory, MemoryExtra, MemoryFootprint, MemoryInfo, MemoryInfoEx, MemoryMap, MemoryMapGroup};
use crate::{Error, Process, Result};

pub(crate) fn memory_info(process: &Process) -> Result<MemoryInfo> {
    let statm = read::read(process, "statm")?;
    memory_info_of(&statm).ok_or_else(|| malformed(process, "statm"))
}

pub(crate) fn memory_info_ex(process: &Process) -> Result<MemoryInfoEx> {
    let info = memory_info(process)?;
    let status = read::read(process, "status")?;
    Ok(memory_info_ex_of(info, &pid_status(&status)))
}

pub(crate) fn memory_footprint(process: &Process) -> Result<MemoryFootprint> {
    let text = match read::read(process, "smaps_rollup") {
        Err(error) if kept::is(&error, Errno::SRCH) => Vec::new(),
        // Before Linux 4.14.
        Err(error) if kept::is(&error, Errno::NOENT) => smaps_in_full(process)?,
        text => text?,
    };
    footprint_of(&text).ok_or_else(|| malformed(process, "smaps_rollup"))
}

pub(crate) fn memory_maps(process: &Process) -> Result<Vec<MemoryMap>> {
    let text = read_smaps(process)?;
    kept::not_zombie(process)?;
    maps_of(process, &text)
}

/// The same of a process that may be a zombie.
pub(super) fn read_maps(process: &Process) -> Result<Vec<MemoryMap>> {
    maps_of(process, &read_smaps(process)?)
}

fn maps_of(process: &Process, text: &[u8]) -> Result<Vec<MemoryMap>> {
    let maps: Option<_> = smaps(text).map(|region| map_of(process, &region)).collect();
    maps.ok_or_else(|| malformed(process, "smaps"))
}

/// The whole of `smaps`, or an error.
fn smaps_in_full(process: &Process) -> Result<Vec<u8>> {
    let text = read_smaps(process)?;
    if !text.is_empty() {
        kept::not_zombie(process)?;
    }
    Ok(text)
}

/// `smaps`; empty for a process without memory of its own. It comes in many pieces, and a process that ends between two of
/// them leaves the rest out: then it is a zombie afterwards.
fn read_smaps(process: &Process) -> Result<Vec<u8>> {
    match read::read_lines(process, "smaps") {
        Err(error) if kept::is(&error, Errno::SRCH) => Ok(Vec::new()),
        Err(error) if kept::is(&error, Errno::NOENT) => Err(Error::Unsupported {
            function: "process::memory_maps",
            system: "a kernel without CONFIG_PROC_PAGE_MONITOR",
        }),
        text => text,
    }
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

/// The sum over all regions; nothing at all for a process without memory of its own.
pub(super) fn footprint_of(smaps_text: &[u8]) -> Option<MemoryFootprint> {
    let mut regions = smaps(smaps_text).map(|region| region.sizes).peekable();
    if !smaps_text.is_empty() {
        regions.peek()?;
    }
    let sum = |total: Option<u64>, part: Option<u64>| total?.checked_add(bytes(part)?);
    regions.try_fold(MemoryFootprint { uss: 0, pss: Some(0), swap: Some(0) }, |total, sizes| {
        let huge = sizes.private_hugetlb.or(Some(0));
        let uss = [sizes.private_clean, sizes.private_dirty, huge].into_iter().fold(Some(total.uss), sum)?;
        Some(MemoryFootprint { uss, pss: sum(total.pss, sizes.pss), swap: sum(total.swap, sizes.swap) })
    })
}

fn map_of(process: &Process, region: &Region<'_>) -> Option<MemoryMap> {
    let path = match region.name {
        b"" => "[anon]".into(),
        name => path::of_region(process, name, region.inode),
    };
    let sizes = region.sizes;
    Some(MemoryMap {
        start: region.start,
        end: region.end,
        perms: String::from_utf8(region.perms.to_vec()).ok()?,
        sizes: MemoryMapGroup {
            path,
            rss: bytes(sizes.rss)?,
            size: bytes(sizes.size),
            pss: bytes(sizes.pss),
            shared_clean: bytes(sizes.shared_clean),
            shared_dirty: bytes(sizes.shared_dirty),
            private_clean: bytes(sizes.private_clean),
            private_dirty: bytes(sizes.private_dirty),
            referenced: bytes(sizes.referenced),
            anonymous: bytes(sizes.anonymous),
            swap: bytes(sizes.swap),
            ..MemoryMapGroup::default()
        },
    })
}

/// Bytes from kB.
fn bytes(kilobytes: Option<u64>) -> Option<u64> {
    kilobytes?.checked_mul(1024)
}

fn malformed(process: &Process, file: &str) -> Error {
    read::malformed(process.system(), process.pid(), file)
}
