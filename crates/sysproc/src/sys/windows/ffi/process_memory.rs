//! The memory of processes.

use std::io;
use std::os::windows::io::{AsRawHandle, BorrowedHandle, OwnedHandle};

use windows_sys::Win32::System::Diagnostics::Debug::ReadProcessMemory;
use windows_sys::Win32::System::Memory::{MEMORY_BASIC_INFORMATION, VirtualQueryEx};
use windows_sys::Win32::System::ProcessStatus as status;
use windows_sys::Win32::System::SystemInformation::{GetSystemInfo, SYSTEM_INFO};

use super::{checked, size_of_u32};

/// `GetProcessMemoryInfo`. Needs `PROCESS_QUERY_LIMITED_INFORMATION`.
pub(crate) fn counters(process: &OwnedHandle) -> io::Result<status::PROCESS_MEMORY_COUNTERS_EX> {
    let size = size_of_u32::<status::PROCESS_MEMORY_COUNTERS_EX>();
    let mut counters = status::PROCESS_MEMORY_COUNTERS_EX { cb: size, ..Default::default() };
    let into = (&raw mut counters).cast();
    // SAFETY: the handle is open, and the call may write to the struct, which is of this size.
    checked(unsafe { status::K32GetProcessMemoryInfo(process.as_raw_handle(), into, size) })?;
    Ok(counters)
}

/// Reads all of the buffer from an address of a process. Needs `PROCESS_VM_READ`.
pub(crate) fn read(process: &OwnedHandle, address: u64, buffer: &mut [u8]) -> io::Result<()> {
    let from = usize::try_from(address).map_err(|_| io::ErrorKind::InvalidInput)? as *const _;
    let into = buffer.as_mut_ptr().cast();
    let mut count = 0;
    // SAFETY: the handle is open, the buffer is memory of this size that the call may write to, and the address is in the
    // other process, where any is safe to ask for.
    checked(unsafe { ReadProcessMemory(process.as_raw_handle(), from, into, buffer.len(), &mut count) })?;
    if count < buffer.len() { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(()) }
}

/// The region of a process's address space that an address is in; `None` past the last. Needs `PROCESS_QUERY_INFORMATION`.
pub(crate) fn region(process: &OwnedHandle, address: usize) -> Option<MEMORY_BASIC_INFORMATION> {
    let mut region = MEMORY_BASIC_INFORMATION::default();
    let size = size_of::<MEMORY_BASIC_INFORMATION>();
    // SAFETY: the handle is open, and the call may write to the struct, which is of this size.
    let written = unsafe { VirtualQueryEx(process.as_raw_handle(), address as *const _, &mut region, size) };
    (written == size).then_some(region)
}

/// The file that is mapped at an address, by its device. Needs `PROCESS_QUERY_INFORMATION` and `PROCESS_VM_READ`.
pub(crate) fn mapped_file(process: &OwnedHandle, address: usize) -> io::Result<Vec<u16>> {
    super::text(|buffer, size| {
        // SAFETY: the handle is open, and the buffer has room for as many units as `size` says.
        let count =
            unsafe { status::K32GetMappedFileNameW(process.as_raw_handle(), address as *const _, buffer, *size) };
        // Where it does not fit, it is cut without a word.
        let is_cut = count + 1 >= *size;
        *size = count;
        match count {
            0 => Err(io::Error::last_os_error()),
            _ if is_cut => Err(super::too_small()),
            _ => Ok(()),
        }
    })
}

/// Whether each page of a process is in its working set, and shared. Needs `PROCESS_QUERY_INFORMATION`.
pub(crate) fn working_set(process: BorrowedHandle<'_>, pages: &[usize]) -> io::Result<Vec<Page>> {
    let mut asked: Vec<_> = pages
        .iter()
        .map(|page| status::PSAPI_WORKING_SET_EX_INFORMATION { VirtualAddress: *page as *mut _, ..Default::default() })
        .collect();
    let size = u32::try_from(size_of_val(asked.as_slice())).map_err(|_| io::ErrorKind::InvalidInput)?;
    // SAFETY: the handle is open, and the call may write to the array, which is of this size.
    checked(unsafe { status::K32QueryWorkingSetEx(process.as_raw_handle(), asked.as_mut_ptr().cast(), size) })?;
    // SAFETY: any bits are valid in all members of the union.
    Ok(asked.iter().map(|page| Page(unsafe { page.VirtualAttributes.Flags })).collect())
}

/// `PSAPI_WORKING_SET_EX_BLOCK`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Page(usize);

impl Page {
    /// Whether it is in the working set. The other bits mean something only then.
    pub(crate) fn is_valid(self) -> bool {
        self.0 & 1 == 1
    }

    /// Whether others may have it in theirs.
    pub(crate) fn is_shared(self) -> bool {
        self.0 >> 15 & 1 == 1
    }
}

/// The size of a page, in bytes.
pub(crate) fn page_size() -> usize {
    let mut info = SYSTEM_INFO::default();
    // SAFETY: the call may write to the struct.
    unsafe { GetSystemInfo(&mut info) };
    info.dwPageSize as usize
}
