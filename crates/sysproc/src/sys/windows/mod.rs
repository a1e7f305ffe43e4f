//! Windows: Win32 and the native calls below it.
//!
//! What a topic's file may assume:
//! - Calls stand in [`ffi`], one file a topic, as safe functions that return `io::Result` of plain values or of the
//!   structs of `windows-sys`; unsafe code is there alone. `ffi::nt::system_information` asks `NtQuerySystemInformation`
//!   with a buffer that grows.
//! - Buffers whose layout is not simply a struct of `windows-sys` go to a decoder in `sysproc_decode::windows`: bytes,
//!   with the word size as a parameter, never by casting pointers.
//! - A failed call becomes an [`Error`](crate::Error) by [`Error::system`](crate::Error::system) with its name, or, if it
//!   is about a process, by `Grip::error` of `process/handle.rs`.
//! - Handles are [`OwnedHandle`](std::os::windows::io::OwnedHandle), opened with no more rights than the call needs.
//! - [`text`] turns wide text into `OsString`, [`path`] devices into drives, [`time`] Windows' times, in units of 100 ns, into
//!   those of `std`. What a context remembers between calls is in [`state`].

pub(crate) mod cpu;
pub(crate) mod disk;
mod ffi;
pub(crate) mod host;
pub(crate) mod memory;
pub(crate) mod net;
mod path;
pub(crate) mod process;
pub(crate) mod sensors;
pub(crate) mod service;
mod state;
mod text;
mod time;

pub(crate) use process::{Held, Hold};
pub(crate) use state::State;
#[cfg(feature = "serde")]
pub(crate) use text::os_string;

pub(crate) use super::unsupported::Identity;

/// What a process can be sent: `TerminateProcess` in the clothes of a signal, and the events of its console.
pub(crate) fn signal_names() -> &'static [(&'static str, i32)] {
    &[("CTRL_C_EVENT", 0), ("CTRL_BREAK_EVENT", 1), ("TERM", 15)]
}
