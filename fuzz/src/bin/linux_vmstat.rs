//! `/proc/vmstat`.
#![no_main]

use std::hint::black_box;

use libfuzzer_sys::fuzz_target;
use sysproc_decode::linux::vmstat::vmstat;

fuzz_target!(|data: &[u8]| {
    black_box(vmstat(data));
});
