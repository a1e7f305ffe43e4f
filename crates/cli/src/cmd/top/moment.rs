//! Everything that is known of one moment.

use std::time::SystemTime;

use sysproc::Pid;
use sysproc::process::{Snapshot, StartTime};

use crate::columns::Facts;
use crate::machine::Machine;
use crate::select::Holders;

/// Everything that is known of one moment.
#[derive(Debug)]
pub(super) struct Moment {
    pub(super) time: SystemTime,
    /// By pid.
    pub(super) snapshots: Vec<Snapshot>,
    pub(super) facts: Facts,
    pub(super) machine: Machine,
    /// Who holds which port, if a filter asks.
    pub(super) holders: Holders,
    /// In a recording: the number of the frame, from 1, and how many there are.
    pub(super) position: Option<(usize, usize)>,
}

/// What tells a process from every other one, also from those that have its pid later.
pub(super) type Id = (Pid, StartTime);

pub(super) fn id(process: &Snapshot) -> Id {
    (process.pid, process.start)
}

impl Default for Moment {
    fn default() -> Self {
        Self {
            time: SystemTime::UNIX_EPOCH,
            snapshots: Vec::new(),
            facts: Facts::default(),
            machine: Machine::default(),
            holders: Holders::default(),
            position: None,
        }
    }
}
