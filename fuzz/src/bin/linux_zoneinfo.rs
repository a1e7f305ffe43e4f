//! `/proc/zoneinfo`.
#![no_main]

use std::hint::black_box;

use libfuzzer_sys::fuzz_target;
use sysproc_decode::linux::zoneinfo::low_watermarks;

fuzz_target!(|data: &[u8]| {
    black_box(low_watermarks(data));
});
