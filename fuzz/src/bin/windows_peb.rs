//! `PEB`, and what leads to it and away from it.
#![no_main]

use std::hint::black_box;

use libfuzzer_sys::fuzz_target;
use sysproc_decode::bytes::WordSize;
use sysproc_decode::windows::peb::{basic_information, parameters, parameters_address};
use sysproc_decode::windows::text_behind;

fuzz_target!(|data: &[u8]| {
    for word in [WordSize::Bits32, WordSize::Bits64] {
        black_box(basic_information(data, word));
        black_box(parameters_address(data, word));
        black_box(text_behind(data, word));
        if let Some(parameters) = parameters(data, word) {
            black_box(parameters.command_line.within(data, parameters.environment));
        }
    }
});
