//! `/proc/PID/cgroup`: a process's group in each hierarchy, a line `id:controllers:path` each; and the files in which a
//! group says what it may use.
//!
//! The layout is cgroups(7), and the kernel's `Documentation/admin-guide/cgroup-v2.rst`. A path may hold any byte but a line end, which the kernel refuses in a group's name.

use crate::text::{complete_lines, lines, number};
use crate::words::words;

/// A process's place in one hierarchy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Membership<'a> {
    /// The hierarchy: 0 for that of version 2.
    pub hierarchy: u64,
    /// The controllers of a hierarchy of version 1, with commas between them; a named one is `name=...`.
    pub controllers: &'a [u8],
    /// The group's path from the root of the hierarchy.
    pub path: &'a [u8],
}

impl Membership<'_> {
    /// Whether this hierarchy has the controller.
    #[must_use]
    pub fn has(&self, controller: &[u8]) -> bool {
        self.controllers.split(|byte| *byte == b',').any(|one| one == controller)
    }
}

/// The lines, in their order; one that is not of this form is left out.
pub fn cgroup(text: &[u8]) -> impl Iterator<Item = Membership<'_>> {
    lines(complete_lines(text)).filter_map(|line| {
        let mut parts = line.splitn(3, |byte| *byte == b':');
        let (hierarchy, controllers, path) = (number(parts.next()?)?, parts.next()?, parts.next()?);
        path.starts_with(b"/").then_some(Membership { hierarchy, controllers, path })
    })
}

/// A file with one number, as `memory.max` or `pids.current`. `None` also where there is no limit: `max`, of version 1 `-1`.
#[must_use]
pub fn amount(text: &[u8]) -> Option<u64> {
    number(text.strip_suffix(b"\n")?)
}

/// `cpu.max`: microseconds of processor time in a period, and the period. `None` also where there is no limit: `max 100000`.
#[must_use]
pub fn cpu_max(text: &[u8]) -> Option<[u64; 2]> {
    words(text.strip_suffix(b"\n")?).numbers()
}

/// A counter of `memory.stat`, which has lines `name 123`.
#[must_use]
pub fn memory_stat(text: &[u8], name: &[u8]) -> Option<u64> {
    lines(complete_lines(text)).find_map(|line| number(line.strip_prefix(name)?.strip_prefix(b" ")?))
}
