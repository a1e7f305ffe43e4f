//! The tables of sockets.
#![no_main]

use std::hint::black_box;

use libfuzzer_sys::fuzz_target;
use sysproc_decode::windows::socket_tables::{address, tcp4, tcp6, udp4, udp6};

fuzz_target!(|data: &[u8]| {
    black_box((tcp4(data).count(), tcp6(data).count(), udp4(data).count(), udp6(data).count()));
    black_box(address(data));
});
