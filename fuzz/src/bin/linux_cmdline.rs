//! `/proc/PID/cmdline`.
#![no_main]

use std::hint::black_box;

use libfuzzer_sys::fuzz_target;
use sysproc_decode::linux::cmdline::cmdline;

fuzz_target!(|data: &[u8]| {
    cmdline(data).for_each(|part| {
        black_box(part);
    });
});
