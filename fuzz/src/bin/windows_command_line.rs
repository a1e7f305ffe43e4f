//! The command line.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sysproc_decode::windows::Utf16;
use sysproc_decode::windows::command_line::arguments;

fuzz_target!(|data: &[u8]| {
    let line: Vec<u16> = Utf16(data).units().collect();
    let kept: usize = arguments(&line).iter().map(Vec::len).sum();
    assert!(kept <= line.len(), "splitting only takes away");
});
