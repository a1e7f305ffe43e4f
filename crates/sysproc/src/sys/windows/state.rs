//! What a context remembers between calls.
//!
//! Locks are only ever tried: what is remembered is for speed alone.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::process::UserNames;
use crate::system::Roots;

/// What a context remembers between calls. There are no roots here: every context is the running machine.
#[derive(Debug)]
pub(crate) struct State {
    pub(super) listing_room: Room,
    pub(super) users: UserNames,
}

impl State {
    pub(crate) fn new(_: &Roots) -> Self {
        Self { listing_room: Room(AtomicUsize::new(1 << 16)), users: UserNames::default() }
    }
}

/// The size of a buffer that was enough the last time.
#[derive(Debug)]
pub(super) struct Room(AtomicUsize);

impl Room {
    pub(super) fn get(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }

    pub(super) fn set(&self, bytes: usize) {
        self.0.store(bytes, Ordering::Relaxed);
    }
}
