//! `/proc/PID/cgroup`.
#![no_main]

use std::hint::black_box;

use libfuzzer_sys::fuzz_target;
use sysproc_decode::linux::cgroup::cgroup;

fuzz_target!(|data: &[u8]| {
    for membership in cgroup(data) {
        black_box(membership.has(b"memory"));
    }
});
