//! The library on a live Windows, or Wine: held against what the tests arrange and other calls of the system.
//!
//! What Wine does not answer, or answers otherwise than Windows, is listed in `wine.rs`.
#![cfg(windows)]
#![allow(unsafe_code, clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod control;
mod cpu;
mod denied;
mod disk;
mod files;
mod host;
mod listing;
mod memory;
mod net;
mod process;
mod rights;
mod service;
mod support;
mod wait;
mod wine;
