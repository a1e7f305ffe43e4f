//! The name service of the C library: `getpwuid_r(3)`.

use core::ffi::{CStr, c_char, c_int};
use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt;

use rustix::io::Errno;

/// `struct passwd` of `pwd.h`, the same in glibc and musl.
#[repr(C)]
struct Passwd {
    name: *mut c_char,
    passwd: *mut c_char,
    uid: u32,
    gid: u32,
    gecos: *mut c_char,
    dir: *mut c_char,
    shell: *mut c_char,
}

unsafe extern "C" {
    fn getpwuid_r(uid: u32, entry: *mut Passwd, buffer: *mut c_char, length: usize, result: *mut *mut Passwd) -> c_int;
}

/// The name of a user; `None` for one that nobody knows.
pub(crate) fn name_of(uid: u32) -> Result<Option<OsString>, Errno> {
    const LARGEST: usize = 1 << 20;
    let mut length = 1024;
    loop {
        let mut buffer = vec![0; length];
        let mut entry = core::mem::MaybeUninit::uninit();
        let mut result = core::ptr::null_mut();
        // SAFETY: all pointers are to live memory of the type that the call takes, the buffer's with its length; it writes
        // no more than that.
        let failed = unsafe { getpwuid_r(uid, entry.as_mut_ptr(), buffer.as_mut_ptr(), length, &mut result) };
        match failed {
            0 if result.is_null() => return Ok(None),
            0 => {
                // SAFETY: a result that is not null points to `entry`, filled in, with a name that is a C string within
                // `buffer`; both are alive until the name has been copied.
                let name = unsafe { CStr::from_ptr((*result).name) };
                return Ok(Some(OsStr::from_bytes(name.to_bytes()).to_owned()));
            }
            error => match Errno::from_raw_os_error(error) {
                Errno::RANGE if length < LARGEST => length *= 2,
                Errno::INTR => {}
                // How several services say that they know nobody.
                Errno::NOENT | Errno::SRCH => return Ok(None),
                errno => return Err(errno),
            },
        }
    }
}
