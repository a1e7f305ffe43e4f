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
    known_own(system).unwrap_or(false)
}

/// Fails with [`Error::Unsupported`] where the pids of this context are not the caller's own.
pub(super) fn require_own(system: &System, function: &'static str) -> Result<()> {
    require(known_own(system)?, function)
}

/// The same for what acts, without what is remembered: a fork in another namespace may have the very pid of who asked.
pub(super) fn require_own_now(system: &System, function: &'static str) -> Result<()> {
    require(is_own_now(system)?, function)
}

fn require(own: bool, function: &'static str) -> Result<()> {
    let unsupported = || Error::Unsupported { function, system: "a proc root that is not the caller's own" };
    own.then_some(()).ok_or_else(unsupported)
}

/// What is remembered, or found out now. Where it cannot be found out, as for want of descriptors, nothing is remembered.
fn known_own(system: &System) -> Result<bool> {
    let own = &system.state().own;
    // A fork of who asked may be in another namespace.
    let me = u64::from(std::process::id()) << 1;
    let known = own.load(Ordering::Relaxed);
    if known & !1 == me {
        return Ok(known & 1 == 1);
    }
    let found = is_own_now(system)?;
    own.store(me | u64::from(found), Ordering::Relaxed);
    Ok(found)
}

/// A mounted proc names the caller in `self` as the caller knows itself, and with one pid: in the proc of an outer
/// namespace `NSpid` has one for each namespace in between.
pub(super) fn is_own_now(system: &System) -> Result<bool> {
    let proc = &system.roots().proc;
    if !is_proc(proc) {
        return Ok(false);
    }
    // It is not there where the caller is in no namespace that this proc shows.
    let Some(status) = files::read_optional(&proc.join("self/status"))? else { return Ok(false) };
    let value = |key: &[u8]| sysproc_decode::text::keyed(&status).find(|(k, _)| *k == key).map(|(_, value)| value);
    // Before Linux 4.1 there is no NSpid.
    let pids = value(b"NSpid").or_else(|| value(b"Pid")).unwrap_or_default();
    Ok(sysproc_decode::text::number(pids) == Some(std::process::id().into()))
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
