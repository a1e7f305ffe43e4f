//! Listings of all processes.

use sysproc::System;
use sysproc::process::Fields;

use super::{IN_PROGRAMS, IN_PYTHON, Work};
use crate::contender::sysinfo::Sysinfo;
use crate::contender::{OURS, Row, listing, procfs, sysproc as ours};
use crate::floor::{Floor, HeldFloor, Reads};
use crate::load::Load;
use crate::peers::{PSUTIL, PYTHON, RUST_PSUTIL, RUST_PSUTIL_METHODS};

/// What `/proc/PID/stat` tells.
const STAT: Fields = Fields::PPID
    .union(Fields::NAME)
    .union(Fields::STATUS)
    .union(Fields::CPU_TIMES)
    .union(Fields::MEMORY)
    .union(Fields::CREATE_TIME)
    .union(Fields::NUM_THREADS);
/// And the real uid.
const LIST: Fields = STAT.union(Fields::UIDS);
/// And what `/proc/PID/statm` tells. sysinfo has no such fields.
const MEMORY: Fields = LIST.difference(Fields::MEMORY).union(Fields::MEMORY_INFO);
/// The nine attributes that monitors in Python ask for; the ninth is the pid.
pub(super) const NINE: Fields = MEMORY.difference(Fields::UIDS).union(Fields::USERNAME);

pub(super) const WORKS: &[Work] = &[
    Work {
        name: "list",
        about: "a fresh listing of all processes: pid, ppid, name, real uid, status, CPU times, rss, vms, start, \
                threads; floor: stat opened, read and closed, PIDFD_GET_INFO on a pidfd opened and closed",
        subject: Load::sample,
        peers: &[PYTHON, PSUTIL, RUST_PSUTIL, RUST_PSUTIL_METHODS],
        contenders: |_| {
            Ok(vec![
                ours::list(LIST),
                Floor::boxed(Reads::STAT_AND_IDS),
                Sysinfo::fresh(),
                Sysinfo::fresh_without_threads(),
                Sysinfo::held(),
                procfs::stats_and_uids(),
                procfs::stats_and_owners(),
            ])
        },
    },
    Work {
        name: "list-stat",
        about: "the same without the uid; floor: stat opened, read and closed",
        subject: Load::sample,
        peers: IN_PROGRAMS,
        contenders: |_| {
            let sysinfo = Sysinfo::fresh_without_threads();
            Ok(vec![ours::list(STAT), Floor::boxed(Reads::STAT), sysinfo, procfs::stats()])
        },
    },
    Work {
        name: "list-memory",
        about: "the listing with the whole of memory_info: shared, text and data as well; floor: statm in addition",
        subject: Load::sample,
        peers: IN_PROGRAMS,
        contenders: |_| {
            let floor = Floor::boxed(Reads::STAT_STATM_AND_IDS);
            Ok(vec![ours::list(MEMORY), floor, procfs::stats_uids_and_statms()])
        },
    },
    Work {
        name: "list-nine",
        about: "a listing with nine attributes: pid, ppid, name, username, status, cpu_times, memory_info, create_time, \
                num_threads; floor: as of list-memory",
        subject: Load::sample,
        peers: IN_PYTHON,
        contenders: |_| Ok(vec![ours::list(NINE), Floor::boxed(Reads::STAT_STATM_AND_IDS)]),
    },
    Work {
        name: "held",
        about: "the listing again, descriptors or results held; floor: stat read through a held descriptor, \
                PIDFD_GET_INFO on a held pidfd",
        subject: Load::sample,
        peers: &[],
        contenders: |_| {
            let floor = HeldFloor::boxed(Reads::STAT_AND_IDS);
            Ok(vec![ours::held(LIST), floor, Sysinfo::held(), Sysinfo::held_without_threads()])
        },
    },
    Work {
        name: "held-memory",
        about: "the same with the whole of memory_info; floor: statm through a held descriptor in addition",
        subject: Load::sample,
        peers: &[],
        contenders: |_| Ok(vec![ours::held(MEMORY), HeldFloor::boxed(Reads::STAT_STATM_AND_IDS)]),
    },
    Work {
        name: "held-nine",
        about: "the nine attributes again, descriptors or results held; floor: as of held-memory",
        subject: Load::sample,
        peers: IN_PYTHON,
        contenders: |_| Ok(vec![ours::held(NINE), HeldFloor::boxed(Reads::STAT_STATM_AND_IDS)]),
    },
    Work {
        name: "pids",
        about: "the pids of all processes; floor: the entries of /proc",
        subject: Load::sample,
        peers: IN_PROGRAMS,
        contenders: |_| {
            let system = System::default();
            let pids =
                listing(OURS, move || system.pids(), Vec::len, |pids, pid| pids.contains(&pid).then(Row::default));
            Ok(vec![pids, Floor::boxed(Reads::NONE), Sysinfo::fresh_with_nothing(), procfs::pids()])
        },
    },
    Work {
        name: "iterate",
        about: "all processes again, those of before known by what marks them; floor: the entries of /proc",
        subject: Load::sample,
        peers: IN_PYTHON,
        contenders: |_| {
            let system = System::default();
            let marked = listing(
                OURS,
                move || system.marked_pids(),
                Vec::len,
                |marked, pid| marked.iter().any(|(one, _)| *one == pid).then(Row::default),
            );
            Ok(vec![marked, Floor::boxed(Reads::NONE)])
        },
    },
    Work {
        name: "names",
        about: "the names of all processes; floor: stat opened, read and closed. floor-comm reads comm instead, which is \
                less, but does not tell whose name it is once a pid is used again",
        subject: Load::sample,
        peers: IN_PROGRAMS,
        contenders: |_| {
            let comm = Floor::new(Reads::COMM).named("floor-comm");
            let (sysinfo, procfs) = (Sysinfo::fresh_with_nothing(), procfs::stats());
            Ok(vec![ours::list(Fields::NAME), Floor::boxed(Reads::STAT), Box::new(comm), sysinfo, procfs])
        },
    },
];
