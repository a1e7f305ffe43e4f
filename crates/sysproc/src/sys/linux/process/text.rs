//! What a process is called by in text: its arguments, its environment, and the places that it is in.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;

use sysproc_decode::linux;
use sysproc_decode::linux::cgroup::Membership;

use super::{kept, path, read};
use crate::{Process, Result};

/// As much as execve(2) takes of arguments and environment together, whatever the limit of the stack (`fs/exec.c`). A
/// process can say that any of its memory is its arguments (`PR_SET_MM`), also what has no pages: without end it would be
/// the reader who needs the memory.
const MOST: u64 = 6 << 20;

/// Of so many bytes, with the pointer to each that execve(2) counts too.
const MOST_ARGUMENTS: usize = (MOST / 9) as usize;

pub(crate) fn cmdline(process: &Process) -> Result<Vec<OsString>> {
    let bytes = kept::file(process, "cmdline", MOST)?;
    Ok(linux::cmdline::cmdline(&bytes).take(MOST_ARGUMENTS).map(owned).collect())
}

/// The first argument, or what of it there is room for in a page.
pub(super) fn first_argument(process: &Process) -> Result<Option<OsString>> {
    Ok(linux::cmdline::cmdline(&kept::file(process, "cmdline", 1)?).next().map(owned))
}

pub(crate) fn environ(process: &Process) -> Result<Vec<(OsString, OsString)>> {
    let bytes = kept::file(process, "environ", MOST)?;
    Ok(linux::environ::environ(&bytes).map(|(name, value)| (owned(name), owned(value))).collect())
}

pub(crate) fn exe(process: &Process) -> Result<PathBuf> {
    Ok(kept::link(process, "exe")?.map(|shown| path::of_link(process, "exe", shown)).unwrap_or_default())
}

pub(crate) fn cwd(process: &Process) -> Result<PathBuf> {
    match kept::link(process, "cwd")? {
        Some(shown) => Ok(path::of_link(process, "cwd", shown)),
        None => Err(kept::let_go(process, "cwd")),
    }
}

pub(crate) fn cgroup(process: &Process) -> Result<PathBuf> {
    let text = read::read(process, "cgroup")?;
    cgroup_of(&text).ok_or_else(|| read::malformed(process.system(), process.pid(), "cgroup"))
}

/// The group of version 2, else that of the memory controller, else the first; but one below its root before a root. A
/// machine can have version 2 mounted and its controllers in version 1: then all are in the root of the former.
pub(super) fn cgroup_of(text: &[u8]) -> Option<PathBuf> {
    let rank = |group: &Membership<'_>| (group.path == b"/", group.hierarchy != 0, !group.has(b"memory"));
    linux::cgroup::cgroup(text).min_by_key(rank).map(|group| owned(group.path).into())
}

fn owned(bytes: &[u8]) -> OsString {
    OsStr::from_bytes(bytes).to_owned()
}
