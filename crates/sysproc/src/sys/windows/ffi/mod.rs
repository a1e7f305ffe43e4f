//! All unsafe code of this backend: Windows' calls as functions that cannot be called wrongly.
#![allow(unsafe_code)]

pub(super) mod account;
pub(super) mod cpu;
pub(super) mod disk;
pub(super) mod heap;
pub(super) mod host;
pub(super) mod memory;
pub(super) mod net;
pub(super) mod nt;
pub(super) mod object;
pub(super) mod process;
pub(super) mod process_memory;
pub(super) mod registry;
pub(super) mod service;
pub(super) mod time;

use std::io;

use windows_sys::Win32::Foundation::ERROR_INSUFFICIENT_BUFFER;
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

/// The most units that a text of the system has.
const LONGEST: usize = 1 << 15;

/// A text that a call writes into a buffer: it gets the buffer and its size in units, for which it puts that of the text.
fn text(mut call: impl FnMut(*mut u16, &mut u32) -> io::Result<()>) -> io::Result<Vec<u16>> {
    // Nearly all are paths of fewer units than were once allowed.
    let mut buffer = vec![0; 260];
    loop {
        let mut size = u32::try_from(buffer.len()).unwrap_or(u32::MAX);
        match call(buffer.as_mut_ptr(), &mut size) {
            Ok(()) => {
                buffer.truncate(size as usize);
                return Ok(buffer);
            }
            Err(error) if is_too_small(&error) && buffer.len() < LONGEST => buffer.resize(LONGEST, 0),
            Err(error) => return Err(error),
        }
    }
}

fn is_too_small(error: &io::Error) -> bool {
    error.raw_os_error() == too_small().raw_os_error()
}

fn too_small() -> io::Error {
    io::Error::from_raw_os_error(ERROR_INSUFFICIENT_BUFFER as i32)
}

/// The text that a pointer leads to, up to its NUL; empty of a null pointer.
///
/// # Safety
/// The pointer must be null, or lead to a text with a NUL at its end.
unsafe fn until_nul(text: *const u16) -> Vec<u16> {
    if text.is_null() {
        return Vec::new();
    }
    // SAFETY: all units up to the NUL are there.
    (0..).map(|at| unsafe { text.add(at).read() }).take_while(|unit| *unit != 0).collect()
}
