//! The host: its names, sessions and battery.

use std::io;

use windows_sys::Wdk::System::SystemServices::RtlGetVersion;
use windows_sys::Win32::System::Power::{GetSystemPowerStatus, SYSTEM_POWER_STATUS};
use windows_sys::Win32::System::RemoteDesktop as wts;
use windows_sys::Win32::System::SystemInformation::{
    ComputerNamePhysicalDnsHostname, GetComputerNameExW, GetNativeSystemInfo, OSVERSIONINFOW, SYSTEM_INFO,
};

use super::{checked, size_of_u32};

/// The host's name.
pub(crate) fn name() -> io::Result<Vec<u16>> {
    super::text(|buffer, size| {
        // SAFETY: the buffer has room for as many units as `size` says.
        checked(unsafe { GetComputerNameExW(ComputerNamePhysicalDnsHostname, buffer, size) })
    })
}

/// The numbers of the version, and of the build.
pub(crate) fn version() -> (u32, u32, u32) {
    let mut info = OSVERSIONINFOW { dwOSVersionInfoSize: size_of_u32::<OSVERSIONINFOW>(), ..Default::default() };
    // SAFETY: the call may write to the struct, which says its size. It always succeeds.
    unsafe { RtlGetVersion(&mut info) };
    (info.dwMajorVersion, info.dwMinorVersion, info.dwBuildNumber)
}

/// `wProcessorArchitecture`, of the machine whatever the program is built for.
pub(crate) fn architecture() -> u16 {
    let mut info = SYSTEM_INFO::default();
    // SAFETY: the call may write to the struct; the member is there whichever of the union is meant.
    unsafe {
        GetNativeSystemInfo(&mut info);
        info.Anonymous.Anonymous.wProcessorArchitecture
    }
}

/// The numbers of the sessions of this machine.
pub(crate) fn sessions() -> io::Result<Vec<u32>> {
    let (mut first, mut count) = (std::ptr::null_mut(), 0);
    // SAFETY: the call may write to the pointer and to the number.
    checked(unsafe { wts::WTSEnumerateSessionsW(wts::WTS_CURRENT_SERVER_HANDLE, 0, 1, &mut first, &mut count) })?;
    // SAFETY: the call has made an array of so many structs, which is read before it is freed.
    let ids = unsafe { std::slice::from_raw_parts(first, count as usize) }.iter().map(|one| one.SessionId).collect();
    // SAFETY: the array was made by the call above for the caller to free so, and is not used any more.
    unsafe { wts::WTSFreeMemory(first.cast()) };
    Ok(ids)
}

/// What the system says of a session, as bytes.
pub(crate) fn session_information(session: u32, class: wts::WTS_INFO_CLASS) -> io::Result<Vec<u8>> {
    let (mut answer, mut size) = (std::ptr::null_mut(), 0);
    let server = wts::WTS_CURRENT_SERVER_HANDLE;
    // SAFETY: the call may write to the pointer and to the number.
    checked(unsafe { wts::WTSQuerySessionInformationW(server, session, class, &mut answer, &mut size) })?;
    if answer.is_null() {
        return Ok(Vec::new());
    }
    // SAFETY: the call has made so many bytes, which are read before they are freed.
    let bytes = unsafe { std::slice::from_raw_parts(answer.cast::<u8>(), size as usize) }.to_vec();
    // SAFETY: the memory was made by the call above for the caller to free so, and is not used any more.
    unsafe { wts::WTSFreeMemory(answer.cast()) };
    Ok(bytes)
}

/// `GetSystemPowerStatus`.
pub(crate) fn power() -> io::Result<SYSTEM_POWER_STATUS> {
    let mut status = SYSTEM_POWER_STATUS::default();
    // SAFETY: the call may write to the struct.
    checked(unsafe { GetSystemPowerStatus(&mut status) })?;
    Ok(status)
}
