//! Interfaces and addresses by rtnetlink.
#![no_main]

use std::hint::black_box;

use libfuzzer_sys::fuzz_target;
use sysproc_decode::bytes::ByteOrder;
use sysproc_decode::linux::rtnetlink::{address, link};

fuzz_target!(|data: &[u8]| {
    for order in [ByteOrder::Little, ByteOrder::Big] {
        black_box((link(data, order), address(data, order)));
    }
});
