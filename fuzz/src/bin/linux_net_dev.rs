//! `/proc/net/dev`.
#![no_main]

use std::hint::black_box;

use libfuzzer_sys::fuzz_target;
use sysproc_decode::linux::net_dev::net_dev;

fuzz_target!(|data: &[u8]| {
    net_dev(data).for_each(|part| {
        black_box(part);
    });
});
