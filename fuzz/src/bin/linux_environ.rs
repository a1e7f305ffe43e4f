//! `/proc/PID/environ`.
#![no_main]

use std::hint::black_box;

use libfuzzer_sys::fuzz_target;
use sysproc_decode::linux::environ::environ;

fuzz_target!(|data: &[u8]| {
    environ(data).for_each(|part| {
        black_box(part);
    });
});
