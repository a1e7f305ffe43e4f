//! Holding on to a process: as long as a handle of it is open, its pid can be no other's.

use std::io;
use std::os::windows::io::{AsHandle, OwnedHandle};
use std::time::Duration;

use windows_sys::Win32::Foundation::{
    ERROR_ACCESS_DENIED, ERROR_INVALID_PARAMETER, ERROR_PRIVILEGE_NOT_HELD, WIN32_ERROR,
};
use windows_sys::Win32::System::Threading::{PROCESS_QUERY_LIMITED_INFORMATION, PROCESS_SYNCHRONIZE};

use super::listing;
use crate::process::StartTime;
use crate::sys::windows::ffi;
use crate::sys::windows::ffi::process::Times;
use crate::{Error, Pid, Process, Result};
use sysproc_decode::windows::process_information::ProcessInformation;

/// The idle process, which is there and cannot be opened.
pub(super) const IDLE: Pid = 0;

/// What every handle is opened with: enough to see which process it is, and whether it has ended.
pub(super) const QUERY: u32 = PROCESS_QUERY_LIMITED_INFORMATION | PROCESS_SYNCHRONIZE;

/// A hold on a process that is the handle's.
pub(super) struct Grip<'a> {
    pub(super) process: &'a Process,
    pub(super) handle: OwnedHandle,
    /// Its times when it was taken hold of.
    pub(super) times: Times,
}

impl<'a> Grip<'a> {
    /// Takes hold of the process with these rights and [`QUERY`], and checks that it is the one that the handle means.
    pub(super) fn on(process: &'a Process, rights: u32) -> Result<Self> {
        let (handle, times) = open(process.pid(), rights)?;
        if StartTime(times.created) != process.start_time() {
            return Err(Error::NoSuchProcess { pid: process.pid() });
        }
        Ok(Self { process, handle, times })
    }

    /// What a failed call means. One that ends is refused most things.
    pub(super) fn error(&self, call: &'static str, error: io::Error) -> Error {
        let pid = self.process.pid();
        if has_ended(&self.handle) { Error::NoSuchProcess { pid } } else { failed(pid, call, error) }
    }
}

/// Opens the process that has this pid now, if it has not ended.
pub(super) fn open(pid: Pid, rights: u32) -> Result<(OwnedHandle, Times)> {
    let (handle, times) = open_even_ended(pid, rights)?;
    if has_ended(&handle) { Err(Error::NoSuchProcess { pid }) } else { Ok((handle, times)) }
}

/// Opens the process that has this pid now. One that has ended keeps its pid as long as anybody has a handle of it.
pub(super) fn open_even_ended(pid: Pid, rights: u32) -> Result<(OwnedHandle, Times)> {
    const CALL: &str = "OpenProcess";
    if pid == IDLE {
        return Err(denied(pid, CALL));
    }
    let gone = || Error::NoSuchProcess { pid };
    let handle = ffi::process::open(pid, rights | QUERY)
        .map_err(|error| if is(&error, ERROR_INVALID_PARAMETER) { gone() } else { failed(pid, CALL, error) })?;
    // The last two bits of a pid count for nothing when it is opened.
    if ffi::process::id(&handle) != pid {
        return Err(gone());
    }
    let times = ffi::process::times(&handle).map_err(|error| failed(pid, "GetProcessTimes", error))?;
    Ok((handle, times))
}

/// Whether a process has ended.
pub(super) fn has_ended(process: &OwnedHandle) -> bool {
    ffi::process::wait_for_any(&[process.as_handle()], Some(Duration::ZERO)).is_ok_and(|which| which.is_some())
}

/// What a failed call about a process means.
fn failed(pid: Pid, call: &'static str, source: io::Error) -> Error {
    if is(&source, ERROR_ACCESS_DENIED) || is(&source, ERROR_PRIVILEGE_NOT_HELD) {
        return denied(pid, call);
    }
    Error::System { what: call.into(), source }
}

fn denied(pid: Pid, call: &'static str) -> Error {
    Error::AccessDenied { pid: Some(pid), what: call.into() }
}

/// Whether the system answered so.
pub(super) fn is(error: &io::Error, code: WIN32_ERROR) -> bool {
    error.raw_os_error() == Some(code as i32)
}

/// Asks a process through a handle, and where that is denied the list of all processes, which is never denied.
pub(super) fn ask<T>(
    process: &Process,
    by_handle: impl FnOnce(&Grip<'_>) -> Result<T>,
    by_listing: impl FnOnce(&ProcessInformation<'_>) -> T,
) -> Result<T> {
    match Grip::on(process, QUERY).and_then(|grip| by_handle(&grip)) {
        Err(Error::AccessDenied { .. }) => listing::with_entry(process, by_listing),
        answer => answer,
    }
}
