//! Parents and children.

use std::collections::HashMap;

use super::{Fields, Process, Snapshot};
use crate::{Error, Pid, Result};

/// A listing seen as a tree. A process whose parent is not in it, or is younger than itself (so that the pid it names as
/// its parent belongs to another process by now), is a root.
#[derive(Debug, Clone)]
pub struct Tree<'a> {
    snapshots: &'a [Snapshot],
    index: HashMap<Pid, usize>,
    children: HashMap<Pid, Vec<usize>>,
    roots: Vec<usize>,
}

impl<'a> Tree<'a> {
    /// The tree of a listing that was read with [`Fields::PPID`].
    #[must_use]
    pub fn new(snapshots: &'a [Snapshot]) -> Self {
        let index: HashMap<Pid, usize> = snapshots.iter().enumerate().map(|(i, s)| (s.pid, i)).collect();
        let (mut children, mut roots) = (HashMap::<Pid, Vec<usize>>::new(), Vec::new());
        for (i, child) in snapshots.iter().enumerate() {
            let parent = child.ppid.value().filter(|ppid| **ppid != child.pid);
            let parent = parent.and_then(|ppid| index.get(ppid)).and_then(|p| snapshots.get(*p));
            match parent.filter(|parent| parent.start <= child.start) {
                Some(parent) => children.entry(parent.pid).or_default().push(i),
                None => roots.push(i),
            }
        }
        Self { snapshots, index, children, roots }
    }

    /// The process with this pid.
    #[must_use]
    pub fn get(&self, pid: Pid) -> Option<&'a Snapshot> {
        self.index.get(&pid).and_then(|i| self.snapshots.get(*i))
    }

    /// The processes without a parent in the listing.
    pub fn roots(&self) -> impl Iterator<Item = &'a Snapshot> + '_ {
        self.roots.iter().filter_map(|i| self.snapshots.get(*i))
    }

    /// The children of a process.
    pub fn children(&self, pid: Pid) -> impl Iterator<Item = &'a Snapshot> + '_ {
        self.children.get(&pid).into_iter().flatten().filter_map(|i| self.snapshots.get(*i))
    }

    /// The children of a process, their children and so on, parents before children.
    #[must_use]
    pub fn descendants(&self, pid: Pid) -> Vec<&'a Snapshot> {
        let mut found: Vec<&'a Snapshot> = Vec::new();
        let mut next: Vec<&'a Snapshot> = self.children(pid).collect();
        next.reverse();
        // Starts do not decrease from parent to child, yet equal ones could form a circle in a forged listing.
        while let Some(snapshot) = next.pop() {
            if found.len() >= self.snapshots.len() {
                break;
            }
            found.push(snapshot);
            let from = next.len();
            next.extend(self.children(snapshot.pid));
            if let Some(added) = next.get_mut(from..) {
                added.reverse();
            }
        }
        found
    }

    /// The sum of a value over a process and its descendants; what is not known counts as nothing.
    ///
    /// ```
    /// # fn main() -> sysproc::Result<()> {
    /// use sysproc::process::{Fields, Tree};
    /// let all = sysproc::System::default().processes(Fields::PPID | Fields::MEMORY_INFO)?;
    /// let tree = Tree::new(&all.snapshots);
    /// let mine = tree.total(std::process::id(), |s| s.memory_info.value().map(|memory| memory.rss));
    /// assert!(mine > 0);
    /// # Ok(()) }
    /// ```
    pub fn total(&self, pid: Pid, value: impl Fn(&Snapshot) -> Option<u64>) -> u64 {
        let own = self.get(pid).and_then(&value).unwrap_or(0);
        self.descendants(pid).into_iter().filter_map(value).fold(own, u64::saturating_add)
    }
}

impl Process {
    /// Its parent; `None` if it has none, or the process that has the parent's pid is younger.
    ///
    /// # Errors
    /// As [`ppid`](Process::ppid).
    pub fn parent(&self) -> Result<Option<Process>> {
        let ppid = self.ppid()?;
        if ppid == self.pid() {
            return Ok(None);
        }
        match self.system().process(ppid) {
            Ok(parent) => Ok((parent.start_time() <= self.start_time()).then_some(parent)),
            Err(Error::NoSuchProcess { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Its parent, the parent's parent and so on.
    ///
    /// # Errors
    /// As [`ppid`](Process::ppid).
    pub fn parents(&self) -> Result<Vec<Process>> {
        let mut parents: Vec<Process> = Vec::new();
        let mut next = self.parent()?;
        while let Some(parent) = next {
            if parents.contains(&parent) {
                break;
            }
            next = match parent.parent() {
                Ok(next) => next,
                Err(Error::NoSuchProcess { .. }) => None,
                Err(error) => return Err(error),
            };
            parents.push(parent);
        }
        Ok(parents)
    }

    /// Its children.
    ///
    /// # Errors
    /// [`Error::NoSuchProcess`] if it is gone, and as [`System::processes`](crate::System::processes).
    pub fn children(&self) -> Result<Vec<Process>> {
        let all = self.family()?;
        Ok(Tree::new(&all).children(self.pid()).map(|child| child.process(self.system())).collect())
    }

    /// Its children, their children and so on, parents before children. One listing serves all. A process whose parent
    /// has ended is not found, since nothing leads to it any more.
    ///
    /// # Errors
    /// As [`children`](Process::children).
    pub fn descendants(&self) -> Result<Vec<Process>> {
        let all = self.family()?;
        Ok(Tree::new(&all).descendants(self.pid()).into_iter().map(|child| child.process(self.system())).collect())
    }

    /// A listing in which this very process is.
    fn family(&self) -> Result<Vec<Snapshot>> {
        let all = self.system().processes(Fields::PPID)?.snapshots;
        if all.iter().any(|s| s.pid == self.pid() && s.start == self.start_time()) {
            return Ok(all);
        }
        Err(Error::NoSuchProcess { pid: self.pid() })
    }
}
