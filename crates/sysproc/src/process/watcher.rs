//! Reading the same processes again and again.

use super::{Fields, Listing};
use crate::sys;
use crate::{Result, System};

/// Lists all processes again and again, at less cost than [`System::processes`]: it holds on to descriptors of the
/// processes that it has seen.
///
/// It holds at most as many descriptors as its limit says; processes beyond that are read as `System::processes` reads
/// them. Where the program runs short of descriptors it lets go of some, and holds fewer from then on. All of them are closed
/// when it is dropped.
///
/// ```
/// # fn main() -> sysproc::Result<()> {
/// use sysproc::{System, process::{Fields, Watcher}};
/// let mut watcher = Watcher::new(&System::default(), Fields::NAME | Fields::CPU_TIMES);
/// let first = watcher.update()?.snapshots.len();
/// let second = watcher.update()?.snapshots.len();
/// assert!(first > 0 && second > 0);
/// # Ok(()) }
/// ```
#[derive(Debug)]
pub struct Watcher {
    system: System,
    fields: Fields,
    held: sys::Held,
}

impl Watcher {
    /// A watcher of these fields that holds at most a quarter of the descriptors that the caller may open.
    #[must_use]
    pub fn new(system: &System, fields: Fields) -> Self {
        Self { system: system.clone(), fields, held: sys::Held::new(None) }
    }

    /// A watcher that holds at most `descriptors`, and never more than a quarter of those that the caller may open.
    #[must_use]
    pub fn with_limit(system: &System, fields: Fields, descriptors: usize) -> Self {
        Self { system: system.clone(), fields, held: sys::Held::new(Some(descriptors)) }
    }

    /// All processes, as they are now.
    ///
    /// # Errors
    /// As [`System::processes`].
    ///
    /// # Platform
    /// As [`System::processes`]; Linux: `stat`, `statm` and a pidfd of each process are held. Windows: nothing is, as one
    /// call lists them all.
    pub fn update(&mut self) -> Result<Listing> {
        sys::process::update_held(&mut self.held, &self.system, self.fields)
    }

    /// How many descriptors it holds now.
    #[must_use]
    pub fn descriptors(&self) -> usize {
        self.held.descriptors()
    }
}
