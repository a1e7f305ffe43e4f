//! What a process is called by in text: its arguments, its environment, and the places that it is in.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;

use sysproc_decode::linux;

use super::{kept, path, read};
use crate::{Process, Result};

pub(crate) fn cmdline(process: &Process) -> Result<Vec<OsString>> {
    Ok(linux::cmdline::cmdline(&kept::file(process, "cmdline")?).map(owned).collect())
}

pub(crate) fn environ(process: &Process) -> Result<Vec<(OsString, OsString)>> {
    let bytes = kept::file(process, "environ")?;
    Ok(linux::environ::environ(&bytes).map(|(name, value)| (owned(name), owned(value))).collect())
}

pub(crate) fn exe(process: &Process) -> Result<PathBuf> {
    Ok(kept::link(process, "exe")?.map(|shown| path::of_link(process, "exe", shown)).unwrap_or_default())
}

pub(crate) fn cwd(process: &Process) -> Result<PathBuf> {
    let shown = kept::link(process, "cwd")?.ok_or_else(|| read::malformed(process.system(), process.pid(), "cwd"))?;
    Ok(path::of_link(process, "cwd", shown))
}

pub(crate) fn cgroup(process: &Process) -> Result<PathBuf> {
    let text = read::read(process, "cgroup")?;
    cgroup_of(&text).ok_or_else(|| read::malformed(process.system(), process.pid(), "cgroup"))
}

/// The group of version 2, else that of the memory controller, else the first.
pub(super) fn cgroup_of(text: &[u8]) -> Option<PathBuf> {
    let groups = || linux::cgroup::cgroup(text);
    let unified = groups().find(|group| group.hierarchy == 0);
    let group = unified.or_else(|| groups().find(|group| group.has(b"memory"))).or_else(|| groups().next())?;
    Some(owned(group.path).into())
}

fn owned(bytes: &[u8]) -> OsString {
    OsStr::from_bytes(bytes).to_owned()
}
