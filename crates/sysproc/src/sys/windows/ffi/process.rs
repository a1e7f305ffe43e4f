//! Handles of processes, and what they tell and do.

use std::io;
use std::os::windows::io::{AsRawHandle, BorrowedHandle, FromRawHandle, OwnedHandle};
use std::time::Duration;

use windows_sys::Wdk::System::SystemInformation::NtQuerySystemInformation;
use windows_sys::Wdk::System::Threading::{NtQueryInformationProcess, PROCESSINFOCLASS};
use windows_sys::Win32::Foundation::{
    FILETIME, HANDLE, NTSTATUS, UNICODE_STRING, WAIT_EVENT, WAIT_FAILED, WAIT_OBJECT_0, WAIT_TIMEOUT,
};
use windows_sys::Win32::System::Console::GenerateConsoleCtrlEvent;
use windows_sys::Win32::System::Threading as win;

use super::nt::{checked as checked_status, growing, size};
use super::{checked, size_of_u32};

#[link(name = "ntdll")]
unsafe extern "system" {
    fn NtSuspendProcess(process: HANDLE) -> NTSTATUS;
    fn NtResumeProcess(process: HANDLE) -> NTSTATUS;
    fn NtSetInformationProcess(process: HANDLE, class: PROCESSINFOCLASS, data: *const u8, size: u32) -> NTSTATUS;
}

/// `OpenProcess`.
pub(crate) fn open(pid: u32, rights: u32) -> io::Result<OwnedHandle> {
    // SAFETY: a function of numbers.
    let handle = unsafe { win::OpenProcess(rights, 0, pid) };
    if handle.is_null() {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: the handle was just opened, is nobody else's, and is closed by CloseHandle.
    Ok(unsafe { OwnedHandle::from_raw_handle(handle) })
}

/// The caller, with all rights.
pub(crate) fn current() -> BorrowedHandle<'static> {
    // SAFETY: the number stands for whoever uses it, and needs no closing.
    unsafe { BorrowedHandle::borrow_raw(win::GetCurrentProcess()) }
}

/// The pid of an open process. Needs `PROCESS_QUERY_LIMITED_INFORMATION`, as do the others that say nothing else.
pub(crate) fn id(process: &OwnedHandle) -> u32 {
    // SAFETY: the handle is open.
    unsafe { win::GetProcessId(process.as_raw_handle()) }
}

/// What `GetProcessTimes` says, in units of 100 ns; the start since 1601.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Times {
    pub(crate) created: u64,
    pub(crate) kernel: u64,
    pub(crate) user: u64,
}

pub(crate) fn times(process: &OwnedHandle) -> io::Result<Times> {
    let mut times = [FILETIME::default(); 4];
    let [created, exited, kernel, user] = &mut times;
    // SAFETY: the handle is open, and the call may write to each of the four.
    checked(unsafe { win::GetProcessTimes(process.as_raw_handle(), created, exited, kernel, user) })?;
    let units = |time: &FILETIME| u64::from(time.dwHighDateTime) << 32 | u64::from(time.dwLowDateTime);
    Ok(Times { created: units(created), kernel: units(kernel), user: units(user) })
}

/// `GetExitCodeProcess`: `STILL_ACTIVE` for one that runs.
pub(crate) fn exit_code(process: &OwnedHandle) -> io::Result<u32> {
    let mut code = 0;
    // SAFETY: the handle is open, and the call may write to the number.
    checked(unsafe { win::GetExitCodeProcess(process.as_raw_handle(), &mut code) })?;
    Ok(code)
}

/// Waits for one of these handles, `MAXIMUM_WAIT_OBJECTS` at most, and returns which. Needs `SYNCHRONIZE`. `None` when time
/// is over; a timeout of more than 49 days is over after that.
pub(crate) fn wait_for_any(handles: &[BorrowedHandle<'_>], timeout: Option<Duration>) -> io::Result<Option<usize>> {
    // Rounded up: a wait that ends too early would be repeated in a loop.
    let up = |time: Duration| u32::try_from(time.as_nanos().div_ceil(1_000_000)).unwrap_or(win::INFINITE - 1);
    let timeout = timeout.map_or(win::INFINITE, |timeout| up(timeout).min(win::INFINITE - 1));
    let raw: Vec<HANDLE> = handles.iter().map(|handle| handle.as_raw_handle()).collect();
    let count = u32::try_from(raw.len()).unwrap_or(u32::MAX);
    // SAFETY: the array has this many handles, all open as long as they are borrowed.
    let result: WAIT_EVENT = unsafe { win::WaitForMultipleObjects(count, raw.as_ptr(), 0, timeout) };
    match result {
        WAIT_TIMEOUT => Ok(None),
        WAIT_FAILED => Err(io::Error::last_os_error()),
        // Mutexes that were left come by other numbers; there are none among processes and events.
        signaled => Ok(Some(signaled.wrapping_sub(WAIT_OBJECT_0) as usize)),
    }
}

/// An event that nobody has set yet, to wake who waits for it.
pub(crate) fn new_event() -> io::Result<OwnedHandle> {
    // SAFETY: without attributes and a name there is nothing that the pointers must lead to.
    let handle = unsafe { win::CreateEventW(std::ptr::null(), 1, 0, std::ptr::null()) };
    if handle.is_null() {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: the handle was just opened, is nobody else's, and is closed by CloseHandle.
    Ok(unsafe { OwnedHandle::from_raw_handle(handle) })
}

/// Sets an event.
pub(crate) fn set_event(event: &OwnedHandle) -> io::Result<()> {
    // SAFETY: the handle is open.
    checked(unsafe { win::SetEvent(event.as_raw_handle()) })
}

/// Ends a process. Needs `PROCESS_TERMINATE`.
pub(crate) fn terminate(process: &OwnedHandle, code: u32) -> io::Result<()> {
    // SAFETY: the handle is open.
    checked(unsafe { win::TerminateProcess(process.as_raw_handle(), code) })
}

/// Suspends every thread of a process. Needs `PROCESS_SUSPEND_RESUME`.
pub(crate) fn suspend(process: &OwnedHandle) -> io::Result<()> {
    // SAFETY: the handle is open.
    checked_status(unsafe { NtSuspendProcess(process.as_raw_handle()) })
}

/// Undoes one [`suspend`].
pub(crate) fn resume(process: &OwnedHandle) -> io::Result<()> {
    // SAFETY: the handle is open.
    checked_status(unsafe { NtResumeProcess(process.as_raw_handle()) })
}

/// Sends an event to the process group of this number, on the console of the caller.
pub(crate) fn console_event(event: u32, group: u32) -> io::Result<()> {
    // SAFETY: a function of numbers.
    checked(unsafe { GenerateConsoleCtrlEvent(event, group) })
}

/// `GetPriorityClass`.
pub(crate) fn priority_class(process: &OwnedHandle) -> io::Result<u32> {
    // SAFETY: the handle is open.
    match unsafe { win::GetPriorityClass(process.as_raw_handle()) } {
        0 => Err(io::Error::last_os_error()),
        class => Ok(class),
    }
}

/// `SetPriorityClass`. Needs `PROCESS_SET_INFORMATION`.
pub(crate) fn set_priority_class(process: &OwnedHandle, class: u32) -> io::Result<()> {
    // SAFETY: the handle is open.
    checked(unsafe { win::SetPriorityClass(process.as_raw_handle(), class) })
}

/// The processors of its group that a process may run on, and those that there are. Both are 0 where it has threads in
/// several groups.
pub(crate) fn affinity(process: &OwnedHandle) -> io::Result<(usize, usize)> {
    let (mut own, mut all) = (0, 0);
    // SAFETY: the handle is open, and the call may write to both numbers.
    checked(unsafe { win::GetProcessAffinityMask(process.as_raw_handle(), &mut own, &mut all) })?;
    Ok((own, all))
}

/// `SetProcessAffinityMask`. Needs `PROCESS_SET_INFORMATION`.
pub(crate) fn set_affinity(process: &OwnedHandle, mask: usize) -> io::Result<()> {
    // SAFETY: the handle is open.
    checked(unsafe { win::SetProcessAffinityMask(process.as_raw_handle(), mask) })
}

/// The numbers of the processor groups that a process has threads in.
pub(crate) fn groups(process: &OwnedHandle) -> io::Result<Vec<u16>> {
    // More than there can be: Windows numbers 2,048 processors at most.
    let mut groups = [0; 64];
    let mut count = 64;
    // SAFETY: the handle is open, and the array has room for as many numbers as `count` says.
    checked(unsafe { win::GetProcessGroupAffinity(process.as_raw_handle(), &mut count, groups.as_mut_ptr()) })?;
    Ok(groups.into_iter().take(count.into()).collect())
}

/// How many processors are active in a group.
pub(crate) fn processors_in_group(group: u16) -> u32 {
    // SAFETY: a function of a number.
    unsafe { win::GetActiveProcessorCount(group) }
}

/// `GetProcessHandleCount`.
pub(crate) fn handle_count(process: &OwnedHandle) -> io::Result<u32> {
    let mut count = 0;
    // SAFETY: the handle is open, and the call may write to the number.
    checked(unsafe { win::GetProcessHandleCount(process.as_raw_handle(), &mut count) })?;
    Ok(count)
}

/// `GetProcessIoCounters`.
pub(crate) fn io_counters(process: &OwnedHandle) -> io::Result<win::IO_COUNTERS> {
    let mut counters = win::IO_COUNTERS::default();
    // SAFETY: the handle is open, and the call may write to the struct.
    checked(unsafe { win::GetProcessIoCounters(process.as_raw_handle(), &mut counters) })?;
    Ok(counters)
}

/// The path of a process's program.
pub(crate) fn image_name(process: &OwnedHandle) -> io::Result<Vec<u16>> {
    super::text(|buffer, size| {
        // SAFETY: the handle is open, and the buffer has room for as many units as `size` says.
        let succeeded = unsafe { win::QueryFullProcessImageNameW(process.as_raw_handle(), 0, buffer, size) };
        checked(succeeded)
    })
}

/// The same without opening it, as the device has it: for processes that may not be opened.
pub(crate) fn image_name_of_pid(pid: u32) -> io::Result<Vec<u16>> {
    /// `SYSTEM_PROCESS_ID_INFORMATION`, which nobody declares.
    #[repr(C)]
    struct ProcessId {
        pid: usize,
        name: UNICODE_STRING,
    }
    /// `SystemProcessIdInformation`.
    const CLASS: i32 = 88;
    /// The longest that its size can tell, in bytes.
    const ROOM: u16 = u16::MAX - 1;

    let mut buffer = vec![0_u16; usize::from(ROOM / 2)];
    let name = UNICODE_STRING { Length: 0, MaximumLength: ROOM, Buffer: buffer.as_mut_ptr() };
    let mut asked = ProcessId { pid: pid as usize, name };
    let into = (&raw mut asked).cast();
    // SAFETY: the call may write to the struct, which is of this size, and to the buffer that it leads to, which is as
    // large as it says.
    checked_status(unsafe { NtQuerySystemInformation(CLASS, into, size_of_u32::<ProcessId>(), std::ptr::null_mut()) })?;
    buffer.truncate(usize::from(asked.name.Length / 2));
    Ok(buffer)
}

/// What `NtQueryInformationProcess` says of a class whose answers have many sizes.
pub(crate) fn information(process: &OwnedHandle, class: PROCESSINFOCLASS) -> io::Result<Vec<u8>> {
    let mut buffer = Vec::new();
    growing(&mut buffer, |buffer, needed| information_into(process, class, buffer, needed))?;
    Ok(buffer)
}

/// What it says of a class whose answer has this size.
pub(crate) fn information_of<const N: usize>(process: &OwnedHandle, class: PROCESSINFOCLASS) -> io::Result<[u8; N]> {
    let mut buffer = [0; N];
    checked_status(information_into(process, class, &mut buffer, &mut 0))?;
    Ok(buffer)
}

fn information_into(process: &OwnedHandle, class: PROCESSINFOCLASS, buffer: &mut [u8], needed: &mut u32) -> NTSTATUS {
    let into = buffer.as_mut_ptr().cast();
    // SAFETY: the handle is open, the buffer is memory of this size that the call may write to, and `needed` a number that
    // it may.
    unsafe { NtQueryInformationProcess(process.as_raw_handle(), class, into, size(buffer), needed) }
}

/// `NtSetInformationProcess` of a class that takes a number. Needs `PROCESS_SET_INFORMATION`.
pub(crate) fn set_information(process: &OwnedHandle, class: PROCESSINFOCLASS, value: u32) -> io::Result<()> {
    let bytes = value.to_ne_bytes();
    // SAFETY: the handle is open, and the call reads as many bytes as there are.
    checked_status(unsafe {
        NtSetInformationProcess(process.as_raw_handle(), class, bytes.as_ptr(), size_of_u32::<u32>())
    })
}
