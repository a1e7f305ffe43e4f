//! The environment of a process.
#![no_main]

use std::hint::black_box;

use libfuzzer_sys::fuzz_target;
use sysproc_decode::windows::environment::{environment, is_whole};

fuzz_target!(|data: &[u8]| {
    black_box(is_whole(data));
    for (name, value) in environment(data) {
        assert!(name.units().next().is_some());
        black_box(value.units().count());
    }
});
