//! Windows' services. On other systems all of this is [`Unsupported`](crate::Error::Unsupported).

use std::ffi::{OsStr, OsString};
use std::fmt;

use crate::sys;
use crate::{Pid, Result, System};

/// A service that is installed, by its name. What it is set to and does is asked anew each time.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Service {
    /// Its name, as it was installed.
    #[cfg_attr(feature = "serde", serde(with = "crate::text::escape"))]
    pub name: OsString,
    /// Its name for people.
    #[cfg_attr(feature = "serde", serde(with = "crate::text::escape"))]
    pub display_name: OsString,
}

/// What a service is set to.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct ServiceConfig {
    /// Its program, with arguments.
    #[cfg_attr(feature = "serde", serde(with = "crate::text::escape"))]
    pub binpath: OsString,
    /// The account that it runs as.
    #[cfg_attr(feature = "serde", serde(with = "crate::text::escape"))]
    pub username: OsString,
    /// When it is started; `None` for a way that is not known here.
    pub start_type: Option<StartType>,
}

/// When a service is started.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum StartType {
    /// With the machine.
    Automatic,
    /// When somebody asks for it.
    Manual,
    /// Never.
    Disabled,
}

/// What a service is doing, and in which process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct ServiceState {
    /// What it is doing; `None` for what is not known here.
    pub status: Option<ServiceStatus>,
    /// The process that it runs in, maybe with others; `None` if it does not run.
    pub pid: Option<Pid>,
}

/// What a service is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[allow(missing_docs)]
pub enum ServiceStatus {
    Running,
    Paused,
    StartPending,
    PausePending,
    ContinuePending,
    StopPending,
    Stopped,
}

impl StartType {
    /// The name: `automatic`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Automatic => "automatic",
            Self::Manual => "manual",
            Self::Disabled => "disabled",
        }
    }
}

impl fmt::Display for StartType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl ServiceStatus {
    /// The name: `start_pending`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Paused => "paused",
            Self::StartPending => "start_pending",
            Self::PausePending => "pause_pending",
            Self::ContinuePending => "continue_pending",
            Self::StopPending => "stop_pending",
            Self::Stopped => "stopped",
        }
    }
}

impl fmt::Display for ServiceStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl System {
    /// All services that are installed, whether they run or not.
    ///
    /// # Errors
    /// [`Error::AccessDenied`](crate::Error::AccessDenied) if the caller may not list them.
    ///
    /// # Platform
    /// Windows: `EnumServicesStatusEx`.
    pub fn services(&self) -> Result<Vec<Service>> {
        sys::service::list(self)
    }

    /// The service of this name, in any case of its letters.
    ///
    /// # Errors
    /// [`Error::NoSuchService`](crate::Error::NoSuchService) if there is none.
    ///
    /// # Platform
    /// Windows: `OpenService`.
    pub fn service(&self, name: impl AsRef<OsStr>) -> Result<Service> {
        sys::service::find(self, name.as_ref())
    }
}

impl Service {
    /// What it is set to.
    ///
    /// # Errors
    /// [`Error::NoSuchService`](crate::Error::NoSuchService) once it was removed,
    /// [`Error::AccessDenied`](crate::Error::AccessDenied) if the caller may not know.
    ///
    /// # Platform
    /// Windows: `QueryServiceConfig`.
    pub fn config(&self) -> Result<ServiceConfig> {
        sys::service::config(self)
    }

    /// What it is doing.
    ///
    /// # Errors
    /// As [`config`](Self::config).
    ///
    /// # Platform
    /// Windows: `QueryServiceStatusEx`.
    pub fn state(&self) -> Result<ServiceState> {
        sys::service::state(self)
    }

    /// What it is for, in the words of its maker; empty if there are none.
    ///
    /// # Errors
    /// As [`config`](Self::config).
    ///
    /// # Platform
    /// Windows: `QueryServiceConfig2`.
    pub fn description(&self) -> Result<OsString> {
        sys::service::description(self)
    }
}
