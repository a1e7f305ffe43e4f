//! Memory of the machine, and the heap of the calling process.

use crate::sys;
use crate::{Result, System};

/// The machine's memory, in bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct VirtualMemory {
    /// Physical memory that the system can use.
    pub total: u64,
    /// What can be given to programs at once without swapping: the number to watch.
    pub available: u64,
    /// `(total - available) / total`, in percent.
    pub percent: f64,
    /// In use, as the system's own tools count it. Need not equal `total - free`.
    pub used: u64,
    /// Not used for anything.
    pub free: u64,
    /// Recently used. Unix.
    pub active: Option<u64>,
    /// Not recently used. Unix.
    pub inactive: Option<u64>,
    /// Cache of file system metadata. Linux, the BSDs.
    pub buffers: Option<u64>,
    /// Cache of file contents. Linux, the BSDs, Windows.
    pub cached: Option<u64>,
    /// Memory that several processes can share (tmpfs, shared anonymous). Linux, the BSDs.
    pub shared: Option<u64>,
    /// The kernel's own structures. Linux.
    pub slab: Option<u64>,
    /// Memory that is never paged out. The BSDs, macOS, Windows.
    pub wired: Option<u64>,
}

/// The machine's swap space, in bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct SwapMemory {
    /// All of it.
    pub total: u64,
    /// In use.
    pub used: u64,
    /// Not in use.
    pub free: u64,
    /// `used / total`, in percent; 0 without swap.
    pub percent: f64,
    /// Swapped in from disk since boot; `None` where the system does not count.
    pub swapped_in: Option<u64>,
    /// Swapped out to disk since boot; `None` where the system does not count.
    pub swapped_out: Option<u64>,
}

/// The C library's heap of the calling process, in bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct HeapInfo {
    /// Handed out by the heap.
    pub heap_used: u64,
    /// Handed out as mappings of their own.
    pub mmap_used: u64,
    /// The number of heaps. Windows.
    pub heap_count: Option<u64>,
}

impl System {
    /// The machine's memory.
    ///
    /// # Errors
    /// [`Error::System`](crate::Error::System) if the source cannot be read, or lacks the total or what is free.
    ///
    /// # Platform
    /// Linux: `/proc/meminfo`. `available` is `MemAvailable`; where that is missing (before Linux 3.14) or 0, it is
    /// estimated as the kernel does it, with the low watermarks of `/proc/zoneinfo`. `used` is `total - available` and
    /// `cached` has `SReclaimable` in it, as with `free` (of procps 4). Windows: `GlobalMemoryStatusEx`, and
    /// `GetPerformanceInfo` for `cached` and `wired`.
    pub fn virtual_memory(&self) -> Result<VirtualMemory> {
        sys::memory::virtual_memory(self)
    }

    /// The machine's swap space.
    ///
    /// # Errors
    /// [`Error::System`](crate::Error::System) if the source cannot be read, or lacks the total or what is free.
    ///
    /// # Platform
    /// Linux: `SwapTotal` and `SwapFree` of `/proc/meminfo`, `pswpin` and `pswpout` of `/proc/vmstat`. Windows: the page files,
    /// by `SystemPageFileInformation`.
    pub fn swap_memory(&self) -> Result<SwapMemory> {
        sys::memory::swap_memory(self)
    }
}

/// What the C library's heap of this process holds.
///
/// # Errors
/// [`Error::Unsupported`](crate::Error::Unsupported) where the C library has no such call.
///
/// # Platform
/// Linux with glibc 2.33+ (`mallinfo2`), looked up at run time. Windows: `HeapWalk` of the process's own heap, and private
/// memory outside of all heaps. Not on musl, OpenBSD, Solaris.
pub fn heap_info() -> Result<HeapInfo> {
    sys::memory::heap_info()
}

/// Asks the C library to give free memory of this process back to the system.
///
/// # Errors
/// [`Error::Unsupported`](crate::Error::Unsupported) where the C library has no such call.
///
/// # Platform
/// Linux with glibc (`malloc_trim`), looked up at run time. Windows: `HeapCompact`. Not on musl, OpenBSD, Solaris.
pub fn heap_trim() -> Result<()> {
    sys::memory::heap_trim()
}
