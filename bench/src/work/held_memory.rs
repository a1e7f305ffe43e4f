//! The listing with the whole memory again and again, by those who keep what they can between two.

use super::{Setup, Work, list_memory};
use crate::contender::{Contender, sysproc::Held};
use crate::floor::{HeldFloor, Reads};

pub(crate) const WORK: Work = Work {
    name: "held-memory",
    about: "the same with the whole of memory_info; floor: statm through a held descriptor in addition",
    contenders,
};

fn contenders(_: &Setup) -> Vec<Box<dyn Contender>> {
    vec![Box::new(Held::new(list_memory::FIELDS)), Box::new(HeldFloor::new(Reads::STAT_STATM_AND_IDS))]
}
