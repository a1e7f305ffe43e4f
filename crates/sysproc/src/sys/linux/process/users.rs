//! The names of users.

use std::collections::{BTreeMap, HashMap};
use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, TryLockError};
use std::time::{Duration, Instant};

use sysproc_decode::linux::passwd::passwd;

use crate::sys::linux::{ffi, files};
use crate::{Process, Result, System};

/// How long an answer of the name service holds: it can cost a question to another machine.
const SERVICE_ANSWER_HOLDS: Duration = Duration::from_secs(60);

/// The names found so far. Its lock is only tried, and held for a look or a change of the table alone.
#[derive(Debug, Default)]
pub(crate) struct UserNames(Mutex<Table>);

#[derive(Debug, Default)]
struct Table {
    /// Which state of the file the table is of.
    version: Option<Version>,
    /// The users of the file.
    local: HashMap<u32, OsString>,
    /// What the name service answered, and when.
    service: HashMap<u32, (Option<OsString>, Instant)>,
}

/// The names that one listing needs, each looked up once in it. Few users have all processes, which a tree finds quicker
/// than a hash does.
#[derive(Debug, Default)]
pub(super) struct Names(BTreeMap<u32, OsString>);

impl Names {
    pub(super) fn of(&mut self, system: &System, uid: u32) -> OsString {
        self.0.entry(uid).or_insert_with(|| name_of(system, uid)).clone()
    }
}

/// What changes with a file's content: device, inode, size, and when it was written, in seconds and nanoseconds.
type Version = [u64; 5];

pub(crate) fn username(process: &Process) -> Result<OsString> {
    Ok(name_of(process.system(), super::uids(process)?.real))
}

/// The user's name: from `passwd`, else for the machine's own `/etc` from its name service; the number if it has none.
pub(super) fn name_of(system: &System, uid: u32) -> OsString {
    let local = local_name(system, uid);
    let is_own = || system.roots().etc == Path::new("/etc");
    local.or_else(|| is_own().then(|| service_name(system, uid))?).unwrap_or_else(|| uid.to_string().into())
}

fn local_name(system: &System, uid: u32) -> Option<OsString> {
    let path = system.roots().etc.join("passwd");
    let version = version(&path)?;
    if let Some(table) = table(system).filter(|table| table.version == Some(version)) {
        return table.local.get(&uid).cloned();
    }
    let mut local = HashMap::new();
    for user in passwd(&files::read(&path).ok()?) {
        local.entry(user.uid).or_insert_with(|| OsStr::from_bytes(user.name).to_owned());
    }
    let name = local.get(&uid).cloned();
    // Unless it has changed meanwhile, so that the table would be of another state than it says.
    let unchanged = self::version(&path) == Some(version);
    if let Some(mut table) = table(system).filter(|_| unchanged) {
        *table = Table { version: Some(version), local, service: HashMap::new() };
    }
    name
}

fn service_name(system: &System, uid: u32) -> Option<OsString> {
    let now = Instant::now();
    if let Some(table) = table(system) {
        let fresh = |asked: &Instant| now.saturating_duration_since(*asked) < SERVICE_ANSWER_HOLDS;
        if let Some((name, _)) = table.service.get(&uid).filter(|(_, asked)| fresh(asked)) {
            return name.clone();
        }
    }
    // What could not be answered is asked again.
    let name = ffi::passwd::name_of(uid).ok()?;
    if let Some(mut table) = table(system) {
        table.service.insert(uid, (name.clone(), now));
    }
    name
}

/// The table, unless another thread has it just now, or had it in the process that this one was forked from.
fn table(system: &System) -> Option<MutexGuard<'_, Table>> {
    match system.state().users.0.try_lock() {
        Ok(table) => Some(table),
        Err(TryLockError::Poisoned(table)) => Some(table.into_inner()),
        Err(TryLockError::WouldBlock) => None,
    }
}

fn version(path: &Path) -> Option<Version> {
    use std::os::unix::fs::MetadataExt;
    let file = std::fs::metadata(path).ok()?;
    Some([file.dev(), file.ino(), file.size(), file.mtime() as u64, file.mtime_nsec() as u64])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_that_nobody_will_release_costs_no_more_than_the_memory() {
        let etc = tempfile::tempdir().unwrap();
        std::fs::write(etc.path().join("passwd"), "ann:x:7:7::/:\n").unwrap();
        let system = System::builder().etc(etc.path()).build();
        let _left_by_a_fork = system.state().users.0.try_lock().unwrap();
        assert_eq!(name_of(&system, 7), "ann");
        assert_eq!(name_of(&system, 8), "8");
    }
}
