//! Numbers of devices.
#![no_main]

use std::hint::black_box;

use libfuzzer_sys::fuzz_target;
use sysproc_decode::linux::device::major_minor;

fuzz_target!(|data: &[u8]| {
    if let Some(number) = data.first_chunk() {
        black_box(major_minor(u32::from_le_bytes(*number)));
    }
});
