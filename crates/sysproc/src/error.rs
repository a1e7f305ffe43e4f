//! The one error of the library.

use std::borrow::Cow;
use std::ffi::OsString;
use std::fmt;
use std::io;
use std::time::Duration;

use crate::Pid;

/// Shorthand for a result whose error is [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

/// Why a question could not be answered or an action not be done.
///
/// Those about a process carry its pid. The set may grow, so match with a wildcard.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// There is no such process, or no longer: it ended, or its pid now belongs to another process.
    NoSuchProcess {
        /// The pid that was asked for.
        pid: Pid,
    },
    /// The process has ended and waits to be reaped by its parent; the kernel has let go of what was asked for.
    ZombieProcess {
        /// The pid of the zombie.
        pid: Pid,
    },
    /// There is no such service, or no longer. Windows.
    NoSuchService {
        /// The name that was asked for.
        name: OsString,
    },
    /// The caller may not see or do this.
    AccessDenied {
        /// The process concerned, if it is about one.
        pid: Option<Pid>,
        /// The call or file that was refused.
        what: Cow<'static, str>,
    },
    /// A process was still alive, or an answer not there, when the time given was over.
    TimeoutExpired {
        /// The process waited for, if it was one.
        pid: Option<Pid>,
        /// The time given.
        timeout: Duration,
    },
    /// The caller's argument cannot be right; the text names it.
    InvalidArgument(
        /// What was wrong.
        Cow<'static, str>,
    ),
    /// This system has no such thing, or sysproc cannot ask for it here.
    Unsupported {
        /// The function, as `topic::name`.
        function: &'static str,
        /// The operating system, or what about this context rules the function out.
        system: &'static str,
    },
    /// Anything else the operating system said.
    System {
        /// The call or file that failed.
        what: Cow<'static, str>,
        /// What the system answered.
        source: io::Error,
    },
}

impl Error {
    /// The process concerned, if the error is about one.
    #[must_use]
    pub fn pid(&self) -> Option<Pid> {
        match self {
            Self::NoSuchProcess { pid } | Self::ZombieProcess { pid } => Some(*pid),
            Self::AccessDenied { pid, .. } | Self::TimeoutExpired { pid, .. } => *pid,
            Self::NoSuchService { .. } | Self::InvalidArgument(_) | Self::Unsupported { .. } | Self::System { .. } => {
                None
            }
        }
    }

    /// An [`Error::InvalidArgument`].
    pub(crate) fn invalid(what: impl Into<Cow<'static, str>>) -> Self {
        Self::InvalidArgument(what.into())
    }

    /// What the system answered to `what`, which is not about one process.
    pub(crate) fn system(what: impl Into<Cow<'static, str>>, source: impl Into<io::Error>) -> Self {
        let (what, source) = (what.into(), source.into());
        match source.kind() {
            io::ErrorKind::PermissionDenied => Self::AccessDenied { pid: None, what },
            _ => Self::System { what, source },
        }
    }

    /// Data from the system that cannot be read as what it should be.
    pub(crate) fn malformed(what: impl Into<Cow<'static, str>>) -> Self {
        Self::System { what: what.into(), source: io::Error::from(io::ErrorKind::InvalidData) }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSuchProcess { pid } => write!(f, "no process with pid {pid}"),
            Self::NoSuchService { name } => write!(f, "no service is called {}", name.to_string_lossy()),
            Self::ZombieProcess { pid } => write!(f, "process {pid} has ended and waits to be reaped (zombie)"),
            Self::AccessDenied { pid: Some(pid), what } => write!(f, "{what}: access denied (pid {pid})"),
            Self::AccessDenied { pid: None, what } => write!(f, "{what}: access denied"),
            Self::TimeoutExpired { pid: Some(pid), timeout } => {
                write!(f, "process {pid} still runs after {} s", timeout.as_secs_f64())
            }
            Self::TimeoutExpired { pid: None, timeout } => {
                write!(f, "timed out after {} s", timeout.as_secs_f64())
            }
            Self::InvalidArgument(what) => f.write_str(what),
            Self::Unsupported { function, system } => write!(f, "{function} is not supported on {system}"),
            Self::System { what, source } => write!(f, "{what}: {source}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::System { source, .. } => Some(source),
            _ => None,
        }
    }
}
