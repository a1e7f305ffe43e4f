//! `/sys/block/NAME/stat`.
#![no_main]

use std::hint::black_box;

use libfuzzer_sys::fuzz_target;
use sysproc_decode::linux::block_stat::block_stat;

fuzz_target!(|data: &[u8]| {
    black_box(block_stat(data));
});
