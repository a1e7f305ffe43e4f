//! The Python package: its tests (`cargo xtask test`, `cargo xtask conformance`), on Windows too, its checks (`cargo xtask ci`) and its
//! distributions (`cargo xtask dist`). All is installed and built below `target`.

mod check;
mod conformance;
mod dist;
mod test;
mod venv;
mod windows;

pub(crate) use check::stages as checks;
pub(crate) use conformance::{Args as ConformanceArgs, run as conformance};
pub(crate) use dist::{Args as DistArgs, run as dist};
pub(crate) use test::{run as test, unprivileged as test_unprivileged};
pub(crate) use windows::{run as test_windows, with_psutil as windows_with_psutil};
