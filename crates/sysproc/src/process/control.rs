//! Acting on a process. Each action holds on to the process, checks that it is the one that the handle means, and only
//! then acts: it can never hit another process that has its pid by now.

use super::{IoPriority, Limits, Process, Resource, Signal};
use crate::Result;
use crate::sys;

/// Actions without arguments.
macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident;)+) => {
        $(
            $(#[$doc])*
            ///
            /// # Errors
            /// As [the process is gone](crate::Error::NoSuchProcess), [denied](crate::Error::AccessDenied), or
            /// [not offered here](crate::Error::Unsupported).
            pub fn $name(&self) -> Result<()> {
                sys::process::$name(self)
            }
        )+
    };
}

impl Process {
    actions! {
        /// Stops it until it is [resumed](Process::resume).
        ///
        /// # Platform
        /// Unix: `SIGSTOP`. Windows: `NtSuspendProcess`.
        suspend;
        /// Lets it go on.
        ///
        /// # Platform
        /// Unix: `SIGCONT`. Windows: `NtResumeProcess`.
        resume;
        /// Asks it to end.
        ///
        /// # Platform
        /// Unix: `SIGTERM`. Windows: as [`kill`](Process::kill).
        terminate;
        /// Ends it.
        ///
        /// # Platform
        /// Unix: `SIGKILL`. Windows: `TerminateProcess`, with the exit code 15.
        kill;
    }

    /// Sends it a signal.
    ///
    /// # Errors
    /// As [the process is gone](crate::Error::NoSuchProcess), [denied](crate::Error::AccessDenied), or
    /// [`Error::InvalidArgument`](crate::Error::InvalidArgument) for what is not a signal here.
    ///
    /// # Platform
    /// Linux: `pidfd_send_signal(2)`. Windows: `SIGTERM` is [`kill`](Process::kill); `CTRL_C_EVENT` and `CTRL_BREAK_EVENT`
    /// go by `GenerateConsoleCtrlEvent` to the process group that it leads, on the caller's console.
    pub fn send_signal(&self, signal: Signal) -> Result<()> {
        sys::process::send_signal(self, signal)
    }

    /// Sets its nice value: -20 (first) to 19. Windows: the priority class.
    ///
    /// # Errors
    /// [`Error::AccessDenied`](crate::Error::AccessDenied) if the caller may not lower it. Windows:
    /// [`Error::InvalidArgument`](crate::Error::InvalidArgument) for what is no priority class.
    ///
    /// # Platform
    /// Unix: `setpriority(2)`, which takes a value out of range as the nearest in range. Windows:
    /// `SetPriorityClass`; without the privilege for it, real time becomes high.
    pub fn set_nice(&self, value: i32) -> Result<()> {
        sys::process::set_nice(self, value)
    }

    /// Sets its priority for disk I/O. Linux, Windows.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`](crate::Error::InvalidArgument) for a class of another system, a level over 7, or a
    /// level where the class has none.
    ///
    /// # Platform
    /// Linux: `ioprio_set(2)`. Windows: `ProcessIoPriority`; high takes a privilege.
    pub fn set_ionice(&self, priority: IoPriority) -> Result<()> {
        sys::process::set_ionice(self, priority)
    }

    /// Sets the processors that it may run on. Linux, Windows, FreeBSD.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`](crate::Error::InvalidArgument) for an empty list or a processor that is not there.
    ///
    /// # Platform
    /// Linux: `sched_setaffinity(2)`, of the main thread. Windows: `SetProcessAffinityMask`: processors of the group that the
    /// process is in.
    pub fn set_cpu_affinity(&self, cpus: &[usize]) -> Result<()> {
        sys::process::set_cpu_affinity(self, cpus)
    }

    /// Sets a limit on what it may use. Linux, FreeBSD.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`](crate::Error::InvalidArgument) for a soft limit over the hard one,
    /// [`Error::AccessDenied`](crate::Error::AccessDenied) for a hard limit that the caller may not raise.
    ///
    /// # Platform
    /// Linux: `prlimit(2)`.
    pub fn set_rlimit(&self, resource: Resource, limits: Limits) -> Result<()> {
        sys::process::set_rlimit(self, resource, limits)
    }
}
