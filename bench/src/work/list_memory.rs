//! A fresh listing of all processes with ten fields and their whole memory.

use sysproc::process::Fields;

use super::{Setup, Work};
use crate::contender::{Contender, procfs::Procfs, sysproc::Sysproc};
use crate::floor::{Floor, Reads};

pub(crate) const WORK: Work = Work {
    name: "list-memory",
    about: "the listing with the whole of memory_info: shared, text and data as well; floor: statm in addition",
    contenders,
};

/// What [`super::list`] asks, and what `/proc/PID/statm` tells. sysinfo has no such fields.
pub(super) const FIELDS: Fields = super::list::FIELDS.difference(Fields::MEMORY).union(Fields::MEMORY_INFO);

fn contenders(setup: &Setup) -> Vec<Box<dyn Contender>> {
    let mut all: Vec<Box<dyn Contender>> = vec![
        Box::new(Sysproc::new(FIELDS)),
        Box::new(Floor::new(Reads::STAT_STATM_AND_IDS)),
        Box::new(Procfs::with_status_and_statm()),
    ];
    all.extend(setup.peers.all(WORK.name));
    all
}
