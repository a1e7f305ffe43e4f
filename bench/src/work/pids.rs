//! Which processes there are.

use super::{Setup, Work};
use crate::contender::{Contender, procfs::ProcfsPids, sysinfo::Sysinfo, sysproc::SysprocPids};
use crate::floor::{Floor, Reads};

pub(crate) const WORK: Work =
    Work { name: "pids", about: "the pids of all processes; floor: the entries of /proc", contenders };

fn contenders(setup: &Setup) -> Vec<Box<dyn Contender>> {
    let mut all: Vec<Box<dyn Contender>> = vec![
        Box::new(SysprocPids::default()),
        Box::new(Floor::new(Reads::NONE)),
        Box::new(Sysinfo::fresh_with_nothing()),
        Box::new(ProcfsPids::default()),
    ];
    all.extend(setup.peers.all(WORK.name));
    all
}
