//! The host: its names, when it was booted, and who is logged in.

use std::ffi::OsString;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::os::windows::ffi::OsStringExt;
use std::time::{Duration, SystemTime};

use sysproc_decode::bytes::{ByteOrder, array};
use sysproc_decode::windows::{Utf16, time_of_day};
use windows_sys::Wdk::System::SystemInformation::SystemTimeOfDayInformation;
use windows_sys::Win32::System::RemoteDesktop::{WTSClientAddress, WTSINFOW, WTSSessionInfo, WTSUserName};
use windows_sys::Win32::System::SystemInformation as win;

use super::{ffi, time};
use crate::host::{HostInfo, User};
use crate::{Error, Result, System};

pub(crate) fn info(_: &System) -> Result<HostInfo> {
    let name = ffi::host::name().map_err(|error| Error::system("GetComputerNameEx", error))?;
    let (major, minor, build) = ffi::host::version();
    let product = ffi::registry::text(r"SOFTWARE\Microsoft\Windows NT\CurrentVersion", "ProductName");
    let arch = match ffi::host::architecture() {
        win::PROCESSOR_ARCHITECTURE_AMD64 => Some("AMD64"),
        win::PROCESSOR_ARCHITECTURE_ARM64 => Some("ARM64"),
        win::PROCESSOR_ARCHITECTURE_INTEL => Some("x86"),
        win::PROCESSOR_ARCHITECTURE_ARM => Some("ARM"),
        _ => None,
    };
    Ok(HostInfo {
        hostname: OsString::from_wide(&name),
        os: product.filter(|product| !product.is_empty()).map(|product| format!("{product} (build {build})")),
        kernel: format!("Windows NT {major}.{minor}.{build}"),
        arch: arch.map(Into::into),
    })
}

pub(crate) fn boot_time(_: &System) -> Result<SystemTime> {
    const CALL: &str = "NtQuerySystemInformation: SystemTimeOfDayInformation";
    let mut buffer = [0; time_of_day::SIZE];
    let answer = ffi::nt::system_information_of(SystemTimeOfDayInformation, &mut buffer);
    let answer = answer.map_err(|error| Error::system(CALL, error))?;
    time_of_day::boot_time(answer).and_then(time::instant).ok_or_else(|| Error::malformed(CALL))
}

#[allow(clippy::unnecessary_wraps)] // The contract has room for systems where it can fail.
pub(crate) fn uptime(_: &System) -> Result<Duration> {
    Ok(Duration::from_millis(ffi::time::tick_count()))
}

pub(crate) fn users(_: &System) -> Result<Vec<User>> {
    let sessions = ffi::host::sessions().map_err(|error| Error::system("WTSEnumerateSessions", error))?;
    Ok(sessions.into_iter().filter_map(user).collect())
}

/// Who is logged in to a session; `None` of one that nobody is, as that of the services.
fn user(session: u32) -> Option<User> {
    let name = ffi::host::session_information(session, WTSUserName).ok()?;
    let name: Vec<u16> = Utf16(&name).units().take_while(|unit| *unit != 0).collect();
    if name.is_empty() {
        return None;
    }
    let info = ffi::host::session_information(session, WTSSessionInfo).ok()?;
    let logon = ByteOrder::Little.u64(&info, std::mem::offset_of!(WTSINFOW, LogonTime))?;
    let host = ffi::host::session_information(session, WTSClientAddress).ok().and_then(|address| client(&address));
    Some(User {
        name: OsString::from_wide(&name),
        terminal: None,
        host: host.map(OsString::from),
        started: time::instant(logon)?,
        pid: None,
    })
}

/// `WTS_CLIENT_ADDRESS`: a family, and an address that begins at the third byte; `None` of a login at the machine itself.
fn client(address: &[u8]) -> Option<String> {
    match ByteOrder::Little.u32(address, 0)? {
        // AF_INET
        2 => Some(Ipv4Addr::from(array::<4>(address, 6)?).to_string()),
        // AF_INET6
        23 => Some(Ipv6Addr::from(array::<16>(address, 6)?).to_string()),
        _ => None,
    }
}
