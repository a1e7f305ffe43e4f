//! Memory of the machine, and the heap of the calling process.

use sysproc_decode::linux::meminfo::{MemInfo, meminfo};
use sysproc_decode::linux::vmstat::{VmStat, vmstat};
use sysproc_decode::linux::zoneinfo::low_watermarks;

use super::ffi::heap;
use super::{files, sysfs};
use crate::memory::{HeapInfo, SwapMemory, VirtualMemory};
use crate::{Error, Result, System, percent};

pub(crate) fn virtual_memory(system: &System) -> Result<VirtualMemory> {
    let path = system.roots().proc.join("meminfo");
    let info = meminfo(&files::read_whole(&path)?);
    let (Some(total), Some(free)) = (info.mem_total, info.mem_free) else { return Err(files::malformed(&path)) };
    let available = match info.mem_available {
        // In a container LXC writes the container's total over the host's numbers; `free` takes this then.
        Some(available) if available > total => free,
        Some(available) if available > 0 => available,
        _ => estimate(&info, free, low_watermark(system)?),
    };
    let available = available.min(total);
    let used = total.saturating_sub(available);
    Ok(VirtualMemory {
        total: bytes(total),
        available: bytes(available),
        percent: percent::of(used, total),
        used: bytes(used),
        free: bytes(free),
        active: info.active.map(bytes),
        inactive: info.inactive.map(bytes),
        buffers: info.buffers.map(bytes),
        cached: info.cached.map(|cached| bytes(cached.saturating_add(info.s_reclaimable.unwrap_or(0)))),
        shared: info.shmem.map(bytes),
        slab: info.slab.map(bytes),
        wired: None,
    })
}

/// What is available, in KiB, as the kernel itself reckons it since its commit 34e431b0ae39: all that is free or easily
/// freed, but for what the low watermarks keep, half of the caches at most.
fn estimate(info: &MemInfo, free: u64, low: u64) -> u64 {
    let cache = match (info.active_file, info.inactive_file) {
        (Some(active), Some(inactive)) => active.saturating_add(inactive),
        // Before Linux 2.6.28 there is only the sum with shared memory, which cannot be freed.
        _ => info.cached.unwrap_or(0).saturating_sub(info.shmem.unwrap_or(0)),
    };
    let freed = |amount: u64| amount.saturating_sub(low.min(amount / 2));
    let slab = info.s_reclaimable.unwrap_or(0);
    free.saturating_sub(low).saturating_add(freed(cache)).saturating_add(freed(slab))
}

/// Where the kernel begins to reclaim, in KiB; 0 if it does not tell.
fn low_watermark(system: &System) -> Result<u64> {
    let text = sysfs::read_lines(&system.roots().proc.join("zoneinfo"))?.unwrap_or_default();
    Ok(pages(low_watermarks(&text).unwrap_or(0)) / 1024)
}

pub(crate) fn swap_memory(system: &System) -> Result<SwapMemory> {
    let path = system.roots().proc.join("meminfo");
    let info = meminfo(&files::read_whole(&path)?);
    let (Some(total), Some(free)) = (info.swap_total, info.swap_free) else { return Err(files::malformed(&path)) };
    let used = total.saturating_sub(free);
    let counters = swap_counters(system)?;
    Ok(SwapMemory {
        total: bytes(total),
        used: bytes(used),
        free: bytes(free),
        percent: percent::of(used, total),
        swapped_in: counters.pswpin.map(pages),
        swapped_out: counters.pswpout.map(pages),
    })
}

/// The counters of swap, which stand in the first half of `vmstat`; the kernel takes its time for each line of the other.
fn swap_counters(system: &System) -> Result<VmStat> {
    /// Up to there with some hundred bytes to spare, on Linux 6.18.
    const PIECE: usize = 2048;
    let is_enough = |text: &[u8]| matches!(vmstat(text), VmStat { pswpin: Some(_), pswpout: Some(_) });
    let text = sysfs::read_until(&system.roots().proc.join("vmstat"), PIECE, is_enough)?;
    Ok(vmstat(&text.unwrap_or_default()))
}

/// The `kB` of `/proc/meminfo` as bytes.
fn bytes(kib: u64) -> u64 {
    kib.saturating_mul(1024)
}

/// Pages as bytes.
fn pages(count: u64) -> u64 {
    count.saturating_mul(rustix::param::page_size() as u64)
}

pub(crate) fn heap_info() -> Result<HeapInfo> {
    let info = heap::mallinfo2().ok_or_else(|| no_call("memory::heap_info"))?;
    Ok(HeapInfo { heap_used: info.uordblks as u64, mmap_used: info.hblkhd as u64, heap_count: None })
}

pub(crate) fn heap_trim() -> Result<()> {
    heap::malloc_trim().ok_or_else(|| no_call("memory::heap_trim"))
}

fn no_call(function: &'static str) -> Error {
    Error::Unsupported { function, system: "this C library" }
}
