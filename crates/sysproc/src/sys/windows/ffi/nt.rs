//! `NtQuerySystemInformation` and the status codes of the native calls.

use std::io;

use windows_sys::Wdk::System::SystemInformation::NtQuerySystemInformation;
use windows_sys::Win32::Foundation::{
    NTSTATUS, RtlNtStatusToDosError, STATUS_BUFFER_OVERFLOW, STATUS_BUFFER_TOO_SMALL, STATUS_INFO_LENGTH_MISMATCH,
};

/// The most that is asked for: a list of a million threads is 80 MB.
const MOST: usize = 1 << 28;

/// What `NtQuerySystemInformation` says of a class whose answers have many sizes, into a buffer that is kept from call to
/// call: it is made larger until the answer fits, and as long as the answer.
pub(crate) fn system_information(class: i32, buffer: &mut Vec<u8>) -> io::Result<()> {
    growing(buffer, |buffer, needed| system_information_into(class, buffer, needed))
}

/// What it says of a class whose answers have one size, which must be the buffer's. Returns the part that was filled.
pub(crate) fn system_information_of(class: i32, buffer: &mut [u8]) -> io::Result<&[u8]> {
    let mut filled = 0;
    checked(system_information_into(class, buffer, &mut filled))?;
    Ok(buffer.get(..filled as usize).unwrap_or(buffer))
}

fn system_information_into(class: i32, buffer: &mut [u8], needed: &mut u32) -> NTSTATUS {
    // SAFETY: the buffer is memory of this size that the call may write to, and `needed` a number that it may.
    unsafe { NtQuerySystemInformation(class, buffer.as_mut_ptr().cast(), size(buffer), needed) }
}

/// A buffer's size as calls take it.
pub(super) fn size(buffer: &[u8]) -> u32 {
    u32::try_from(buffer.len()).unwrap_or(u32::MAX)
}

/// Calls until the answer fits into the buffer, which `call` gets with a place for the size of the answer.
pub(super) fn growing(buffer: &mut Vec<u8>, mut call: impl FnMut(&mut [u8], &mut u32) -> NTSTATUS) -> io::Result<()> {
    let mut room = buffer.capacity().max(1024);
    loop {
        buffer.resize(room, 0);
        let mut needed = 0;
        let status = call(buffer, &mut needed);
        let is_short = [STATUS_INFO_LENGTH_MISMATCH, STATUS_BUFFER_TOO_SMALL, STATUS_BUFFER_OVERFLOW].contains(&status);
        if !is_short || room >= MOST {
            checked(status)?;
            buffer.truncate(needed as usize);
            return Ok(());
        }
        // More than was needed, since there may be more to say by the next call.
        room = (room * 2).max(needed as usize / 4 * 5).min(MOST);
    }
}

/// The error that a status means, if it is one.
pub(crate) fn checked(status: NTSTATUS) -> io::Result<()> {
    if status >= 0 {
        return Ok(());
    }
    // SAFETY: a function of a number.
    let code = unsafe { RtlNtStatusToDosError(status) };
    Err(io::Error::from_raw_os_error(i32::from_ne_bytes(code.to_ne_bytes())))
}
