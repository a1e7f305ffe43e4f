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

#[cfg(test)]
mod tests {
    use sysproc::process::Listing;

    use super::*;

    #[test]
    fn each_has_its_own_and_all_below() {
        let process = |pid: u32, ppid: u32, rss: u64| {
            format!(
                r#"{{"pid":{pid},"start":{pid},"ppid":{ppid},"memory_info":{{"rss":{rss},"vms":0,"extra":"none"}}}}"#
            )
        };
        // 1 - 2 - 4, 1 - 3; 9 has no parent that is known, and of 5 nothing is known but its parent.
        let all = [process(1, 0, 100), process(2, 1, 20), process(3, 1, 7), process(4, 2, 3), process(9, 8, 50)];
        let all = format!(r#"{},{{"pid":5,"start":5,"ppid":4}}"#, all.join(","));
        let listing = format!(r#"{{"snapshots":[{all}],"vanished":0,"denied":0}}"#);
        let listing: Listing = serde_json::from_str(&listing).unwrap();
        let found = totals(&listing.snapshots, |process| (process.pid != 3).then_some(1.5));
        let expected =
            [(1, 5, 6.0, 130), (2, 3, 4.5, 23), (3, 1, 0.0, 7), (4, 2, 3.0, 3), (5, 1, 1.5, 0), (9, 1, 1.5, 50)];
        for (pid, count, cpu, rss) in expected {
            assert_eq!(found[&pid], Totals { count, cpu, rss }, "{pid}");
        }
        assert_eq!(found.len(), expected.len());
    }
}
