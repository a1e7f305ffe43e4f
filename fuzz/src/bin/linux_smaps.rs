//! `/proc/PID/smaps`.
#![no_main]

use std::hint::black_box;

use libfuzzer_sys::fuzz_target;
use sysproc_decode::linux::smaps::{before_last_region, smaps, unescaped};

fuzz_target!(|data: &[u8]| {
    smaps(data).for_each(|region| {
        black_box(region);
    });
    let (whole, rest) = before_last_region(data);
    assert!(smaps(whole).chain(smaps(rest)).eq(smaps(data)));
    assert!(unescaped(data).len() <= data.len());
});
