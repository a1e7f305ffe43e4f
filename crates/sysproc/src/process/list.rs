//! All processes of the machine.

use super::{Fields, Snapshot};
use crate::sys;
use crate::{Error, Pid, Result, System};

/// A snapshot of every process that could be read, by pid, and a count of those that could not.
#[derive(Debug, Clone, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Listing {
    /// The processes, by pid.
    pub snapshots: Vec<Snapshot>,
    /// How many ended while they were read.
    pub vanished: usize,
    /// How many the caller may not see anything of.
    pub denied: usize,
}

impl Listing {
    /// An empty one with room for so many processes and a few more: the next one, of about as many, then fits where this one
    /// was, and a program that lists again and again does not grow.
    pub(crate) fn with_room(processes: usize) -> Self {
        Self { snapshots: Vec::with_capacity(processes.next_multiple_of(64)), ..Self::default() }
    }

    /// Adds a process, filled in its place since a snapshot is large, or counts it if it vanished or was denied.
    #[inline(always)]
    pub(crate) fn add(&mut self, fill: impl FnOnce(&mut Snapshot) -> Result<()>) -> Result<()> {
        self.snapshots.push(Snapshot::default());
        let filled = self.snapshots.last_mut().map_or(Ok(()), fill);
        if filled.is_err() {
            self.snapshots.pop();
        }
        match filled {
            Ok(()) => {}
            Err(Error::NoSuchProcess { .. }) => self.vanished += 1,
            Err(Error::AccessDenied { .. }) => self.denied += 1,
            Err(error) => return Err(error),
        }
        Ok(())
    }
}

impl System {
    /// The pids of all processes, ascending.
    ///
    /// # Errors
    /// [`Error::System`] if the source cannot be read.
    ///
    /// # Platform
    /// Linux: the entries of `/proc`. Windows: `SystemProcessInformation`.
    pub fn pids(&self) -> Result<Vec<Pid>> {
        sys::process::pids(self)
    }

    /// The same with a mark each: a pid whose mark is the same as in an earlier list is almost certainly the same process,
    /// and one whose mark is another may be. For caches; acting on a process checks more.
    ///
    /// # Errors
    /// As [`System::pids`].
    ///
    /// # Platform
    /// Linux: the inode number of `/proc/PID`, which is in the list of entries. The kernel gives a new one to a new
    /// process, and to an old one whose entry it had dropped from its cache. Windows: the start time.
    pub fn marked_pids(&self) -> Result<Vec<(Pid, u64)>> {
        sys::process::marked_pids(self)
    }

    /// Whether there is a process with this pid; false for a thread's id. Cheaper than looking it up in
    /// [`System::pids`].
    ///
    /// # Errors
    /// [`Error::System`] if the system does not answer.
    ///
    /// # Platform
    /// Linux: `Tgid` of `/proc/PID/status`. Windows: `OpenProcess`.
    pub fn pid_exists(&self, pid: Pid) -> Result<bool> {
        sys::process::pid_exists(self, pid)
    }

    /// Reads `fields` of all processes: the cheapest reads that cover them, each snapshot known to be of one process.
    ///
    /// ```
    /// # fn main() -> sysproc::Result<()> {
    /// use sysproc::process::Fields;
    /// let all = sysproc::System::default().processes(Fields::NAME | Fields::CPU_TIMES)?;
    /// assert!(all.snapshots.iter().any(|process| process.pid == std::process::id()));
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// [`Error::System`] if there is no list of processes to be had. A process that ends while
    /// it is read, or that the caller may not see, is counted and left out.
    ///
    /// # Platform
    /// Linux: the entries of `/proc`, and of each process as [`Process::snapshot`](crate::Process::snapshot). Windows: one
    /// `SystemProcessInformation` for all of them; what it lacks, through one handle of each.
    pub fn processes(&self, fields: Fields) -> Result<Listing> {
        sys::process::snapshot_all(self, fields)
    }
}
