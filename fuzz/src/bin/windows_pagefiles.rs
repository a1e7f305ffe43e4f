//! `SYSTEM_PAGEFILE_INFORMATION`.
#![no_main]

use std::hint::black_box;

use libfuzzer_sys::fuzz_target;
use sysproc_decode::bytes::WordSize;
use sysproc_decode::windows::pagefiles::pagefiles;

fuzz_target!(|data: &[u8]| {
    for word in [WordSize::Bits32, WordSize::Bits64] {
        black_box(pagefiles(data, word).count());
    }
});
