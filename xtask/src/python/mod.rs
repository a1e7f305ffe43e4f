//! The Python package: its tests (`cargo xtask test`, `cargo xtask conformance`) and its checks (`cargo xtask ci`). All is
//! installed and built below `target`.

mod check;
mod conformance;
mod test;
mod venv;

pub(crate) use check::stages as checks;
pub(crate) use conformance::{Args as ConformanceArgs, run as conformance};
pub(crate) use test::{run as test, unprivileged as test_unprivileged};
