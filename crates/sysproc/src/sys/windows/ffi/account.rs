//! Whose a process is.

use std::io;
use std::os::windows::io::{AsRawHandle, FromRawHandle, OwnedHandle};

use windows_sys::Win32::Foundation::{HANDLE, LocalFree};
use windows_sys::Win32::Security::Authorization::ConvertSidToStringSidW;
use windows_sys::Win32::Security::{
    GetLengthSid, GetTokenInformation, LookupAccountSidW, SidTypeUnknown, TOKEN_QUERY, TOKEN_USER, TokenUser,
};
use windows_sys::Win32::System::Threading::OpenProcessToken;

use super::{checked, too_small};

/// The number of an account, `SID`, as its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Sid(Vec<u8>);

/// The account that a process runs as. Needs `PROCESS_QUERY_LIMITED_INFORMATION`.
pub(crate) fn of_process(process: &OwnedHandle) -> io::Result<Sid> {
    let mut token: HANDLE = std::ptr::null_mut();
    // SAFETY: the handle is open, and the call may write to the other.
    checked(unsafe { OpenProcessToken(process.as_raw_handle(), TOKEN_QUERY, &mut token) })?;
    // SAFETY: the handle was just opened, is nobody else's, and is closed by CloseHandle.
    let token = unsafe { OwnedHandle::from_raw_handle(token) };
    // A TOKEN_USER and the number that it points to, 68 bytes at most. Of words, since the struct has pointers.
    let mut buffer = [0_usize; 32];
    let size = u32::try_from(size_of_val(&buffer)).map_err(|_| too_small())?;
    let mut needed = 0;
    // SAFETY: the handle is open, the buffer is memory of this size that the call may write to, and `needed` a number that
    // it may.
    let got =
        unsafe { GetTokenInformation(token.as_raw_handle(), TokenUser, buffer.as_mut_ptr().cast(), size, &mut needed) };
    checked(got)?;
    // SAFETY: the call has written a TOKEN_USER, for which the buffer is large enough and aligned.
    let sid = unsafe { buffer.as_ptr().cast::<TOKEN_USER>().read() }.User.Sid;
    // SAFETY: the pointer leads to a number in the buffer, which the call has written whole; so its length can be asked for
    // and that many bytes of it be read.
    let bytes = unsafe { std::slice::from_raw_parts(sid.cast::<u8>(), GetLengthSid(sid) as usize) };
    Ok(Sid(bytes.to_vec()))
}

impl Sid {
    fn raw(&self) -> *mut core::ffi::c_void {
        self.0.as_ptr().cast_mut().cast()
    }

    /// The names of the account and of its domain. May ask another machine.
    pub(crate) fn names(&self) -> io::Result<(Vec<u16>, Vec<u16>)> {
        // A name has 256 units at most, a domain 255, and each a NUL.
        let (mut name, mut domain) = ([0_u16; 257], [0_u16; 257]);
        let (mut name_size, mut domain_size) = (257, 257);
        let mut kind = SidTypeUnknown;
        // SAFETY: the number is one that the system has made; the buffers have room for as many units as their sizes say,
        // and the call only reads the number.
        checked(unsafe {
            LookupAccountSidW(
                std::ptr::null(),
                self.raw(),
                name.as_mut_ptr(),
                &mut name_size,
                domain.as_mut_ptr(),
                &mut domain_size,
                &mut kind,
            )
        })?;
        let text = |buffer: &[u16], size: u32| buffer.iter().copied().take(size as usize).collect();
        Ok((text(&name, name_size), text(&domain, domain_size)))
    }

    /// The number as text: `S-1-5-18`.
    pub(crate) fn text(&self) -> io::Result<Vec<u16>> {
        let mut text = std::ptr::null_mut();
        // SAFETY: the number is one that the system has made, which the call only reads; it may write to the pointer.
        checked(unsafe { ConvertSidToStringSidW(self.raw(), &mut text) })?;
        // SAFETY: the call has made a text with a NUL at its end.
        let units = unsafe { super::until_nul(text) };
        // SAFETY: the text was made by the call above for the caller to free so, and is not used any more.
        unsafe { LocalFree(text.cast()) };
        Ok(units)
    }
}
