//! Several things of one process, and its family.

use sysproc::Process;
use sysproc::process::Fields;

use super::listings::NINE;
use super::{IN_PYTHON, Work};
use crate::Result;
use crate::contender::{Contender, OURS, Row, call, listing, sysproc::fields};
use crate::floor::process::{everything, nine};
use crate::floor::{Floor, Reads};
use crate::load::Load;

/// What psutil's `as_dict()` has.
const ALL: Fields = Fields::all().difference(Fields::CGROUP.union(Fields::NUM_HANDLES).union(Fields::MEMORY_MAPS));

pub(super) const WORKS: &[Work] = &[
    Work {
        name: "oneshot-nine",
        about: "the methods of the nine attributes of one process, asked together; floor: stat and statm opened, read and \
                closed, PIDFD_GET_INFO on a pidfd opened and closed, a look whether /etc/passwd has changed",
        subject: Load::sample,
        peers: IN_PYTHON,
        contenders: |pid| Ok(vec![snapshot(pid, NINE)?, nine(pid)?]),
    },
    Work {
        name: "as-dict-nine",
        about: "the nine attributes of one process as a dict; floor: as of oneshot-nine",
        subject: Load::sample,
        peers: IN_PYTHON,
        contenders: |pid| Ok(vec![snapshot(pid, NINE)?, nine(pid)?]),
    },
    Work {
        name: "as-dict-all",
        about: "all attributes of one small process; floor: each of its files, links and folders read once",
        subject: Load::small,
        peers: IN_PYTHON,
        contenders: |pid| Ok(vec![snapshot(pid, ALL)?, everything(pid)?]),
    },
    Work {
        name: "children-recursive",
        about: "the children of the parent of all, their children and so on; floor: stat of all opened, read and closed",
        subject: Load::parent,
        peers: IN_PYTHON,
        contenders: |pid| {
            let process = Process::new(pid)?;
            let ours = listing(OURS, move || process.descendants(), Vec::len, |_, _| Some(Row::default()));
            Ok(vec![ours, Floor::boxed(Reads::STAT)])
        },
    },
];

fn snapshot(pid: u32, asked: Fields) -> Result<Box<dyn Contender>> {
    let process = Process::new(pid)?;
    Ok(call(OURS, move || process.snapshot(asked), fields))
}
