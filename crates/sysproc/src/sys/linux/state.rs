//! What a context remembers between calls.
//!
//! Locks are only ever tried: a fork in another thread can leave one held for ever, and the child then does without the
//! cache.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use super::files;
use super::process::UserNames;
use crate::system::Roots;
use crate::{Error, Result, System};

/// What a context remembers between calls.
#[derive(Debug)]
pub(crate) struct State {
    /// Who asked whether the pids are its own, and in the lowest bit what came out. 0 before anybody has.
    own: AtomicU64,
    pub(super) users: UserNames,
}

impl State {
    pub(crate) fn new(_roots: &Roots) -> Self {
        Self { own: AtomicU64::new(0), users: UserNames::default() }
    }
}

/// Whether the pids of this context are the caller's own: its proc root is a mounted proc of the caller's pid namespace.
pub(super) fn is_own(system: &System) -> bool {
    let own = &system.state().own;
    // A fork of who asked may be in another namespace.
    let me = u64::from(std::process::id()) << 1;
    let known = own.load(Ordering::Relaxed);
    if known & !1 == me {
        return known & 1 == 1;
    }
    let found = shows_own_pids(&system.roots().proc);
    own.store(me | u64::from(found), Ordering::Relaxed);
    found
}

/// Fails with [`Error::Unsupported`] where the pids of this context are not the caller's own.
pub(super) fn require_own(system: &System, function: &'static str) -> Result<()> {
    // The first process of a namespace may be a fork of the first of another: only looking tells.
    let own = if std::process::id() == 1 { shows_own_pids(&system.roots().proc) } else { is_own(system) };
    if own {
        return Ok(());
    }
    Err(Error::Unsupported { function, system: "a proc root that is not the caller's own" })
}

/// Whether the proc root of this context is a mounted proc, the caller's own or not, rather than files that were captured.
pub(super) fn is_mounted(system: &System) -> bool {
    is_own(system) || is_proc(&system.roots().proc)
}

fn is_proc(path: &Path) -> bool {
    /// `PROC_SUPER_MAGIC` of `linux/magic.h`.
    const PROC_MAGIC: u64 = 0x9fa0;
    rustix::fs::statfs(path).is_ok_and(|fs| u64::try_from(fs.f_type).is_ok_and(|magic| magic == PROC_MAGIC))
}

/// A mounted proc names the caller in `self` as the caller knows itself, and with one pid: in the proc of an outer
/// namespace `NSpid` has one for each namespace in between.
fn shows_own_pids(proc: &Path) -> bool {
    if !is_proc(proc) {
        return false;
    }
    let Ok(status) = files::read(&proc.join("self/status")) else { return false };
    let value = |key: &[u8]| sysproc_decode::text::keyed(&status).find(|(k, _)| *k == key).map(|(_, value)| value);
    // Before Linux 4.1 there is no NSpid.
    let pids = value(b"NSpid").or_else(|| value(b"Pid")).unwrap_or_default();
    sysproc_decode::text::number(pids) == Some(std::process::id().into())
}
