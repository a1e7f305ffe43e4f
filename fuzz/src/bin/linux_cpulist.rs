//! Lists of processors.
#![no_main]

use std::hint::black_box;

use libfuzzer_sys::fuzz_target;
use sysproc_decode::linux::cpulist::{cpulist, cpulist_of_line};

fuzz_target!(|data: &[u8]| {
    black_box(cpulist(data));
    black_box(cpulist_of_line(data));
});
