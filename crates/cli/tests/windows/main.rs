//! The command on Windows, or Wine, as a user or a program runs it: held against what the tests arrange.
#![cfg(windows)]
#![allow(unsafe_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod acts;
mod lists;
mod support;
mod text;
