//! The systems that the package can be built for. What is not the same on all of them stands in a folder of each, with the
//! same names: the shapes of answers in `machine` and `process`, numbers and small choices in `mod`.

#[cfg(not(any(target_os = "linux", windows)))]
compile_error!(
    "sysproc has no backend for this system yet: its Python package can be built for Linux and Windows only"
);

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "linux")]
pub(crate) use linux::*;

#[cfg(windows)]
mod windows;
#[cfg(windows)]
pub(crate) use windows::*;
