//! `SYSTEM_TIMEOFDAY_INFORMATION`.
#![no_main]

use std::hint::black_box;

use libfuzzer_sys::fuzz_target;
use sysproc_decode::windows::time_of_day::boot_time;

fuzz_target!(|data: &[u8]| {
    black_box(boot_time(data));
});
