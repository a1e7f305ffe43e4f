//! `/proc/filesystems`.
#![no_main]

use std::hint::black_box;

use libfuzzer_sys::fuzz_target;
use sysproc_decode::linux::filesystems::filesystems;

fuzz_target!(|data: &[u8]| {
    filesystems(data).for_each(|part| {
        black_box(part);
    });
});
