//! `utmp`.
#![no_main]

use std::hint::black_box;

use libfuzzer_sys::fuzz_target;
use sysproc_decode::bytes::ByteOrder;
use sysproc_decode::linux::utmp::{Layout, utmp};

fuzz_target!(|data: &[u8]| {
    for order in [ByteOrder::Little, ByteOrder::Big] {
        black_box(Layout::of(data, order));
        for layout in [Layout::Narrow, Layout::Wide] {
            utmp(data, layout, order).for_each(|record| {
                black_box(record);
            });
        }
    }
});
