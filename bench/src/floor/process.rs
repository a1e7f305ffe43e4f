//! The bare calls of questions about one process.

use std::ffi::{CStr, CString};
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, BorrowedFd};

use rustix::fs::{CWD, Mode, OFlags, RawDir, fstat, open, readlinkat_raw, stat};
use rustix::process::{Pid, PidfdFlags, pidfd_open};
use rustix::thread::sched_getaffinity;

use super::files::{in_one_piece, to_the_end};
use super::{floor, sockets};
use crate::Result;
use crate::contender::Contender;
use crate::ffi::pidfd;

/// Files of a process that the kernel makes in one piece: each opened, read and closed.
pub(crate) fn files(pid: u32, names: &[&str]) -> Result<Box<dyn Contender>> {
    let paths = paths(pid, names)?;
    Ok(floor(move || in_one_piece(&paths)))
}

/// One that it makes line by line.
pub(crate) fn lines(pid: u32, name: &str) -> Result<Box<dyn Contender>> {
    let paths = paths(pid, &[name])?;
    Ok(floor(move || to_the_end(&paths)))
}

/// A pidfd opened, `PIDFD_GET_INFO` and closed; before Linux 6.13 the file `status`.
pub(crate) fn ids(pid: u32) -> Result<Box<dyn Contender>> {
    if !pidfd::tell_ids() {
        return files(pid, &["status"]);
    }
    let pid = Pid::from_raw(pid.try_into()?).ok_or("no pid")?;
    Ok(floor(move || ids_by_pidfd(pid)))
}

/// A pidfd opened, looked at for its inode number and closed; before Linux 6.13 the file `stat`.
pub(crate) fn same(pid: u32) -> Result<Box<dyn Contender>> {
    known(pid, |pidfd| Ok(fstat(pidfd).map(|_| ())?))
}

/// The same, and `PIDFD_GET_INFO`.
pub(crate) fn parent(pid: u32) -> Result<Box<dyn Contender>> {
    known(pid, |pidfd| {
        fstat(pidfd)?;
        pidfd::info(pidfd)?;
        Ok(())
    })
}

fn known(pid: u32, ask: fn(BorrowedFd<'_>) -> Result<()>) -> Result<Box<dyn Contender>> {
    if !pidfd::tell_ids() {
        return files(pid, &["stat"]);
    }
    let pid = Pid::from_raw(pid.try_into()?).ok_or("no pid")?;
    Ok(floor(move || ask(pidfd_open(pid, PidfdFlags::empty())?.as_fd())))
}

/// The ids, `statm` and `stat`, and a look whether the names of users have changed.
pub(crate) fn nine(pid: u32) -> Result<Box<dyn Contender>> {
    let by_pidfd = pidfd::tell_ids();
    let mut paths = paths(pid, &["statm", "stat"])?;
    if !by_pidfd {
        paths.extend(self::paths(pid, &["status"])?);
    }
    let pid = Pid::from_raw(pid.try_into()?).ok_or("no pid")?;
    Ok(floor(move || {
        if by_pidfd {
            ids_by_pidfd(pid)?;
        }
        stat("/etc/passwd")?;
        in_one_piece(&paths)
    }))
}

fn ids_by_pidfd(pid: Pid) -> Result<()> {
    pidfd::info(pidfd_open(pid, PidfdFlags::empty())?.as_fd())?;
    Ok(())
}

/// Each file, link and folder that tells something of a process of one thread, once; and the number of its descriptors, which
/// is the size of a folder.
pub(crate) fn everything(pid: u32) -> Result<Box<dyn Contender>> {
    let pieces = ["statm", "status", "cmdline", "environ", "io", "smaps_rollup", &format!("task/{pid}/stat"), "stat"];
    let (pieces, lines) = (paths(pid, &pieces)?, paths(pid, &["smaps"])?);
    let links = paths(pid, &["exe", "cwd"])?;
    let descriptors = paths(pid, &["fd"])?;
    let threads = paths(pid, &["task"])?;
    let id = Pid::from_raw(pid.try_into()?);
    let mut room = Box::new_uninit_slice(1 << 15);
    Ok(floor(move || {
        in_one_piece(&pieces)?;
        to_the_end(&lines)?;
        links.iter().try_for_each(|path| read_link(path))?;
        descriptors.iter().try_for_each(|folder| sockets::files_among(folder, &mut room))?;
        descriptors.iter().try_for_each(|folder| stat(folder).map(|_| ()))?;
        threads.iter().try_for_each(|folder| list(folder, &mut room))?;
        sched_getaffinity(id)?;
        stat("/etc/passwd")?;
        Ok(())
    }))
}

fn read_link(path: &CStr) -> Result<()> {
    let mut link = [MaybeUninit::<u8>::uninit(); 4096];
    readlinkat_raw(CWD, path, &mut link)?;
    Ok(())
}

fn list(folder: &CStr, room: &mut [MaybeUninit<u8>]) -> Result<()> {
    let folder = open(folder, OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty())?;
    let mut entries = RawDir::new(&folder, room);
    while let Some(entry) = entries.next() {
        entry?;
    }
    Ok(())
}

fn paths(pid: u32, names: &[&str]) -> Result<Vec<CString>> {
    Ok(names.iter().map(|name| CString::new(format!("/proc/{pid}/{name}"))).collect::<std::result::Result<_, _>>()?)
}
