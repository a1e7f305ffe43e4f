//! Answers of sock_diag.
#![no_main]

use std::hint::black_box;

use libfuzzer_sys::fuzz_target;
use sysproc_decode::bytes::ByteOrder;
use sysproc_decode::linux::sock_diag::{inet, unix};

fuzz_target!(|data: &[u8]| {
    for order in [ByteOrder::Little, ByteOrder::Big] {
        black_box((inet(data, order), unix(data, order)));
    }
});
