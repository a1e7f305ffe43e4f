//! What is said of processors.
#![no_main]

use std::hint::black_box;

use libfuzzer_sys::fuzz_target;
use sysproc_decode::windows::processors::{counts, frequencies, parts, times};

fuzz_target!(|data: &[u8]| {
    black_box((times(data).count(), frequencies(data).count(), counts(data), parts(data)));
});
