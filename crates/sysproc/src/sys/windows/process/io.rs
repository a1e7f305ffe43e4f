//! What a process has read and written.

use sysproc_decode::windows::process_information::ProcessInformation;

use super::handle::{Grip, ask};
use crate::process::IoCounters;
use crate::sys::windows::ffi;
use crate::{Process, Result};

pub(crate) fn io_counters(process: &Process) -> Result<IoCounters> {
    let by_handle = |grip: &Grip<'_>| {
        let counters = ffi::process::io_counters(&grip.handle);
        let counters = counters.map_err(|error| grip.error("GetProcessIoCounters", error))?;
        Ok(IoCounters {
            read_count: counters.ReadOperationCount,
            write_count: counters.WriteOperationCount,
            read_bytes: Some(counters.ReadTransferCount),
            write_bytes: Some(counters.WriteTransferCount),
            other_count: Some(counters.OtherOperationCount),
            other_bytes: Some(counters.OtherTransferCount),
            ..IoCounters::default()
        })
    };
    ask(process, by_handle, io_counters_of)
}

pub(super) fn io_counters_of(entry: &ProcessInformation<'_>) -> IoCounters {
    IoCounters {
        read_count: entry.read_operation_count,
        write_count: entry.write_operation_count,
        read_bytes: Some(entry.read_transfer_count),
        write_bytes: Some(entry.write_transfer_count),
        other_count: Some(entry.other_operation_count),
        other_bytes: Some(entry.other_transfer_count),
        ..IoCounters::default()
    }
}
