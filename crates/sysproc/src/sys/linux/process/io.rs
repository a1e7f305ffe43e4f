//! What a process has read and written, and how often it left the processor.

use rustix::io::Errno;
use sysproc_decode::linux::pid_io::pid_io;
use sysproc_decode::linux::pid_status::{PidStatus, switches};

use super::{kept, read};
use crate::process::{CtxSwitches, IoCounters};
use crate::{Error, Process, Result};

pub(crate) fn io_counters(process: &Process) -> Result<IoCounters> {
    let io = match read::read(process, "io") {
        Err(error) if kept::is(&error, Errno::NOENT) => {
            let system = "a kernel without CONFIG_TASK_IO_ACCOUNTING";
            return Err(Error::Unsupported { function: "process::io_counters", system });
        }
        io => io?,
    };
    io_counters_of(&io).ok_or_else(|| read::malformed(process.system(), process.pid(), "io"))
}

pub(crate) fn num_ctx_switches(process: &Process) -> Result<CtxSwitches> {
    let status = read::read(process, "status")?;
    num_ctx_switches_of(&switches(&status)).ok_or_else(|| read::malformed(process.system(), process.pid(), "status"))
}

pub(super) fn io_counters_of(io: &[u8]) -> Option<IoCounters> {
    let io = pid_io(io);
    Some(IoCounters {
        read_count: io.syscr?,
        write_count: io.syscw?,
        read_bytes: io.read_bytes,
        write_bytes: io.write_bytes,
        read_chars: io.rchar,
        write_chars: io.wchar,
        other_count: None,
        other_bytes: None,
    })
}

pub(super) fn num_ctx_switches_of(status: &PidStatus<'_>) -> Option<CtxSwitches> {
    let involuntary = Some(status.nonvoluntary_ctxt_switches?);
    Some(CtxSwitches { voluntary: status.voluntary_ctxt_switches?, involuntary })
}
