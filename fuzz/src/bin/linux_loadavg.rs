//! `/proc/loadavg`.
#![no_main]

use std::hint::black_box;

use libfuzzer_sys::fuzz_target;
use sysproc_decode::linux::loadavg::loadavg;

fuzz_target!(|data: &[u8]| {
    black_box(loadavg(data));
});
