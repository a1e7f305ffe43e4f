//! The bare calls of finding sockets and those who hold them.

use std::ffi::{CStr, CString};
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, BorrowedFd};

use rustix::fs::{AtFlags, CWD, Mode, OFlags, RawDir, StatxFlags, openat, readlinkat_raw, stat, statx};

use super::floor;
use super::listing::each_process;
use super::netlink::tcp_sockets;
use crate::Result;
use crate::contender::{Contender, FLOOR, Row, listing};

/// sock_diag alone.
pub(crate) fn without_owners() -> Box<dyn Contender> {
    counted(tcp_sockets)
}

/// And each descriptor of each process.
pub(crate) fn with_owners() -> Box<dyn Contender> {
    let mut processes = Box::new_uninit_slice(1 << 18);
    let mut room = Box::new_uninit_slice(1 << 18);
    counted(move || {
        let sockets = tcp_sockets()?;
        each_process(&mut processes, |proc, name, _| {
            let path = [name.to_bytes(), b"/fd"].concat();
            // One that ended meanwhile has none.
            let _ = read_links(proc, &CString::new(path).unwrap_or_default(), &mut room);
        })?;
        Ok(sockets)
    })
}

/// And each descriptor of one process.
pub(crate) fn of_process(pid: u32) -> Result<Box<dyn Contender>> {
    let path = CString::new(format!("/proc/{pid}/fd"))?;
    let mut room = Box::new_uninit_slice(1 << 18);
    Ok(counted(move || {
        read_links(CWD, &path, &mut room)?;
        tcp_sockets()
    }))
}

/// The size of the folder of descriptors, which is their number.
pub(crate) fn count(pid: u32) -> Result<Box<dyn Contender>> {
    let path = CString::new(format!("/proc/{pid}/fd"))?;
    Ok(floor(move || Ok(stat(&path).map(|_| ())?)))
}

/// Each descriptor of one process, without a look at sockets.
pub(crate) fn descriptors(pid: u32) -> Result<Box<dyn Contender>> {
    let path = CString::new(format!("/proc/{pid}/fd"))?;
    let mut room = Box::new_uninit_slice(1 << 18);
    Ok(floor(move || read_links(CWD, &path, &mut room)))
}

fn counted(calls: impl FnMut() -> Result<usize> + 'static) -> Box<dyn Contender> {
    listing(FLOOR, calls, |count| *count, |_, _| Some(Row::default()))
}

/// Each descriptor of one process, and of those that have a path whether it is that of a regular file.
pub(super) fn files_among(path: &CStr, room: &mut [MaybeUninit<u8>]) -> Result<()> {
    each_link(CWD, path, room, |dir, name, link| {
        if link.starts_with(b"/") {
            statx(dir, name, AtFlags::empty(), StatxFlags::TYPE)?;
        }
        Ok(())
    })
}

fn read_links(at: impl AsFd, path: &CStr, room: &mut [MaybeUninit<u8>]) -> Result<()> {
    each_link(at, path, room, |_, _, _| Ok(()))
}

fn each_link(
    at: impl AsFd,
    path: &CStr,
    room: &mut [MaybeUninit<u8>],
    with: impl Fn(BorrowedFd<'_>, &CStr, &[u8]) -> Result<()>,
) -> Result<()> {
    let dir = openat(at, path, OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty())?;
    let mut link = [MaybeUninit::<u8>::uninit(); 64];
    let mut entries = RawDir::new(&dir, room);
    while let Some(entry) = entries.next() {
        let entry = entry?;
        if !entry.file_name().to_bytes().starts_with(b".") {
            let (link, _) = readlinkat_raw(&dir, entry.file_name(), &mut link)?;
            with(dir.as_fd(), entry.file_name(), link)?;
        }
    }
    Ok(())
}
