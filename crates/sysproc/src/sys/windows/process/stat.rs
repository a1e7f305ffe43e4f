//! What the list of all processes says of one.

use std::ffi::OsString;
use std::os::windows::ffi::OsStringExt;

use sysproc_decode::bytes::WordSize;
use sysproc_decode::windows::peb::{BasicInformation, basic_information, basic_information_size};
use sysproc_decode::windows::process_information::{ProcessInformation, SUSPENDED, WAITING};
use windows_sys::Wdk::System::Threading::ProcessBasicInformation;

use super::handle::{Grip, IDLE, ask};
use super::listing::with_entry;
use crate::process::{CtxSwitches, PageFaults, ProcessCpuTimes, Status, Thread};
use crate::sys::windows::ffi;
use crate::sys::windows::time::duration;
use crate::{Error, Pid, Process, Result};

pub(crate) fn ppid(process: &Process) -> Result<Pid> {
    ask(process, |grip| Ok(basic_information_of(grip)?.parent_pid), |entry| entry.parent_pid)
}

/// `ProcessBasicInformation`.
pub(super) fn basic_information_of(grip: &Grip<'_>) -> Result<BasicInformation> {
    const CALL: &str = "NtQueryInformationProcess: ProcessBasicInformation";
    const SIZE: usize = basic_information_size(WordSize::HOST);
    let info = ffi::process::information_of::<SIZE>(&grip.handle, ProcessBasicInformation);
    let info = info.map_err(|error| grip.error(CALL, error))?;
    basic_information(&info, WordSize::HOST).ok_or_else(|| Error::malformed(CALL))
}

pub(crate) fn status(process: &Process) -> Result<Status> {
    with_entry(process, status_of)
}

/// Windows has no states of processes; one all of whose threads wait to be resumed is stopped.
pub(super) fn status_of(entry: &ProcessInformation<'_>) -> Status {
    let is_suspended = entry.threads().all(|thread| thread.state == WAITING && thread.wait_reason == SUSPENDED);
    if is_suspended && entry.number_of_threads > 0 { Status::Stopped } else { Status::Running }
}

/// The idle process has no name in the list.
pub(super) fn name_of(entry: &ProcessInformation<'_>) -> OsString {
    if entry.pid == IDLE && entry.image_name.0.is_empty() {
        return "System Idle Process".into();
    }
    OsString::from_wide(&entry.image_name.units().collect::<Vec<_>>())
}

pub(crate) fn num_threads(process: &Process) -> Result<usize> {
    with_entry(process, num_threads_of)
}

pub(super) fn num_threads_of(entry: &ProcessInformation<'_>) -> usize {
    entry.number_of_threads as usize
}

pub(crate) fn num_handles(process: &Process) -> Result<usize> {
    let by_handle = |grip: &Grip<'_>| {
        let count = ffi::process::handle_count(&grip.handle);
        Ok(count.map_err(|error| grip.error("GetProcessHandleCount", error))? as usize)
    };
    ask(process, by_handle, num_handles_of)
}

pub(super) fn num_handles_of(entry: &ProcessInformation<'_>) -> usize {
    entry.handle_count as usize
}

pub(crate) fn threads(process: &Process) -> Result<Vec<Thread>> {
    with_entry(process, threads_of)
}

pub(super) fn threads_of(entry: &ProcessInformation<'_>) -> Vec<Thread> {
    let mut threads: Vec<_> = entry
        .threads()
        .map(|thread| Thread {
            id: thread.id,
            user: duration(thread.user_time),
            system: duration(thread.kernel_time),
            name: None,
            cpu_num: None,
        })
        .collect();
    threads.sort_unstable_by_key(|thread| thread.id);
    threads
}

pub(crate) fn num_ctx_switches(process: &Process) -> Result<CtxSwitches> {
    with_entry(process, num_ctx_switches_of)
}

/// Of the threads that it has now: Windows does not keep those of threads that have ended.
pub(super) fn num_ctx_switches_of(entry: &ProcessInformation<'_>) -> CtxSwitches {
    let voluntary = entry.threads().map(|thread| u64::from(thread.context_switches)).sum();
    CtxSwitches { voluntary, involuntary: None }
}

/// By a handle Wine tells of every process the times of the caller. Its list of all processes has them right.
pub(crate) fn cpu_times(process: &Process) -> Result<ProcessCpuTimes> {
    ask(process, |grip| Ok(times(grip.times.user, grip.times.kernel)), cpu_times_of)
}

pub(super) fn cpu_times_of(entry: &ProcessInformation<'_>) -> ProcessCpuTimes {
    times(entry.user_time, entry.kernel_time)
}

fn times(user: u64, kernel: u64) -> ProcessCpuTimes {
    ProcessCpuTimes { user: duration(user), system: duration(kernel), ..ProcessCpuTimes::default() }
}

pub(crate) fn page_faults(process: &Process) -> Result<PageFaults> {
    with_entry(process, page_faults_of)
}

/// Windows counts all, and those that were served from disk.
pub(super) fn page_faults_of(entry: &ProcessInformation<'_>) -> PageFaults {
    let major = u64::from(entry.hard_fault_count);
    PageFaults { minor: u64::from(entry.page_fault_count).saturating_sub(major), major }
}
