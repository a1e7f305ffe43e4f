//! `/proc/PID/smaps`.
#![no_main]

use std::hint::black_box;

use libfuzzer_sys::fuzz_target;
use sysproc_decode::linux::smaps::{smaps, unescaped};

fuzz_target!(|data: &[u8]| {
    smaps(data).for_each(|region| {
        black_box(region);
    });
    assert!(unescaped(data).len() <= data.len());
});
