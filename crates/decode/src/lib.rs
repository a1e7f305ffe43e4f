//! Decoders for what operating systems say of processes and machines: bytes in, values out.
//!
//! Nothing here does I/O or asks which system it runs on, so every decoder compiles, is tested and is fuzzed on every host.
//! Values are in the kernel's own units. A field that is missing, short or does not fit is `None`; what is new is ignored.

#![forbid(unsafe_code)]
#![warn(clippy::indexing_slicing, clippy::arithmetic_side_effects)]
#![cfg_attr(test, allow(clippy::indexing_slicing, clippy::arithmetic_side_effects))]

pub mod bytes;
pub mod linux;
mod swar;
pub mod text;
pub mod windows;
pub mod words;
