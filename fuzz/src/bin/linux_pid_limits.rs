//! `/proc/PID/limits`.
#![no_main]

use std::hint::black_box;

use libfuzzer_sys::fuzz_target;
use sysproc_decode::linux::pid_limits::pid_limits;

fuzz_target!(|data: &[u8]| {
    black_box(pid_limits(data, b"Max open files"));
});
