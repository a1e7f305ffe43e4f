//! `/proc/net/tcp` and its fellows.
#![no_main]

use std::hint::black_box;

use libfuzzer_sys::fuzz_target;
use sysproc_decode::bytes::ByteOrder;
use sysproc_decode::linux::net_tcp::net_tcp;

fuzz_target!(|data: &[u8]| {
    for order in [ByteOrder::Little, ByteOrder::Big] {
        net_tcp(data, order).for_each(|socket| {
            black_box(socket);
        });
    }
});
