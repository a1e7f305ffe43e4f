//! One question about one process.

use sysproc::Process;

use super::{IN_PROGRAMS, IN_PYTHON, Work};
use crate::Result;
use crate::contender::{Contender, OURS, Row, call, procfs};
use crate::floor::process::{files, ids, lines, parent, same};
use crate::load::Load;

pub(super) const WORKS: &[Work] = &[
    Work {
        name: "new",
        about: "a handle from a pid; floor: stat opened, read and closed",
        subject: Load::sample,
        peers: IN_PROGRAMS,
        contenders: |pid| {
            let ours = call(OURS, move || Process::new(pid), |_| Row::default());
            Ok(vec![ours, files(pid, &["stat"])?])
        },
    },
    Work {
        name: "is-running",
        about: "whether a process is still the one that it was, asked again; floor: a pidfd opened, looked at, closed",
        subject: Load::sample,
        peers: IN_PROGRAMS,
        contenders: |pid| {
            let ours = ours(pid, Process::is_running, |running| Row::default().with("running", running))?;
            Ok(vec![ours, same(pid)?])
        },
    },
    Work {
        name: "cpu-times",
        about: "the CPU times of a process; floor: stat opened, read and closed",
        subject: Load::sample,
        peers: IN_PROGRAMS,
        contenders: |pid| {
            let ours = ours(pid, Process::cpu_times, |times| Row::default().with_cpu(times.user + times.system))?;
            let procfs = procfs::one(pid, |process| process.stat(), procfs::stat)?;
            Ok(vec![ours, files(pid, &["stat"])?, procfs])
        },
    },
    Work {
        name: "memory-info",
        about: "the memory of a process; floor: statm opened, read and closed",
        subject: Load::sample,
        peers: IN_PROGRAMS,
        contenders: |pid| {
            let ours = ours(pid, Process::memory_info, |memory| {
                Row::default().with("rss", memory.rss).with("vms", memory.vms)
            })?;
            let procfs = procfs::one(pid, |process| process.statm(), procfs::statm)?;
            Ok(vec![ours, files(pid, &["statm"])?, procfs])
        },
    },
    Work {
        name: "cmdline",
        about: "the command line of a process; floor: cmdline opened, read and closed",
        subject: Load::sample,
        peers: IN_PROGRAMS,
        contenders: |pid| {
            let ours = ours(pid, Process::cmdline, |words| Row::default().with("arguments", words.len()))?;
            let procfs =
                procfs::one(pid, |process| process.cmdline(), |words| Row::default().with("arguments", words.len()))?;
            Ok(vec![ours, files(pid, &["cmdline"])?, procfs])
        },
    },
    Work {
        name: "uids",
        about: "the user ids of a process; floor: a pidfd opened, PIDFD_GET_INFO, closed",
        subject: Load::sample,
        peers: IN_PYTHON,
        contenders: |pid| {
            let ours = ours(pid, Process::uids, |ids| Row::default().with("uid", ids.real))?;
            let procfs =
                procfs::one(pid, |process| process.status(), |status| Row::default().with("uid", status.ruid))?;
            Ok(vec![ours, ids(pid)?, procfs])
        },
    },
    Work {
        name: "gids",
        about: "the group ids of a process; floor: a pidfd opened, PIDFD_GET_INFO, closed",
        subject: Load::sample,
        peers: IN_PYTHON,
        contenders: |pid| {
            let ours = ours(pid, Process::gids, |ids| Row::default().with("gid", ids.real))?;
            let procfs =
                procfs::one(pid, |process| process.status(), |status| Row::default().with("gid", status.rgid))?;
            Ok(vec![ours, ids(pid)?, procfs])
        },
    },
    Work {
        name: "ppid",
        about: "the parent of a process that is checked to be the handle's, asked again; floor: a pidfd opened, looked at, \
                PIDFD_GET_INFO, closed",
        subject: Load::sample,
        peers: IN_PROGRAMS,
        contenders: |pid| {
            let ours = ours(pid, Process::ppid, |ppid| Row::default().with("ppid", ppid))?;
            let procfs = procfs::one(pid, |process| process.stat(), procfs::stat)?;
            Ok(vec![ours, parent(pid)?, procfs])
        },
    },
    Work {
        name: "num-ctx-switches",
        about: "how often a process left the processor; floor: status opened, read and closed",
        subject: Load::sample,
        peers: IN_PYTHON,
        contenders: |pid| {
            let ours = ours(pid, Process::num_ctx_switches, |_| Row::default())?;
            let procfs = procfs::one(pid, |process| process.status(), |_| Row::default())?;
            Ok(vec![ours, files(pid, &["status"])?, procfs])
        },
    },
    Work {
        name: "memory-full-info",
        about: "what the memory of a small Python really costs; floor: statm and smaps_rollup opened, read and closed",
        subject: Load::python,
        peers: IN_PYTHON,
        contenders: |pid| {
            let ours = ours(pid, Process::memory_full_info, |memory| {
                Row::default().with("uss", memory.footprint.map_or(0, |footprint| footprint.uss))
            })?;
            Ok(vec![ours, files(pid, &["statm", "smaps_rollup"])?])
        },
    },
    Work {
        name: "memory-maps",
        about: "what a small Python has mapped, by file; floor: smaps opened, read and closed",
        subject: Load::python,
        peers: IN_PYTHON,
        contenders: |pid| {
            let ours = ours(pid, Process::memory_maps_grouped, |maps| Row::default().with("files", maps.len()))?;
            let procfs = procfs::one(pid, |process| process.smaps(), |_| Row::default())?;
            Ok(vec![ours, lines(pid, "smaps")?, procfs])
        },
    },
];

/// Ours: a question to a handle of the process.
fn ours<T: 'static>(
    pid: u32,
    ask: fn(&Process) -> sysproc::Result<T>,
    say: fn(&T) -> Row,
) -> Result<Box<dyn Contender>> {
    let process = Process::new(pid)?;
    Ok(call(OURS, move || ask(&process), say))
}
