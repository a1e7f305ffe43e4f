//! Processes and system information, and process control: one library that knows the operating systems.
//!
//! ```
//! # fn main() -> sysproc::Result<()> {
//! use sysproc::{System, process::{Fields, Process}};
//!
//! let system = System::default();
//! println!("{} of memory are available", system.virtual_memory()?.available);
//!
//! // One process.
//! let me = Process::current()?;
//! println!("{} runs since {:?}", me.name()?.to_string_lossy(), me.create_time()?);
//!
//! // All of them: name the fields, and the library plans the cheapest reads that cover them.
//! for process in system.processes(Fields::NAME | Fields::CPU_TIMES | Fields::MEMORY)?.snapshots {
//!     println!("{} {:?}", process.pid, process.name.value());
//! }
//! # Ok(()) }
//! ```
//!
//! Start from [`System`], the context that all questions about the machine go to, and [`Process`], the
//! handle of one process. The topics: [`cpu`], [`memory`], [`disk`], [`net`], [`host`], [`sensors`], [`process`], [`service`]; rates
//! are in [`sampler`]. There is one error type, [`Error`].
//!
//! No answer depends on what was asked before, nothing panics on what the system says, and text of the system stays [`OsString`](std::ffi::OsString).
//!
//! # Features
//! `serde`: every public type can be written and read back. Durations and instants are seconds as numbers; text that is
//! not Unicode is escaped reversibly (a byte as `\xHH`, a backslash as two).

pub mod cpu;
mod deadline;
pub mod disk;
mod error;
pub mod host;
pub mod memory;
pub mod net;
mod percent;
pub mod process;
pub mod sampler;
pub mod sensors;
pub mod service;
mod sys;
mod system;
#[cfg(feature = "serde")]
mod text;

pub use error::{Error, Result};
pub use process::Process;
pub use system::{System, SystemBuilder};
#[cfg(feature = "serde")]
pub use text::escape::escape_text;

/// The number of a process.
pub type Pid = u32;

/// The example of the README compiles and runs.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
mod readme {}
