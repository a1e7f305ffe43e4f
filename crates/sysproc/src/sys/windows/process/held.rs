//! What a watcher holds: nothing, since one call lists all processes.

use super::snapshot::snapshot_all;
use crate::process::{Fields, Listing};
use crate::{Result, System};

/// No handles: the fields that need some are asked through new ones each time.
#[derive(Debug)]
pub(crate) struct Held;

impl Held {
    pub(crate) fn new(_limit: Option<usize>) -> Self {
        Self
    }

    #[allow(clippy::unused_self)] // Other systems hold some.
    pub(crate) fn descriptors(&self) -> usize {
        0
    }
}

pub(crate) fn update_held(_: &mut Held, system: &System, fields: Fields) -> Result<Listing> {
    snapshot_all(system, fields)
}
