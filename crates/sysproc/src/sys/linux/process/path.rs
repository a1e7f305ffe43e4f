//! The paths of files in use, as the kernel shows them in links and maps: with ` (deleted)` behind that of a file that is
//! gone, which a file can also really be called.

use std::ffi::OsString;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};

use rustix::fs::{AtFlags, CWD, Stat, statat};
use sysproc_decode::linux::smaps::{DELETED, unescaped};

use crate::Process;

/// The path that a link of a process, as `exe` or `fd/3`, leads or led to, from what it says.
pub(super) fn of_link(process: &Process, link: &str, shown: Vec<u8>) -> PathBuf {
    let Some(unmarked) = shown.strip_suffix(DELETED) else { return from(shown) };
    let is_name = statat(CWD, below(process, link), AtFlags::empty()).is_ok_and(|file| {
        file.st_nlink != 0 && is_at(process, &shown, |at| (at.st_dev, at.st_ino) == (file.st_dev, file.st_ino))
    });
    from(if is_name { shown } else { unmarked.to_vec() })
}

/// The path of a mapped file, from what `smaps` shows: there a line end is written as `\012`, as a name can be as well.
///
/// Only the inode's number is compared: on some file systems the maps show another device than `stat` does.
pub(super) fn of_region(process: &Process, shown: &[u8], inode: u64) -> OsString {
    let plain = unescaped(shown);
    let marked = shown.ends_with(DELETED);
    if !marked && plain == shown {
        return OsString::from_vec(plain);
    }
    let is_it = |path: &[u8]| is_at(process, path, |at| at.st_ino == inode);
    let name = if is_it(shown) {
        shown
    } else if !marked || is_it(&plain) {
        &plain
    } else {
        plain.strip_suffix(DELETED).unwrap_or(&plain)
    };
    OsString::from_vec(name.to_vec())
}

/// Whether this file is at a path, as the caller or as the process sees it. The path has no links to follow, since the
/// kernel made it.
fn is_at(process: &Process, path: &[u8], is_it: impl Fn(&Stat) -> bool) -> bool {
    let path = Path::new(std::ffi::OsStr::from_bytes(path));
    let Ok(relative) = path.strip_prefix("/") else { return false };
    let flags = AtFlags::SYMLINK_NOFOLLOW | AtFlags::NO_AUTOMOUNT;
    [path, &below(process, "root").join(relative)]
        .into_iter()
        .any(|path| statat(CWD, path, flags).is_ok_and(|at| is_it(&at)))
}

fn below(process: &Process, file: &str) -> PathBuf {
    let mut path = process.system().roots().proc.join(process.pid().to_string());
    path.push(file);
    path
}

fn from(bytes: Vec<u8>) -> PathBuf {
    PathBuf::from(OsString::from_vec(bytes))
}
