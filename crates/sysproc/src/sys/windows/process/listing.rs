//! The list of all processes and their threads, which one call gives.

use sysproc_decode::bytes::WordSize;
use sysproc_decode::windows::process_information::{ProcessInformation, READY, processes};
use windows_sys::Wdk::System::SystemInformation::SystemProcessInformation;

use crate::process::StartTime;
use crate::sys::windows::ffi;
use crate::{Error, Pid, Process, Result, System};

/// All processes, as they were at one moment.
pub(super) struct Entries {
    buffer: Vec<u8>,
}

impl Entries {
    /// Asks the system.
    pub(super) fn read(system: &System) -> Result<Self> {
        let mut buffer = Vec::with_capacity(system.state().listing_room.get());
        let read = ffi::nt::system_information(SystemProcessInformation, &mut buffer);
        read.map_err(|error| Error::system("NtQuerySystemInformation", error))?;
        system.state().listing_room.set(buffer.capacity());
        Ok(Self { buffer })
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = ProcessInformation<'_>> {
        // Names are given by their addresses.
        processes(&self.buffer, self.buffer.as_ptr().addr() as u64, WordSize::HOST)
    }

    /// The process that has this pid.
    pub(super) fn of(&self, pid: Pid) -> Result<ProcessInformation<'_>> {
        self.iter().find(|entry| entry.pid == pid).ok_or(Error::NoSuchProcess { pid })
    }

    /// The process that the handle means.
    pub(super) fn of_process(&self, process: &Process) -> Result<ProcessInformation<'_>> {
        let entry = self.of(process.pid())?;
        let is_same = StartTime(entry.create_time) == process.start_time();
        if is_same { Ok(entry) } else { Err(Error::NoSuchProcess { pid: process.pid() }) }
    }
}

/// Asks the system for all processes, and picks from what it says of one.
pub(super) fn with_entry<T>(process: &Process, pick: impl FnOnce(&ProcessInformation<'_>) -> T) -> Result<T> {
    Ok(pick(&Entries::read(process.system())?.of_process(process)?))
}

/// How many threads of all processes could run and wait for a processor.
pub(in crate::sys::windows) fn ready_threads(system: &System) -> Result<usize> {
    let entries = Entries::read(system)?;
    Ok(entries.iter().flat_map(|entry| entry.threads()).filter(|thread| thread.state == READY).count())
}
