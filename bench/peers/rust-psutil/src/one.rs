//! Works with one answer.

use std::time::Duration;

use psutil::process::Process;
use psutil::{Pid, disk, memory, network};

use crate::{Result, timed};

/// Does a work so many times: what that took, and the answer as `field=value`.
pub(crate) type Work = Box<dyn FnMut(u32) -> Result<(Duration, String)>>;

/// A work of this name about this process, if it is one with one answer.
pub(crate) fn work(name: &str, pid: Pid) -> Result<Option<Work>> {
    let process = || Process::new(pid);
    Ok(Some(match name {
        "new" => work_of(move || Process::new(pid), |_| String::new()),
        "is-running" => of(
            process()?,
            |process| Ok::<_, std::fmt::Error>(process.is_running()),
            |running| format!("running={running}"),
        ),
        "cpu-times" => of(process()?, Process::cpu_times, |times| format!("cpu={}", times.busy().as_secs_f64())),
        "memory-info" => of(process()?, Process::memory_info, |memory| format!("rss={}", memory.rss())),
        "ppid" => of(process()?, Process::ppid, |ppid| format!("ppid={}", ppid.unwrap_or_default())),
        "cmdline" => {
            of(process()?, Process::cmdline_vec, |words| format!("arguments={}", words.as_ref().map_or(0, Vec::len)))
        }
        "virtual-memory" => work_of(memory::virtual_memory, |memory| format!("total={}", memory.total())),
        "swap-memory" => work_of(memory::swap_memory, |swap| format!("total={}", swap.total())),
        "disk-partitions" => work_of(disk::partitions_physical, |all| format!("partitions={}", all.len())),
        "disk-io-counters" => {
            let mut collector = disk::DiskIoCountersCollector::default();
            work_of(move || collector.disk_io_counters(), |_| String::new())
        }
        "net-io-counters" => {
            let mut collector = network::NetIoCountersCollector::default();
            work_of(move || collector.net_io_counters(), |_| String::new())
        }
        _ => return Ok(None),
    }))
}

fn of<T: 'static, E: std::error::Error + 'static>(
    process: Process,
    ask: fn(&Process) -> std::result::Result<T, E>,
    say: fn(&T) -> String,
) -> Work {
    work_of(move || ask(&process), say)
}

fn work_of<T: 'static, E: std::error::Error + 'static>(
    mut ask: impl FnMut() -> std::result::Result<T, E> + 'static,
    say: fn(&T) -> String,
) -> Work {
    Box::new(move |times| {
        let mut last = None;
        let used = timed(times, || {
            last = Some(ask()?);
            Ok(())
        })?;
        Ok((used, last.as_ref().map_or_else(String::new, say)))
    })
}
