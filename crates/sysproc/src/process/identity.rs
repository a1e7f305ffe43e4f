//! The handle: which process is meant.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::time::SystemTime;

use crate::sys;
use crate::{Pid, Result, System};

/// When a process was started, in the kernel's own unit: on Linux clock ticks since boot, on Windows units of 100 ns since
/// 1601. It does not move when the wall clock is set, and tells two processes apart that had the same pid one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(transparent))]
pub struct StartTime(
    /// The kernel's number.
    pub u64,
);

/// A process: its pid, its start time and the [`System`] that it is in.
///
/// A small value without descriptors. Two handles are equal when they mean the same process, and a handle never means
/// another process than it did at first, even when its pid is used again:
///
/// - Acting ([`kill`](Process::kill), [`set_nice`](Process::set_nice) and the like) holds on to the process and checks
///   its start time before it acts.
/// - A getter of one read promises identity where that read carries it (on Linux, what `/proc/PID/stat` has); check
///   the others with [`is_running`](Process::is_running) afterwards, or ask for a [`snapshot`](Process::snapshot),
///   which verifies.
///
/// It may be a key of a map: what it remembers between calls takes no part in `Eq` and `Hash`. Clippy's `mutable_key_type`
/// cannot know that; its setting `ignore-interior-mutability = ["sysproc::Process"]` tells it.
#[derive(Clone)]
pub struct Process {
    system: System,
    pid: Pid,
    identity: sys::Identity,
}

impl Process {
    /// The process with this pid on the running machine.
    ///
    /// # Errors
    /// [`Error::NoSuchProcess`](crate::Error::NoSuchProcess) if there is none.
    pub fn new(pid: Pid) -> Result<Self> {
        System::default().process(pid)
    }

    /// The calling process.
    ///
    /// # Errors
    /// [`Error::System`](crate::Error::System) if the system does not tell its start time.
    pub fn current() -> Result<Self> {
        System::default().process(std::process::id())
    }

    /// The process of a child that was started with the standard library. Waiting for it here leaves the exit status
    /// for [`Child::wait`](std::process::Child::wait) to collect.
    ///
    /// # Errors
    /// [`Error::NoSuchProcess`](crate::Error::NoSuchProcess) if its exit status was collected already.
    pub fn from_child(child: &std::process::Child) -> Result<Self> {
        Self::new(child.id())
    }

    /// A handle from what was recorded of a process; whether it still runs is not checked here.
    #[must_use]
    pub fn from_recorded(system: &System, pid: Pid, start: StartTime) -> Self {
        Self { system: system.clone(), pid, identity: sys::Identity::new(start) }
    }

    /// Its pid.
    #[must_use]
    pub fn pid(&self) -> Pid {
        self.pid
    }

    /// When it was started, in the kernel's own unit.
    #[must_use]
    pub fn start_time(&self) -> StartTime {
        self.identity().start()
    }

    /// What it is told from others by.
    pub(crate) fn identity(&self) -> &sys::Identity {
        &self.identity
    }

    /// The context that it is in.
    #[must_use]
    pub fn system(&self) -> &System {
        &self.system
    }

    /// When it was started, by the wall clock of now.
    ///
    /// # Errors
    /// [`Error::System`](crate::Error::System) if the boot time cannot be read.
    ///
    /// # Platform
    /// Linux: the start time in ticks, added to the boot time in whole seconds. Windows: as it was noted then.
    pub fn create_time(&self) -> Result<SystemTime> {
        sys::process::create_time(self)
    }

    /// Whether it is still there: false once it is gone, also when its pid was used again; true for a zombie.
    ///
    /// # Errors
    /// [`Error::System`](crate::Error::System) if the system does not answer.
    ///
    /// # Platform
    /// Linux: `starttime` of `/proc/PID/stat`; asked again, the inode number of its pidfd (6.9+). Windows:
    /// `GetProcessTimes`, and that its handle is not set.
    pub fn is_running(&self) -> Result<bool> {
        sys::process::is_running(self)
    }
}

impl System {
    /// The process with this pid. On Linux a thread's id works as well.
    ///
    /// # Errors
    /// [`Error::NoSuchProcess`](crate::Error::NoSuchProcess) if there is none.
    ///
    /// # Platform
    /// Linux: `starttime` of `/proc/PID/stat`. Windows: `GetProcessTimes`.
    pub fn process(&self, pid: Pid) -> Result<Process> {
        Ok(Process::from_recorded(self, pid, sys::process::start_time(self, pid)?))
    }
}

impl PartialEq for Process {
    fn eq(&self, other: &Self) -> bool {
        self.pid == other.pid && self.start_time() == other.start_time() && self.system.is_same(&other.system)
    }
}

impl Eq for Process {}

impl Hash for Process {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.pid, self.start_time()).hash(state);
    }
}

impl fmt::Debug for Process {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Process").field("pid", &self.pid).field("start", &self.start_time().0).finish_non_exhaustive()
    }
}
