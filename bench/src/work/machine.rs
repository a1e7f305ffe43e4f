//! Questions about the machine.

use std::ffi::OsString;

use sysproc::System;

use super::{IN_PROGRAMS, IN_PYTHON, Work};
use crate::contender::procfs::{PROCFS, meminfo};
use crate::contender::{Contender, OURS, Row, call, sysinfo};
use crate::floor::files::{in_one_piece, to_the_end};
use crate::floor::{cores, floor, interfaces};
use crate::load::Load;

pub(super) const WORKS: &[Work] = &[
    Work {
        name: "virtual-memory",
        about: "the memory of the machine; floor: meminfo opened, read and closed",
        subject: Load::sample,
        peers: IN_PROGRAMS,
        contenders: |_| {
            let ours = ours(System::virtual_memory, |memory| Row::default().with("total", memory.total));
            Ok(vec![ours, floor(|| in_one_piece(&[c"/proc/meminfo"])), meminfo(), sysinfo::memory()])
        },
    },
    Work {
        name: "swap-memory",
        about: "swap, and what was swapped; floor: meminfo and vmstat opened, read and closed. sysinfo does not tell what \
                was swapped",
        subject: Load::sample,
        peers: IN_PROGRAMS,
        contenders: |_| {
            let ours = ours(System::swap_memory, |swap| Row::default().with("total", swap.total));
            let floor = floor(|| {
                in_one_piece(&[c"/proc/meminfo"])?;
                to_the_end(&[c"/proc/vmstat"])
            });
            Ok(vec![ours, floor, sysinfo::swap()])
        },
    },
    Work {
        name: "disk-io-counters",
        about: "what all disks have read and written; floor: diskstats opened, read and closed",
        subject: Load::sample,
        peers: IN_PROGRAMS,
        contenders: |_| {
            let floor = floor(|| to_the_end(&[c"/proc/diskstats"]));
            let procfs = call(PROCFS, procfs::diskstats, |_| Row::default());
            Ok(vec![ours(System::disk_io, |_| Row::default()), floor, procfs])
        },
    },
    Work {
        name: "disk-partitions",
        about: "the mounted file systems on devices; floor: filesystems and mounts opened, read and closed",
        subject: Load::sample,
        peers: IN_PROGRAMS,
        contenders: |_| {
            let ours = ours(|system| system.disk_partitions(false), |all| Row::default().with("partitions", all.len()));
            let floor = floor(|| {
                in_one_piece(&[c"/proc/filesystems"])?;
                to_the_end(&[c"/proc/thread-self/mounts"])
            });
            Ok(vec![ours, floor])
        },
    },
    Work {
        name: "net-if-stats",
        about: "the state of the network interfaces; floor: a netlink socket, their list, ethtool's two ioctls of each",
        subject: Load::sample,
        peers: IN_PYTHON,
        contenders: |_| Ok(vec![ours(System::net_if_stats, names), interfaces::stats()?]),
    },
    Work {
        name: "net-if-addrs",
        about: "the addresses of the network interfaces; floor: a netlink socket, their list and that of the addresses",
        subject: Load::sample,
        peers: IN_PYTHON,
        contenders: |_| Ok(vec![ours(System::net_if_addrs, names), interfaces::addresses()]),
    },
    Work {
        name: "net-io-counters",
        about: "what all network interfaces have sent and received; floor: net/dev opened, read and closed",
        subject: Load::sample,
        peers: IN_PROGRAMS,
        contenders: |_| {
            let floor = floor(|| to_the_end(&[c"/proc/thread-self/net/dev"]));
            let procfs = call(PROCFS, procfs::net::dev_status, |_| Row::default());
            Ok(vec![ours(System::net_io, |_| Row::default()), floor, procfs])
        },
    },
    Work {
        name: "cpu-count-physical",
        about: "the number of cores; floor: the list of the processors, and of each core whose they are",
        subject: Load::sample,
        peers: IN_PYTHON,
        contenders: |_| {
            let ours = ours(System::cpu_count_physical, |count| {
                count.iter().fold(Row::default(), |row, count| row.with("cores", count))
            });
            Ok(vec![ours, cores::physical()?])
        },
    },
];

/// Ours: a question to the context.
fn ours<T: 'static>(ask: fn(&System) -> sysproc::Result<T>, say: fn(&T) -> Row) -> Box<dyn Contender> {
    let system = System::default();
    call(OURS, move || ask(&system), say)
}

#[allow(clippy::ptr_arg)] // It is said of the answer as it comes.
fn names<T>(interfaces: &Vec<(OsString, T)>) -> Row {
    Row::default().with("interfaces", interfaces.len())
}
