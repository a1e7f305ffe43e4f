//! The service control manager.

use std::io;

use windows_sys::Win32::Foundation::{ERROR_INSUFFICIENT_BUFFER, ERROR_MORE_DATA};
use windows_sys::Win32::System::Services as win;

use super::{checked, size_of_u32, until_nul};

/// The manager or a service, open.
pub(crate) struct Handle(win::SC_HANDLE);

impl Drop for Handle {
    fn drop(&mut self) {
        // SAFETY: the handle is open, and this is its only owner.
        unsafe { win::CloseServiceHandle(self.0) };
    }
}

/// What a service is set to.
pub(crate) struct Config {
    pub(crate) start: u32,
    pub(crate) program: Vec<u16>,
    pub(crate) account: Vec<u16>,
}

impl Handle {
    fn owned(handle: win::SC_HANDLE) -> io::Result<Self> {
        if handle.is_null() { Err(io::Error::last_os_error()) } else { Ok(Self(handle)) }
    }

    /// The manager of this machine.
    pub(crate) fn manager(rights: u32) -> io::Result<Self> {
        // SAFETY: without names this machine and its services are meant.
        Self::owned(unsafe { win::OpenSCManagerW(std::ptr::null(), std::ptr::null(), rights) })
    }

    /// Opens a service of this manager, whose name ends with a NUL.
    pub(crate) fn open(&self, name: &[u16], rights: u32) -> io::Result<Self> {
        assert_eq!(name.last(), Some(&0));
        // SAFETY: the handle is open, and the name ends with a NUL.
        Self::owned(unsafe { win::OpenServiceW(self.0, name.as_ptr(), rights) })
    }

    /// The names of this manager's services, and those for people.
    pub(crate) fn services(&self) -> io::Result<Vec<(Vec<u16>, Vec<u16>)>> {
        let mut count = 0;
        let buffer = filled(|buffer, size, needed| {
            let mut resume = 0;
            // SAFETY: the handle is open, the buffer has room for as many bytes as `size` says, and the call may write to
            // the numbers.
            unsafe {
                win::EnumServicesStatusExW(
                    self.0,
                    win::SC_ENUM_PROCESS_INFO,
                    win::SERVICE_WIN32,
                    win::SERVICE_STATE_ALL,
                    buffer,
                    size,
                    needed,
                    &mut count,
                    &mut resume,
                    std::ptr::null(),
                )
            }
        })?;
        let first = buffer.as_ptr().cast::<win::ENUM_SERVICE_STATUS_PROCESSW>();
        // SAFETY: the call has filled the buffer, which is aligned for it, with so many structs.
        let listed = unsafe { std::slice::from_raw_parts(first, count as usize) };
        // SAFETY: both names of each are texts with a NUL at their end, in the buffer.
        let names = |one: &win::ENUM_SERVICE_STATUS_PROCESSW| unsafe {
            (until_nul(one.lpServiceName), until_nul(one.lpDisplayName))
        };
        Ok(listed.iter().map(names).collect())
    }

    /// What this service is set to. Needs `SERVICE_QUERY_CONFIG`.
    pub(crate) fn config(&self) -> io::Result<Config> {
        let buffer = filled(|buffer, size, needed| {
            // SAFETY: the handle is open, the buffer has room for as many bytes as `size` says, and the call may write to
            // the number.
            unsafe { win::QueryServiceConfigW(self.0, buffer.cast(), size, needed) }
        })?;
        // SAFETY: the call has filled the buffer, which is aligned for it, with this struct; its texts are in the buffer and
        // have a NUL at their end.
        unsafe {
            let config = buffer.as_ptr().cast::<win::QUERY_SERVICE_CONFIGW>().read();
            let (program, account) = (until_nul(config.lpBinaryPathName), until_nul(config.lpServiceStartName));
            Ok(Config { start: config.dwStartType, program, account })
        }
    }

    /// What this service is for. Needs `SERVICE_QUERY_CONFIG`.
    pub(crate) fn description(&self) -> io::Result<Vec<u16>> {
        let buffer = filled(|buffer, size, needed| {
            // SAFETY: as above.
            unsafe { win::QueryServiceConfig2W(self.0, win::SERVICE_CONFIG_DESCRIPTION, buffer, size, needed) }
        })?;
        // SAFETY: the call has filled the buffer, which is aligned for it, with this struct; its text is null, or in the
        // buffer with a NUL at its end.
        unsafe { Ok(until_nul(buffer.as_ptr().cast::<win::SERVICE_DESCRIPTIONW>().read().lpDescription)) }
    }

    /// What this service is doing. Needs `SERVICE_QUERY_STATUS`.
    pub(crate) fn status(&self) -> io::Result<win::SERVICE_STATUS_PROCESS> {
        let mut status = win::SERVICE_STATUS_PROCESS::default();
        let (into, size) = ((&raw mut status).cast(), size_of_u32::<win::SERVICE_STATUS_PROCESS>());
        // SAFETY: the handle is open, and the call may write to the struct, which is of this size, and to the number.
        checked(unsafe { win::QueryServiceStatusEx(self.0, win::SC_STATUS_PROCESS_INFO, into, size, &mut 0) })?;
        Ok(status)
    }
}

/// A buffer that a call fills: it gets the buffer, its size in bytes, and a place for the size that it needs. The buffer is
/// of words, since there are structs with words in it.
fn filled(mut call: impl FnMut(*mut u8, u32, &mut u32) -> i32) -> io::Result<Vec<u64>> {
    let mut room: u32 = 1 << 13;
    loop {
        let mut buffer = vec![0_u64; room as usize / 8];
        let mut needed = 0;
        match checked(call(buffer.as_mut_ptr().cast(), room, &mut needed)) {
            Ok(()) => return Ok(buffer),
            Err(error) if is_short(&error) && room < 1 << 24 => {
                // What is needed may be said beyond what was given.
                room = room.saturating_mul(2).max(needed.saturating_add(room)) / 8 * 8;
            }
            Err(error) => return Err(error),
        }
    }
}

fn is_short(error: &io::Error) -> bool {
    [ERROR_INSUFFICIENT_BUFFER, ERROR_MORE_DATA].iter().any(|code| error.raw_os_error() == Some(*code as i32))
}
