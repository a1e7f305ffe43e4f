//! `/proc/PID/cgroup`, and the files of a group.
#![no_main]

use std::hint::black_box;

use libfuzzer_sys::fuzz_target;
use sysproc_decode::linux::cgroup::{amount, cgroup, cpu_max, memory_stat};

fuzz_target!(|data: &[u8]| {
    for membership in cgroup(data) {
        black_box(membership.has(b"memory"));
    }
    black_box((amount(data), cpu_max(data), memory_stat(data, b"inactive_file")));
});
