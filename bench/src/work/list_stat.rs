//! A fresh listing of all processes with what one file of each tells.

use sysproc::process::Fields;

use super::{Setup, Work};
use crate::contender::{Contender, procfs::Procfs, sysinfo::Sysinfo, sysproc::Sysproc};
use crate::floor::{Floor, Reads};

pub(crate) const WORK: Work =
    Work { name: "list-stat", about: "the same without the uid; floor: stat opened, read and closed", contenders };

/// What `/proc/PID/stat` tells.
pub(super) const FIELDS: Fields = Fields::PPID
    .union(Fields::NAME)
    .union(Fields::STATUS)
    .union(Fields::CPU_TIMES)
    .union(Fields::MEMORY)
    .union(Fields::CREATE_TIME)
    .union(Fields::NUM_THREADS);

fn contenders(setup: &Setup) -> Vec<Box<dyn Contender>> {
    let mut all: Vec<Box<dyn Contender>> = vec![
        Box::new(Sysproc::new(FIELDS)),
        Box::new(Floor::new(Reads::STAT)),
        Box::new(Sysinfo::fresh_without_threads()),
        Box::new(Procfs::stat_only()),
    ];
    all.extend(setup.peers.all(WORK.name));
    all
}
