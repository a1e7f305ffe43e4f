//! Processors.

use std::io;

use windows_sys::Win32::Foundation::{ERROR_INSUFFICIENT_BUFFER, NTSTATUS};
use windows_sys::Win32::System::Power::{CallNtPowerInformation, ProcessorInformation};
use windows_sys::Win32::System::SystemInformation::{GetLogicalProcessorInformationEx, RelationAll};
use windows_sys::Win32::System::Threading::{
    ALL_PROCESSOR_GROUPS, GetActiveProcessorCount, GetActiveProcessorGroupCount,
};

use super::nt::{checked, growing, size};

#[link(name = "ntdll")]
unsafe extern "system" {
    fn NtQuerySystemInformationEx(
        class: i32,
        input: *const u16,
        input_size: u32,
        output: *mut u8,
        output_size: u32,
        needed: *mut u32,
    ) -> NTSTATUS;
}

/// How many processors are active, over all groups; 0 if that is not known.
pub(crate) fn count() -> u32 {
    // SAFETY: a function of a number.
    unsafe { GetActiveProcessorCount(ALL_PROCESSOR_GROUPS) }
}

/// How many groups there are.
pub(crate) fn group_count() -> u16 {
    // SAFETY: a function without arguments.
    unsafe { GetActiveProcessorGroupCount() }
}

/// What the system says of a class about the processors of a group.
pub(crate) fn system_information_of_group(class: i32, group: u16) -> io::Result<Vec<u8>> {
    let mut buffer = Vec::new();
    growing(&mut buffer, |buffer, needed| {
        let (into, room) = (buffer.as_mut_ptr(), size(buffer));
        // SAFETY: the group is a number that the call reads, the buffer memory of this size that it may write to, and
        // `needed` a number that it may.
        unsafe { NtQuerySystemInformationEx(class, &group, 2, into, room, needed) }
    })?;
    Ok(buffer)
}

/// `PROCESSOR_POWER_INFORMATION` of each of so many processors.
pub(crate) fn power_information(processors: usize) -> io::Result<Vec<u8>> {
    let mut buffer = vec![0; processors * 24];
    let into = buffer.as_mut_ptr().cast();
    // SAFETY: the buffer is memory of this size that the call may write to.
    checked(unsafe { CallNtPowerInformation(ProcessorInformation, std::ptr::null(), 0, into, size(&buffer)) })?;
    Ok(buffer)
}

/// `SYSTEM_LOGICAL_PROCESSOR_INFORMATION_EX` of all parts.
pub(crate) fn logical_information() -> io::Result<Vec<u8>> {
    let mut room = 1 << 12;
    loop {
        // Of words, since there are structs with words in it.
        let mut buffer = vec![0_u64; room as usize / 8 + 1];
        // SAFETY: the buffer is memory of this size that the call may write to.
        let result = unsafe { GetLogicalProcessorInformationEx(RelationAll, buffer.as_mut_ptr().cast(), &mut room) };
        match super::checked(result) {
            Ok(()) => return Ok(buffer.iter().flat_map(|word| word.to_ne_bytes()).take(room as usize).collect()),
            Err(error) if error.raw_os_error() == Some(ERROR_INSUFFICIENT_BUFFER as i32) && room < 1 << 24 => {}
            Err(error) => return Err(error),
        }
    }
}
