//! `/run/systemd/sessions/ID`.
#![no_main]

use std::hint::black_box;

use libfuzzer_sys::fuzz_target;
use sysproc_decode::linux::session::session;

fuzz_target!(|data: &[u8]| {
    black_box(session(data));
});
