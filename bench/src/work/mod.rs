//! What is measured: one file is one work.

mod held;
mod held_memory;
mod list;
mod list_memory;
mod list_stat;
mod names;
mod pids;

use crate::contender::Contender;
use crate::load::Load;
use crate::peers::Peers;

/// Something that programs want to know, and who can tell.
pub(crate) struct Work {
    /// As `--only` takes it, and as peers in other programs know it.
    pub(crate) name: &'static str,
    /// What is asked, and what the floor of it is.
    pub(crate) about: &'static str,
    /// Those who take part, each ready to start. The order says nothing.
    pub(crate) contenders: fn(&Setup) -> Vec<Box<dyn Contender>>,
}

/// What all works have to look at and to work with.
pub(crate) struct Setup {
    /// The processes that were started for this.
    pub(crate) load: Load,
    /// The peers that are programs of their own.
    pub(crate) peers: Peers,
}

/// All of them, in the order in which they are run.
pub(crate) const WORKS: &[Work] =
    &[list::WORK, list_stat::WORK, list_memory::WORK, held::WORK, held_memory::WORK, pids::WORK, names::WORK];
