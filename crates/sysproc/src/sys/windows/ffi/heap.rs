//! The heaps of the calling process.

use std::io;

use windows_sys::Win32::Foundation::HANDLE;
use windows_sys::Win32::System::Memory as win;
use windows_sys::Win32::System::SystemServices::PROCESS_HEAP_ENTRY_BUSY;
use windows_sys::Win32::System::Threading::GetCurrentProcess;

use super::checked;

/// The heaps. One may be destroyed by whoever has made it.
fn heaps() -> Vec<HANDLE> {
    let mut heaps = vec![std::ptr::null_mut(); 256];
    let room = u32::try_from(heaps.len()).unwrap_or(0);
    // SAFETY: the call may write to as many handles as it is told.
    let count = unsafe { win::GetProcessHeaps(room, heaps.as_mut_ptr()) };
    heaps.truncate(count as usize);
    heaps
}

/// How many heaps there are.
pub(crate) fn count() -> usize {
    heaps().len()
}

/// Bytes that the process's own heap has handed out.
pub(crate) fn used() -> io::Result<u64> {
    let mut used: u64 = 0;
    let mut entry = win::PROCESS_HEAP_ENTRY::default();
    // SAFETY: this heap is there as long as the process is. It is locked while it is walked, so that no other thread
    // changes it, and nothing here allocates.
    unsafe {
        let heap = win::GetProcessHeap();
        checked(win::HeapLock(heap))?;
        while win::HeapWalk(heap, &mut entry) != 0 {
            if u32::from(entry.wFlags) & PROCESS_HEAP_ENTRY_BUSY != 0 {
                used = used.saturating_add(entry.cbData.into());
            }
        }
        win::HeapUnlock(heap);
    }
    Ok(used)
}

/// Bytes of private memory outside of all heaps.
pub(crate) fn mapped() -> u64 {
    let heaps = heaps();
    let mut mapped: u64 = 0;
    let mut address = std::ptr::null();
    loop {
        let mut region = win::MEMORY_BASIC_INFORMATION::default();
        let size = size_of::<win::MEMORY_BASIC_INFORMATION>();
        // SAFETY: the handle stands for the caller, and the call may write to the struct, which is of this size.
        if unsafe { win::VirtualQueryEx(GetCurrentProcess(), address, &mut region, size) } != size {
            return mapped;
        }
        let is_private = region.State == win::MEM_COMMIT && region.Type == win::MEM_PRIVATE;
        if is_private && !heaps.contains(&region.AllocationBase) {
            mapped = mapped.saturating_add(region.RegionSize as u64);
        }
        address = region.BaseAddress.wrapping_byte_add(region.RegionSize).cast_const();
        if address.addr() <= region.BaseAddress.addr() {
            return mapped;
        }
    }
}

/// Gives free memory of the process's own heap back to the system.
pub(crate) fn compact() {
    // SAFETY: this heap is there as long as the process is.
    unsafe { win::HeapCompact(win::GetProcessHeap(), 0) };
}
