//! The library on the live host and on made trees, held against what the tests arrange, the kernel read another way, and
//! the system's own tools.
//!
//! A test whose name begins with `root_` needs root and is left out for other users; all others pass for everybody.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod control;
mod cpu;
mod descriptors;
mod disk;
mod files;
mod group;
mod host;
mod hostile;
mod identity;
mod list;
mod main_thread;
mod memory;
mod net;
mod process;
mod process_memory;
mod seccomp;
mod sensors;
mod shared_reads;
mod snapshot;
mod sockets;
mod support;
mod wait;
