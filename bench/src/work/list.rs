//! A fresh listing of all processes with ten fields.

use sysproc::process::Fields;

use super::{Setup, Work};
use crate::contender::{Contender, procfs::Procfs, sysinfo::Sysinfo, sysproc::Sysproc};
use crate::floor::{Floor, Reads};

pub(crate) const WORK: Work = Work {
    name: "list",
    about: "a fresh listing of all processes: pid, ppid, name, real uid, status, CPU times, rss, vms, start, threads; \
            floor: stat opened, read and closed, PIDFD_GET_INFO on a pidfd opened and closed",
    contenders,
};

/// What [`super::list_stat`] asks, and the real uid.
pub(super) const FIELDS: Fields = super::list_stat::FIELDS.union(Fields::UIDS);

fn contenders(setup: &Setup) -> Vec<Box<dyn Contender>> {
    let mut all: Vec<Box<dyn Contender>> = vec![
        Box::new(Sysproc::new(FIELDS)),
        Box::new(Floor::new(Reads::STAT_AND_IDS)),
        Box::new(Sysinfo::fresh()),
        Box::new(Sysinfo::fresh_without_threads()),
        Box::new(Sysinfo::held()),
        Box::new(Procfs::with_status()),
        Box::new(Procfs::with_owner()),
    ];
    all.extend(setup.peers.all(WORK.name));
    all.extend(setup.peers.one("rust-psutil", "rust-psutil-methods", "list-methods"));
    all
}
