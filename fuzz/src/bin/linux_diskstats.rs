//! `/proc/diskstats`.
#![no_main]

use std::hint::black_box;

use libfuzzer_sys::fuzz_target;
use sysproc_decode::linux::diskstats::{disk_of_partition, diskstats};

fuzz_target!(|data: &[u8]| {
    diskstats(data).for_each(|part| {
        black_box(part);
    });
    black_box(disk_of_partition(data));
});
