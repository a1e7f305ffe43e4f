//! The context: which machine is asked, and where its files are.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use crate::sys;

/// Which machine is asked, and where its files are.
///
/// [`System::default`] is the running machine. Another context reads a captured tree, or a container's `/proc`:
///
/// ```
/// # fn main() -> sysproc::Result<()> {
/// let captured = sysproc::System::builder().proc("/srv/capture/proc").sys("/srv/capture/sys").build();
/// assert!(captured.virtual_memory().is_err(), "nothing was captured there");
/// # Ok(()) }
/// ```
///
/// Where the proc root is not the caller's own, answers come from its files only, and acting on a process is
/// [`Unsupported`](crate::Error::Unsupported): its pids are not the caller's.
///
/// Cloning is cheap, and clones share their cache (of user names).
#[derive(Debug, Clone)]
pub struct System {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    roots: Roots,
    state: sys::State,
}

/// Where the files of the machine are.
#[derive(Debug, Clone)]
pub(crate) struct Roots {
    pub(crate) proc: PathBuf,
    pub(crate) sys: PathBuf,
    pub(crate) etc: PathBuf,
    pub(crate) run: PathBuf,
    pub(crate) dev: PathBuf,
}

impl Default for Roots {
    fn default() -> Self {
        Self { proc: "/proc".into(), sys: "/sys".into(), etc: "/etc".into(), run: "/run".into(), dev: "/dev".into() }
    }
}

impl Default for System {
    fn default() -> Self {
        // The value is made before it is offered, so that no lock is held for longer than a move takes: a fork in
        // another thread must not leave it held.
        static LOCAL: OnceLock<System> = OnceLock::new();
        if let Some(local) = LOCAL.get() {
            return local.clone();
        }
        let made = Self::builder().build();
        LOCAL.get_or_init(move || made).clone()
    }
}

impl System {
    /// A context with its own roots.
    #[must_use]
    pub fn builder() -> SystemBuilder {
        SystemBuilder { roots: Roots::default() }
    }

    /// Where the proc file system of this context is.
    #[must_use]
    pub fn proc_root(&self) -> &Path {
        &self.inner.roots.proc
    }

    #[allow(dead_code)] // Not every system has such roots.
    pub(crate) fn roots(&self) -> &Roots {
        &self.inner.roots
    }

    pub(crate) fn state(&self) -> &sys::State {
        &self.inner.state
    }

    /// Whether two contexts are one and the same, or have the same roots.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.inner, &other.inner) || self.inner.roots.proc == other.inner.roots.proc
    }
}

/// Sets the roots of a [`System`].
#[derive(Debug, Clone)]
pub struct SystemBuilder {
    roots: Roots,
}

impl SystemBuilder {
    /// Where the proc file system is; `/proc` by default. Linux, Solaris.
    #[must_use]
    pub fn proc(mut self, path: impl Into<PathBuf>) -> Self {
        self.roots.proc = path.into();
        self
    }

    /// Where the sys file system is; `/sys` by default. Linux.
    #[must_use]
    pub fn sys(mut self, path: impl Into<PathBuf>) -> Self {
        self.roots.sys = path.into();
        self
    }

    /// Where `passwd` and `os-release` are; `/etc` by default. Unix.
    #[must_use]
    pub fn etc(mut self, path: impl Into<PathBuf>) -> Self {
        self.roots.etc = path.into();
        self
    }

    /// Where `utmp` and the session files are; `/run` by default. Linux.
    #[must_use]
    pub fn run(mut self, path: impl Into<PathBuf>) -> Self {
        self.roots.run = path.into();
        self
    }

    /// Where the devices are, for the names of terminals; `/dev` by default. Unix.
    #[must_use]
    pub fn dev(mut self, path: impl Into<PathBuf>) -> Self {
        self.roots.dev = path.into();
        self
    }

    /// The context.
    #[must_use]
    pub fn build(self) -> System {
        let state = sys::State::new(&self.roots);
        System { inner: Arc::new(Inner { roots: self.roots, state }) }
    }
}
