//! Acting on processes.

use windows_sys::Win32::System::Console::{CTRL_BREAK_EVENT, CTRL_C_EVENT};
use windows_sys::Win32::System::Threading::{PROCESS_SUSPEND_RESUME, PROCESS_TERMINATE};

use super::handle::{Grip, QUERY};
use crate::process::Signal;
use crate::sys::windows::ffi;
use crate::{Error, Process, Result};

/// The exit code of a process that was killed: the number of `SIGTERM`, as psutil has it.
const KILLED: u32 = 15;

pub(crate) fn send_signal(process: &Process, signal: Signal) -> Result<()> {
    if signal == Signal::TERM {
        return kill(process);
    }
    let event = u32::try_from(signal.0).ok().filter(|event| [CTRL_C_EVENT, CTRL_BREAK_EVENT].contains(event));
    let event = event.ok_or_else(|| Error::invalid(format!("{signal} cannot be sent on Windows")))?;
    // As long as it is held, the number cannot be another's.
    let grip = Grip::on(process, QUERY)?;
    let sent = ffi::process::console_event(event, process.pid());
    sent.map_err(|error| grip.error("GenerateConsoleCtrlEvent", error))
}

pub(crate) fn suspend(process: &Process) -> Result<()> {
    let grip = Grip::on(process, PROCESS_SUSPEND_RESUME)?;
    ffi::process::suspend(&grip.handle).map_err(|error| grip.error("NtSuspendProcess", error))
}

pub(crate) fn resume(process: &Process) -> Result<()> {
    let grip = Grip::on(process, PROCESS_SUSPEND_RESUME)?;
    ffi::process::resume(&grip.handle).map_err(|error| grip.error("NtResumeProcess", error))
}

pub(crate) fn terminate(process: &Process) -> Result<()> {
    kill(process)
}

pub(crate) fn kill(process: &Process) -> Result<()> {
    let grip = Grip::on(process, PROCESS_TERMINATE)?;
    ffi::process::terminate(&grip.handle, KILLED).map_err(|error| grip.error("TerminateProcess", error))
}
