//! `/etc/os-release`.
#![no_main]

use std::hint::black_box;

use libfuzzer_sys::fuzz_target;
use sysproc_decode::linux::os_release::os_release;

fuzz_target!(|data: &[u8]| {
    os_release(data).for_each(|part| {
        black_box(part);
    });
});
