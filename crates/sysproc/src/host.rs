//! The host: its names, boot time, uptime and the users logged in.

use std::ffi::OsString;
use std::time::{Duration, SystemTime};

use crate::sys;
use crate::{Pid, Result, System};

/// What the machine and its operating system are called.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct HostInfo {
    /// The host's name.
    #[cfg_attr(feature = "serde", serde(with = "crate::text::escape"))]
    pub hostname: OsString,
    /// The operating system or distribution with its version, if known.
    pub os: Option<String>,
    /// The kernel and its release.
    pub kernel: String,
    /// The machine's architecture, as its system calls it. With a proc root that is not the caller's own, Linux 6.1+.
    pub arch: Option<String>,
}

/// A user who is logged in.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct User {
    /// The login name.
    #[cfg_attr(feature = "serde", serde(with = "crate::text::escape"))]
    pub name: OsString,
    /// The terminal, without `/dev/`, if any.
    #[cfg_attr(feature = "serde", serde(with = "crate::text::escape"))]
    pub terminal: Option<OsString>,
    /// The host that the login came from, if remote.
    #[cfg_attr(feature = "serde", serde(with = "crate::text::escape"))]
    pub host: Option<OsString>,
    /// When the login was.
    #[cfg_attr(feature = "serde", serde(with = "crate::text::timestamp"))]
    pub started: SystemTime,
    /// The login process. Not on Windows, OpenBSD.
    pub pid: Option<Pid>,
}

impl System {
    /// The names of the host and of its operating system.
    ///
    /// # Errors
    /// [`Error::System`](crate::Error::System) if the system does not answer.
    ///
    /// # Platform
    /// Unix: `uname(2)`; Linux also `os-release` in `/etc` or `/usr/lib`, and with a proc root that is not the caller's
    /// own its `sys/kernel` instead of `uname(2)`. Windows: `GetComputerNameEx`, `RtlGetVersion`, and the registry for the
    /// product's name.
    pub fn host_info(&self) -> Result<HostInfo> {
        sys::host::info(self)
    }

    /// When the machine was booted, by the wall clock of now: a clock that is set moves it.
    ///
    /// # Errors
    /// [`Error::System`](crate::Error::System) if the source cannot be read.
    ///
    /// # Platform
    /// Linux: `btime` of `/proc/stat`, in whole seconds. Windows: `SystemTimeOfDayInformation`.
    pub fn boot_time(&self) -> Result<SystemTime> {
        sys::host::boot_time(self)
    }

    /// How long the machine has been up, time asleep included.
    ///
    /// # Errors
    /// [`Error::System`](crate::Error::System) if the source cannot be read.
    ///
    /// # Platform
    /// Linux: `/proc/uptime`. Windows: `GetTickCount64`.
    pub fn uptime(&self) -> Result<Duration> {
        sys::host::uptime(self)
    }

    /// The users who are logged in, each with every login; empty where the system keeps no record.
    ///
    /// A record whose login process is gone is not of a user who is logged in. As `who` does, this is checked for the
    /// running machine only, not with a run root or a proc root of another.
    ///
    /// # Errors
    /// [`Error::System`](crate::Error::System) if a record is there and cannot be read.
    ///
    /// # Platform
    /// Linux: `/run/utmp` (or `/var/run/utmp`), in the layouts of 32 and 64 bits; without it the session files of
    /// systemd-logind in `/run/systemd/sessions`. Windows: `WTSEnumerateSessions`.
    pub fn users(&self) -> Result<Vec<User>> {
        sys::host::users(self)
    }
}
