//! `/proc/PID/statm`.
#![no_main]

use std::hint::black_box;

use libfuzzer_sys::fuzz_target;
use sysproc_decode::linux::pid_statm::pid_statm;

fuzz_target!(|data: &[u8]| {
    black_box(pid_statm(data));
});
