//! `SYSTEM_PROCESS_INFORMATION`.
#![no_main]

use std::hint::black_box;

use libfuzzer_sys::fuzz_target;
use sysproc_decode::bytes::WordSize;
use sysproc_decode::windows::process_information::processes;

fuzz_target!(|data: &[u8]| {
    for word in [WordSize::Bits32, WordSize::Bits64] {
        for base in [0, 0x1000, u64::MAX] {
            for process in processes(data, base, word) {
                black_box(process.image_name.units().count());
                black_box(process.threads().count());
            }
        }
    }
});
