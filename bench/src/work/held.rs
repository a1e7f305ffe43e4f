//! The listing again and again, by those who keep what they can between two.

use super::{Setup, Work, list};
use crate::contender::{Contender, sysinfo::Sysinfo, sysproc::Held};
use crate::floor::{HeldFloor, Reads};

pub(crate) const WORK: Work = Work {
    name: "held",
    about: "the listing again, descriptors or results held; floor: stat read through a held descriptor, PIDFD_GET_INFO on \
            a held pidfd",
    contenders,
};

fn contenders(_: &Setup) -> Vec<Box<dyn Contender>> {
    vec![
        Box::new(Held::new(list::FIELDS)),
        Box::new(HeldFloor::new(Reads::STAT_AND_IDS)),
        Box::new(Sysinfo::held()),
        Box::new(Sysinfo::held_without_threads()),
    ]
}
