//! Netlink messages and their attributes.
#![no_main]

use std::hint::black_box;

use libfuzzer_sys::fuzz_target;
use sysproc_decode::bytes::ByteOrder;
use sysproc_decode::linux::netlink::{attributes, error, messages};

fuzz_target!(|data: &[u8]| {
    for order in [ByteOrder::Little, ByteOrder::Big] {
        for message in messages(data, order) {
            black_box(error(message.payload, order));
            attributes(message.payload, order).for_each(|attribute| {
                black_box(attribute);
            });
        }
    }
});
