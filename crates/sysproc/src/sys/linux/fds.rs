//! The descriptors of processes: the entries of `/proc/PID/fd`, and which of them are sockets.
//!
//! A process may have tens of thousands, so nothing is allocated for one: directories are read into one large buffer, links
//! into a small one.

use std::ffi::CStr;
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, BorrowedFd};

use rustix::fs::{CWD, OFlags, RawDir, readlinkat_raw};
use rustix::io::Errno;
use rustix::path::Arg;
use sysproc_decode::linux::socket::inode_of_link;
use sysproc_decode::text::number;

use super::ffi::fd::Fd;
use super::files::{file_error, open_at};
use crate::{Pid, Result, System};

/// A result of bare system calls.
pub(super) type Called<T> = std::result::Result<T, Errno>;

/// Room for the entries of a directory: for more than three hundred numbers a call.
pub(super) type EntriesRoom = [MaybeUninit<u8>; 8 << 10];

/// On the stack, where it costs next to nothing: each page of it is touched once.
pub(super) fn entries_room() -> EntriesRoom {
    [MaybeUninit::uninit(); 8 << 10]
}

/// Room for `socket:[4294967295]`. What does not fit is cut, and is no socket.
const SOCKET_LINK_ROOM: usize = 32;

/// Hands the descriptors in an open `/proc/PID/fd` to `each`, with the name of their entry.
pub(super) fn for_each(dir: BorrowedFd<'_>, each: impl FnMut(u32, &CStr) -> Called<()>) -> Called<()> {
    for_each_number(dir, &mut entries_room(), each)
}

/// Hands the sockets in an open `/proc/PID/fd` to `each`: descriptor and inode.
pub(super) fn for_each_socket(dir: BorrowedFd<'_>, each: impl FnMut(u32, u64)) -> Called<()> {
    sockets_in(dir, &mut entries_room(), each)
}

/// Hands the sockets of all processes to `each`: pid, descriptor and inode. Processes that end meanwhile, and those whose
/// descriptors the caller may not see, are left out.
pub(super) fn for_each_socket_of_all(system: &System, mut each: impl FnMut(Pid, u32, u64)) -> Result<()> {
    let root = &system.roots().proc;
    let mut scan = || {
        let proc = open_dir(CWD, root.as_path())?;
        let (mut entries, mut path) = (entries_room(), Vec::new());
        for_each_number(proc.as_fd(), &mut entries_room(), |pid, name| {
            path.clear();
            path.extend_from_slice(name.to_bytes());
            path.extend_from_slice(b"/fd");
            let scanned = open_dir(proc.as_fd(), path.as_slice())
                .and_then(|dir| sockets_in(dir.as_fd(), &mut entries, |fd, inode| each(pid, fd, inode)));
            match scanned {
                Err(Errno::NOENT | Errno::SRCH | Errno::NOTDIR | Errno::ACCESS | Errno::PERM) => Ok(()),
                other => other,
            }
        })
    };
    scan().map_err(|errno| file_error(root, errno))
}

fn open_dir(at: impl AsFd, path: impl Arg) -> Called<Fd> {
    open_at(at, path, OFlags::DIRECTORY)
}

fn sockets_in(dir: BorrowedFd<'_>, entries: &mut EntriesRoom, mut each: impl FnMut(u32, u64)) -> Called<()> {
    let mut link = [MaybeUninit::<u8>::uninit(); SOCKET_LINK_ROOM];
    for_each_number(dir, entries, |fd, name| {
        match readlinkat_raw(dir, name, &mut link) {
            Ok((target, _)) => {
                if let Some(inode) = inode_of_link(target) {
                    each(fd, inode);
                }
            }
            // Closed since the directory was read.
            Err(Errno::NOENT) => {}
            Err(errno) => return Err(errno),
        }
        Ok(())
    })
}

/// Hands the entries of a directory whose names are numbers to `each`, reading into `entries`.
fn for_each_number(
    dir: BorrowedFd<'_>,
    entries: &mut EntriesRoom,
    mut each: impl FnMut(u32, &CStr) -> Called<()>,
) -> Called<()> {
    let mut entries = RawDir::new(dir, entries);
    while let Some(entry) = entries.next() {
        let entry = entry?;
        let name = entry.file_name();
        if let Some(number) = number(name.to_bytes()).and_then(|number| number.try_into().ok()) {
            each(number, name)?;
        }
    }
    Ok(())
}
