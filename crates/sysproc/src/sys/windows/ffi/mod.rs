//! All unsafe code of this backend: Windows' calls as functions that cannot be called wrongly.
#![allow(unsafe_code)]

pub(super) mod memory;
pub(super) mod nt;
pub(super) mod time;

use std::io;

use windows_sys::core::BOOL;

/// The error of the last call, if it says that it failed.
fn checked(succeeded: BOOL) -> io::Result<()> {
    if succeeded != 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

/// The size of a struct as calls take it.
#[allow(clippy::cast_possible_truncation)] // No struct is that large.
const fn size_of_u32<T>() -> u32 {
    size_of::<T>() as u32
}
