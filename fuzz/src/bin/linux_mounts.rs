//! `/proc/PID/mounts` and `/proc/PID/mountinfo`.
#![no_main]

use std::hint::black_box;

use libfuzzer_sys::fuzz_target;
use sysproc_decode::linux::mounts::{mountinfo, mounts};

fuzz_target!(|data: &[u8]| {
    mounts(data).for_each(|part| {
        black_box(part);
    });
    mountinfo(data).for_each(|part| {
        black_box(part);
    });
});
