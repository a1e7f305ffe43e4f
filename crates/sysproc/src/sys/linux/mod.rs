//! Linux: `/proc`, `/sys`, netlink and pidfds.
//!
//! Files are read whole by [`files`], turned into values by `sysproc_decode::linux`, and into the library's types here,
//! topic by topic. Unsafe code is in [`ffi`] alone.

mod clock;
pub(crate) mod cpu;
pub(crate) mod disk;
mod fds;
mod ffi;
mod files;
pub(crate) mod host;
mod logins;
pub(crate) mod memory;
pub(crate) mod net;
pub(crate) mod process;
pub(crate) mod sensors;
pub(crate) mod service;
mod signals;
mod state;
mod sysfs;

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;

pub(crate) use process::{Held, Hold, Identity};
pub(crate) use signals::signal_names;
pub(crate) use state::State;

/// System text is any bytes here.
#[allow(clippy::unnecessary_wraps)] // The contract has room for systems where not all bytes are text.
#[cfg_attr(not(feature = "serde"), allow(dead_code))]
pub(crate) fn os_string(bytes: Vec<u8>) -> Option<OsString> {
    Some(OsString::from_vec(bytes))
}
