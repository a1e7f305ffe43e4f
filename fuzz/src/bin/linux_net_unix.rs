//! `/proc/net/unix`.
#![no_main]

use std::hint::black_box;

use libfuzzer_sys::fuzz_target;
use sysproc_decode::linux::net_unix::net_unix;

fuzz_target!(|data: &[u8]| {
    net_unix(data).for_each(|part| {
        black_box(part);
    });
});
