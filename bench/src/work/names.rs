//! What the processes are called.

use sysproc::process::Fields;

use super::{Setup, Work};
use crate::contender::{Contender, procfs::Procfs, sysinfo::Sysinfo, sysproc::Sysproc};
use crate::floor::{Floor, Reads};

pub(crate) const WORK: Work = Work {
    name: "names",
    about: "the names of all processes; floor: stat opened, read and closed. floor-comm reads comm instead, which is \
            less, but does not tell whose name it is once a pid is used again",
    contenders,
};

fn contenders(setup: &Setup) -> Vec<Box<dyn Contender>> {
    let mut all: Vec<Box<dyn Contender>> = vec![
        Box::new(Sysproc::new(Fields::NAME)),
        Box::new(Floor::new(Reads::STAT)),
        Box::new(Floor::new(Reads::COMM).named("floor-comm")),
        Box::new(Sysinfo::fresh_with_nothing()),
        Box::new(Procfs::stat_only()),
    ];
    all.extend(setup.peers.all(WORK.name));
    all
}
