//! Drives, volumes and disks.

use std::io;
use std::os::windows::io::AsRawHandle;

use windows_sys::Win32::Foundation::{HANDLE, INVALID_HANDLE_VALUE};
use windows_sys::Win32::Storage::FileSystem as win;
use windows_sys::Win32::System::Diagnostics::Debug::{SEM_FAILCRITICALERRORS, SetThreadErrorMode};
use windows_sys::Win32::System::IO::DeviceIoControl;
use windows_sys::Win32::System::Ioctl::{DISK_PERFORMANCE, IOCTL_DISK_PERFORMANCE};

use super::{checked, size_of_u32};

/// The letters that stand for drives.
pub(crate) fn drives() -> impl Iterator<Item = char> {
    // SAFETY: a function without arguments.
    let mask = unsafe { win::GetLogicalDrives() };
    ('A'..='Z').enumerate().filter(move |(bit, _)| mask >> bit & 1 == 1).map(|(_, letter)| letter)
}

/// The kind of drive that is mounted at a folder, which ends with a backslash and a NUL.
pub(crate) fn drive_type(root: &[u16]) -> u32 {
    assert_eq!(root.last(), Some(&0));
    // SAFETY: the text ends with a NUL.
    unsafe { win::GetDriveTypeW(root.as_ptr()) }
}

/// The flags and the file system of the volume that is mounted at a folder, which ends with a backslash and a NUL. May wait
/// for a disk to turn, or another machine to answer.
pub(crate) fn volume(root: &[u16]) -> io::Result<(u32, Vec<u16>)> {
    assert_eq!(root.last(), Some(&0));
    let (mut flags, mut name) = (0, [0_u16; 261]);
    let mut before = 0;
    let (no_name, none) = (std::ptr::null_mut(), std::ptr::null_mut);
    // SAFETY: the text ends with a NUL, the call may write to both numbers and to as many units of the name as it is told,
    // and nothing to where there is no pointer.
    let result = unsafe {
        // Without this a drive without a disk makes the system ask the user for one.
        SetThreadErrorMode(SEM_FAILCRITICALERRORS, &mut before);
        let succeeded =
            win::GetVolumeInformationW(root.as_ptr(), no_name, 0, none(), none(), &mut flags, name.as_mut_ptr(), 261);
        let result = checked(succeeded);
        SetThreadErrorMode(before, none());
        result
    };
    result.map(|()| (flags, name.split(|unit| *unit == 0).next().unwrap_or_default().to_vec()))
}

/// Each volume with the folders that it is mounted at.
pub(crate) fn volumes() -> Vec<(Vec<u16>, Vec<Vec<u16>>)> {
    let mut found = Vec::new();
    let mut name = [0_u16; 64];
    // SAFETY: the call may write to as many units as it is told.
    let search: HANDLE = unsafe { win::FindFirstVolumeW(name.as_mut_ptr(), 64) };
    if search == INVALID_HANDLE_VALUE {
        return found;
    }
    loop {
        let end = name.iter().position(|unit| *unit == 0).unwrap_or(name.len() - 1);
        found.push((name[..end].to_vec(), folders(&name[..=end])));
        // SAFETY: the search is open, and the call may write to as many units as it is told.
        if unsafe { win::FindNextVolumeW(search, name.as_mut_ptr(), 64) } == 0 {
            break;
        }
    }
    // SAFETY: the search is open, and not used any more.
    unsafe { win::FindVolumeClose(search) };
    found
}

/// The folders that a volume is mounted at, whose name ends with a NUL.
fn folders(volume: &[u16]) -> Vec<Vec<u16>> {
    let mut buffer = vec![0_u16; 1 << 14];
    let mut size = 0;
    let room = u32::try_from(buffer.len()).unwrap_or(0);
    // SAFETY: the name ends with a NUL, and the call may write to the number and as many units as it is told.
    let got = unsafe { win::GetVolumePathNamesForVolumeNameW(volume.as_ptr(), buffer.as_mut_ptr(), room, &mut size) };
    if got == 0 {
        return Vec::new();
    }
    buffer.split(|unit| *unit == 0).take_while(|folder| !folder.is_empty()).map(<[u16]>::to_vec).collect()
}

/// The space of a file system, in bytes.
pub(crate) struct Space {
    pub(crate) total: u64,
    pub(crate) free: u64,
    /// Of `free`, what the caller may take.
    pub(crate) available: u64,
}

/// `GetDiskFreeSpaceEx` of the file system of a folder, whose path ends with a NUL.
pub(crate) fn space(path: &[u16]) -> io::Result<Space> {
    assert_eq!(path.last(), Some(&0));
    let (mut available, mut total, mut free) = (0, 0, 0);
    // SAFETY: the text ends with a NUL, and the call may write to the numbers.
    checked(unsafe { win::GetDiskFreeSpaceExW(path.as_ptr(), &mut available, &mut total, &mut free) })?;
    Ok(Space { total, free, available })
}

/// The counters of an open disk.
pub(crate) fn performance(disk: &std::fs::File) -> io::Result<DISK_PERFORMANCE> {
    let mut answer = DISK_PERFORMANCE::default();
    let (into, size) = ((&raw mut answer).cast(), size_of_u32::<DISK_PERFORMANCE>());
    let (nothing, not_later) = (std::ptr::null(), std::ptr::null_mut());
    // SAFETY: the handle is open, the call may write to the struct, which is of this size, and the disk was not opened for
    // calls that end later.
    checked(unsafe {
        DeviceIoControl(disk.as_raw_handle(), IOCTL_DISK_PERFORMANCE, nothing, 0, into, size, &mut 0, not_later)
    })?;
    Ok(answer)
}
