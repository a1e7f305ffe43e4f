//! `/proc/meminfo`.
#![no_main]

use std::hint::black_box;

use libfuzzer_sys::fuzz_target;
use sysproc_decode::linux::meminfo::meminfo;

fuzz_target!(|data: &[u8]| {
    black_box(meminfo(data));
});
