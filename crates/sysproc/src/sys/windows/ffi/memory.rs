//! The machine's memory.

use std::io;

use windows_sys::Win32::System::ProcessStatus::{K32GetPerformanceInfo, PERFORMANCE_INFORMATION};
use windows_sys::Win32::System::SystemInformation::{GlobalMemoryStatusEx, MEMORYSTATUSEX};

use super::{checked, size_of_u32};

/// `GlobalMemoryStatusEx`.
pub(crate) fn status() -> io::Result<MEMORYSTATUSEX> {
    let mut status = MEMORYSTATUSEX { dwLength: size_of_u32::<MEMORYSTATUSEX>(), ..Default::default() };
    // SAFETY: the struct is one that the call may write to, and says its size.
    checked(unsafe { GlobalMemoryStatusEx(&mut status) })?;
    Ok(status)
}

/// `GetPerformanceInfo`.
pub(crate) fn performance() -> io::Result<PERFORMANCE_INFORMATION> {
    let mut info = PERFORMANCE_INFORMATION::default();
    // SAFETY: the struct is one of this size that the call may write to.
    checked(unsafe { K32GetPerformanceInfo(&mut info, size_of_u32::<PERFORMANCE_INFORMATION>()) })?;
    Ok(info)
}
