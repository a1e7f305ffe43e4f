//! The command, run as a user or a program runs it: on a captured machine (`tests/machine`) with its output compared to
//! `tests/snapshots`, and on the live one, compared with what the system's own tools say.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod agree;
mod config;
mod hostile;
mod json;
mod kill;
mod output;
mod ps;
mod schema;
mod snapshots;
mod support;
mod terminal;
mod top;
mod updates;
