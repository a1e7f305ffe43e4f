//! `/proc/PID/fdinfo/N`.
#![no_main]

use std::hint::black_box;

use libfuzzer_sys::fuzz_target;
use sysproc_decode::linux::fdinfo::fdinfo;

fuzz_target!(|data: &[u8]| {
    black_box(fdinfo(data));
});
