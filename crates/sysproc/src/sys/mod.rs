//! Where a system is chosen: the one place in the library that asks which it is.
//!
//! Each backend is a folder with the same file names; [`contract`] says what each must have, and the compiler holds it to
//! that. What a system lacks its backend takes, visibly, from [`unsupported`].

mod contract;
#[allow(dead_code)] // A backend takes from it just what its system lacks.
mod unsupported;

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "linux")]
use linux as os;

#[cfg(windows)]
mod windows;
#[cfg(windows)]
use windows as os;

#[cfg(not(any(target_os = "linux", windows)))]
use unsupported as os;

#[cfg(feature = "serde")]
pub(crate) use os::os_string;
pub(crate) use os::{
    Held, Hold, Identity, State, cpu, disk, host, memory, net, process, sensors, service, signal_names,
};
