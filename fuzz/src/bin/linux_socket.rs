//! The link of a socket, `socket:[1234]`.
#![no_main]

use std::hint::black_box;

use libfuzzer_sys::fuzz_target;
use sysproc_decode::linux::socket::inode_of_link;

fuzz_target!(|data: &[u8]| {
    black_box(inode_of_link(data));
});
