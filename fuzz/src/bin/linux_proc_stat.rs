//! `/proc/stat`.
#![no_main]

use std::hint::black_box;

use libfuzzer_sys::fuzz_target;
use sysproc_decode::linux::proc_stat::{counters, cpus, total};

fuzz_target!(|data: &[u8]| {
    black_box((total(data), counters(data)));
    cpus(data).for_each(|cpu| {
        black_box(cpu);
    });
});
