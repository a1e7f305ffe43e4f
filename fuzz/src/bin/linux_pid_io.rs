//! `/proc/PID/io`.
#![no_main]

use std::hint::black_box;

use libfuzzer_sys::fuzz_target;
use sysproc_decode::linux::pid_io::pid_io;

fuzz_target!(|data: &[u8]| {
    black_box(pid_io(data));
});
