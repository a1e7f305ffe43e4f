//! `/etc/passwd`.
#![no_main]

use std::hint::black_box;

use libfuzzer_sys::fuzz_target;
use sysproc_decode::linux::passwd::passwd;

fuzz_target!(|data: &[u8]| {
    passwd(data).for_each(|part| {
        black_box(part);
    });
});
