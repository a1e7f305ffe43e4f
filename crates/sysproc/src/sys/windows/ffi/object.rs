//! Handles of other processes, and the names of what they are open on.

use std::io;
use std::os::windows::io::{AsRawHandle, FromRawHandle, OwnedHandle};

use windows_sys::Wdk::Foundation::{NtQueryObject, OBJECT_INFORMATION_CLASS};
use windows_sys::Win32::Foundation::DuplicateHandle;
use windows_sys::Win32::Storage::FileSystem::{
    FILE_STANDARD_INFO, FILE_TYPE_DISK, FileStandardInfo, GetFileInformationByHandleEx, GetFileType, QueryDosDeviceW,
};
use windows_sys::Win32::System::Threading::GetCurrentProcess;

use super::nt::{growing, size};
use super::size_of_u32;

/// `ObjectNameInformation` of `ntifs.h`.
const OBJECT_NAME: OBJECT_INFORMATION_CLASS = 1;

/// A handle of another process as one of the caller's, without any rights but to ask its name. Needs
/// `PROCESS_DUP_HANDLE`.
pub(crate) fn duplicate(process: &OwnedHandle, handle: u64) -> io::Result<OwnedHandle> {
    let theirs = usize::try_from(handle).map_err(|_| io::ErrorKind::InvalidInput)? as *mut _;
    let mut ours = std::ptr::null_mut();
    // SAFETY: the process is open, the call may write to the handle, and that of the other process may be any number.
    super::checked(unsafe {
        DuplicateHandle(process.as_raw_handle(), theirs, GetCurrentProcess(), &mut ours, 0, 0, 0)
    })?;
    // SAFETY: the handle was just made, is nobody else's, and is closed by CloseHandle.
    Ok(unsafe { OwnedHandle::from_raw_handle(ours) })
}

/// Whether a handle is open on a file or a directory. May wait for ever.
pub(crate) fn is_of_disk(handle: &OwnedHandle) -> bool {
    // SAFETY: the handle is open.
    unsafe { GetFileType(handle.as_raw_handle()) == FILE_TYPE_DISK }
}

/// Whether a handle of a disk is open on a directory. May wait for ever.
pub(crate) fn is_directory(handle: &OwnedHandle) -> bool {
    let mut info = FILE_STANDARD_INFO::default();
    let into = (&raw mut info).cast();
    // SAFETY: the handle is open, and the call may write to the struct, which is of this size.
    let told = unsafe {
        GetFileInformationByHandleEx(
            handle.as_raw_handle(),
            FileStandardInfo,
            into,
            size_of_u32::<FILE_STANDARD_INFO>(),
        )
    };
    told != 0 && info.Directory
}

/// The name of what a handle is open on: a `UNICODE_STRING`, with the text behind it. Of a pipe whose owner waits for it,
/// waits for ever.
pub(crate) fn name(handle: &OwnedHandle) -> io::Result<Vec<u8>> {
    let mut buffer = Vec::new();
    growing(&mut buffer, |buffer, needed| {
        let into = buffer.as_mut_ptr().cast();
        // SAFETY: the handle is open, the buffer is memory of this size that the call may write to, and `needed` a number
        // that it may.
        unsafe { NtQueryObject(handle.as_raw_handle(), OBJECT_NAME, into, size(buffer), needed) }
    })?;
    Ok(buffer)
}

/// The device that a drive stands for, as `\Device\HarddiskVolume3` for `C:`; `None` without such a drive.
pub(crate) fn device_of_drive(letter: u8) -> Option<Vec<u16>> {
    let drive = [letter.into(), b':'.into(), 0];
    let device = super::text(|buffer, size| {
        // SAFETY: the name ends with a NUL, and the buffer has room for as many units as `size` says.
        *size = unsafe { QueryDosDeviceW(drive.as_ptr(), buffer, *size) };
        if *size == 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
    });
    // Earlier meanings of the letter follow, each after a NUL.
    Some(device.ok()?.split(|unit| *unit == 0).next()?.to_vec())
}
