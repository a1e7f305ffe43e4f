//! What a context remembers between calls.
//!
//! Locks are only ever tried: a fork in another thread can leave one held for ever, and the child then does without the
//! cache.

use crate::system::Roots;

/// What a context remembers between calls.
#[derive(Debug)]
pub(crate) struct State {}

impl State {
    pub(crate) fn new(_roots: &Roots) -> Self {
        Self {}
    }
}
