//! Signals, sent to the process and not to its number.

use super::pidfd::Grip;
use crate::process::Signal;
use crate::{Process, Result};

/// `SIGCONT` of `asm/signal.h`, the same on all architectures but alpha, mips, parisc and sparc, which are not supported.
const CONT: Signal = Signal(18);
/// `SIGSTOP`, likewise.
const STOP: Signal = Signal(19);

pub(crate) fn send_signal(process: &Process, signal: Signal) -> Result<()> {
    Grip::on(process, "process::send_signal")?.signal(signal.0)
}

pub(crate) fn suspend(process: &Process) -> Result<()> {
    send_signal(process, STOP)
}

pub(crate) fn resume(process: &Process) -> Result<()> {
    send_signal(process, CONT)
}

pub(crate) fn terminate(process: &Process) -> Result<()> {
    send_signal(process, Signal::TERM)
}

pub(crate) fn kill(process: &Process) -> Result<()> {
    send_signal(process, Signal::KILL)
}
