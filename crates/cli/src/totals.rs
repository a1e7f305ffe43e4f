//! What a process and all that descends from it use together.

use std::collections::HashMap;

use sysproc::Pid;
use sysproc::process::{Fields, Snapshot, Tree};

/// What must be known of each process.
pub(crate) const FIELDS: Fields =
    Fields::PPID.union(Fields::CPU_TIMES).union(Fields::CREATE_TIME).union(Fields::MEMORY_INFO);

/// The sums over a process and its descendants; what is not known of one counts as nothing.
#[derive(Debug, Default, Clone, Copy, PartialEq)]
pub(crate) struct Totals {
    pub(crate) count: u64,
    /// Percent of one processor.
    pub(crate) cpu: f64,
    /// In bytes; memory that several share counts for each.
    pub(crate) rss: u64,
}

/// The sums for each process of a listing; `cpu` says how busy one is by itself.
pub(crate) fn totals(snapshots: &[Snapshot], cpu: impl Fn(&Snapshot) -> Option<f64>) -> HashMap<Pid, Totals> {
    let tree = Tree::new(snapshots);
    let mut all = HashMap::<Pid, Totals>::with_capacity(snapshots.len());
    for root in tree.roots() {
        // Those below first, so that each has its sum when it is added to its parent's.
        for process in tree.descendants(root.pid).into_iter().rev().chain([root]) {
            let sum = all.entry(process.pid).or_default();
            sum.count += 1;
            sum.cpu += cpu(process).unwrap_or(0.0);
            sum.rss = sum.rss.saturating_add(process.memory_info.value().map_or(0, |memory| memory.rss));
            let sum = *sum;
            if let Some(parent) = process.ppid.value().filter(|_| process.pid != root.pid) {
                let above = all.entry(*parent).or_default();
                above.count += sum.count;
                above.cpu += sum.cpu;
                above.rss = above.rss.saturating_add(sum.rss);
            }
        }
    }
    all
}
