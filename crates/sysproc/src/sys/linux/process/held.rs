//! The descriptors of a watcher. Not written yet.

/// The descriptors of a watcher.
#[derive(Debug)]
pub(crate) struct Held {}

impl Held {
    pub(crate) fn new(_limit: Option<usize>) -> Self {
        Self {}
    }

    pub(crate) fn descriptors(&self) -> usize {
        0
    }
}
