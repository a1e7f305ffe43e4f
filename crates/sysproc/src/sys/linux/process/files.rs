//! The descriptors and open files of a process.

use std::ffi::CStr;
use std::os::fd::AsFd;

use rustix::fs::{AtFlags, FileType, OFlags, StatxFlags, readlinkat_raw, statat, statx};
use rustix::io::Errno;
use sysproc_decode::linux::fdinfo::{FdInfo, fdinfo};
use sysproc_decode::linux::socket::inode_of_link;

use super::identity::with_own_stat;
use super::path;
use super::read::{self, LinkRoom, link_room};
use super::stat::has_memory;
use crate::process::{OpenFile, OpenMode};
use crate::sys::linux::fds::{self, Called};
use crate::sys::linux::ffi::fd::Fd;
use crate::sys::linux::files::{open_at, whole_piece};
use crate::sys::linux::state::is_mounted;
use crate::{Error, Process, Result};

#[inline]
pub(crate) fn num_fds(process: &Process) -> Result<usize> {
    match told_num_fds(process)? {
        Some(count) => Ok(count),
        None => settled(process, count_fds(process)),
    }
}

pub(super) fn read_num_fds(process: &Process) -> Result<usize> {
    told_num_fds(process)?.map_or_else(|| count_fds(process), Ok)
}

/// The size of `/proc/PID/fd` since Linux 6.2; before it is 0. In a captured tree it is the size of something else.
#[inline(always)]
fn told_num_fds(process: &Process) -> Result<Option<usize>> {
    let size = if is_mounted(process.system()) { read::stat(process, "fd")?.st_size } else { 0 };
    Ok(usize::try_from(size).ok().filter(|count| *count > 0))
}

pub(crate) fn open_files(process: &Process) -> Result<Vec<OpenFile>> {
    settled(process, read_open_files(process, |_, _| ()))
}

/// What was read of the descriptors of a process, once it is sure that it is of that process and whole: one that ends lets
/// go of its descriptors all at once, which looks as if it had closed them one after the other.
///
/// It lets go of its memory before (`do_exit` in the kernel's `kernel/exit.c`). So as long as it has memory, it had its
/// descriptors. Without, it has none: it is ending, a zombie, or a kernel thread.
pub(super) fn settled<T: Default>(process: &Process, found: Result<T>) -> Result<T> {
    let has_memory = with_own_stat(process, |stat| Some(has_memory(stat)))?;
    if has_memory { found } else { Ok(T::default()) }
}

fn count_fds(process: &Process) -> Result<usize> {
    let dir = read::open(process.system(), process.pid(), "fd", OFlags::DIRECTORY)?;
    let mut count = 0;
    let counted = fds::for_each(dir.as_fd(), |_, _| {
        count += 1;
        Ok(())
    });
    counted.map(|()| count).map_err(|errno| failed(process, errno))
}

/// The open files, not settled, and on the way each descriptor, with its inode if it is a socket.
pub(super) fn read_open_files(process: &Process, mut each: impl FnMut(u32, Option<u64>)) -> Result<Vec<OpenFile>> {
    let dirs = Directories::open(process)?;
    let mut found = Vec::new();
    let mut room = link_room();
    let read = fds::for_each(dirs.links.as_fd(), |fd, name| {
        match held(process, &dirs, &mut room, fd, name)? {
            Held::Socket(inode) => each(fd, Some(inode)),
            Held::File(file) => {
                each(fd, None);
                found.push(file);
            }
            Held::Other => each(fd, None),
        }
        Ok(())
    });
    read.map(|()| found).map_err(|errno| failed(process, errno))
}

pub(super) fn failed(process: &Process, errno: Errno) -> Error {
    read::failed(process.system(), process.pid(), "fd", errno)
}

/// Where the descriptors of a process are told of.
pub(super) struct Directories {
    /// `/proc/PID/fd`.
    pub(super) links: Fd,
    /// Whether the links lead to the open files themselves, as in a mounted proc.
    pub(super) mounted: bool,
}

impl Directories {
    pub(super) fn open(process: &Process) -> Result<Self> {
        let links = read::open(process.system(), process.pid(), "fd", OFlags::DIRECTORY)?;
        Ok(Self { links, mounted: is_mounted(process.system()) })
    }

    /// What a descriptor is of; `None` in a capture, which does not have it, and where it may not be looked at.
    #[inline(always)]
    pub(super) fn look(&self, name: &CStr) -> Option<Target> {
        if self.mounted { target(&self.links, name).ok() } else { None }
    }

    /// Where the link of a descriptor leads; `None` if it was closed meanwhile.
    #[inline(always)]
    pub(super) fn link<'r>(&self, name: &CStr, room: &'r mut LinkRoom) -> Called<Option<&'r [u8]>> {
        match readlinkat_raw(&self.links, name, room) {
            Ok((target, _)) => Ok(Some(target)),
            Err(Errno::NOENT | Errno::NAMETOOLONG) => Ok(None),
            Err(errno) => Err(errno),
        }
    }

    /// How a descriptor was opened; `None` if it was closed meanwhile. A capture may not tell.
    pub(super) fn info(&self, name: &CStr) -> Called<Option<FdInfo>> {
        match read_info(&self.links, name) {
            Ok(info) => Ok(Some(info)),
            Err(Errno::NOENT | Errno::SRCH) if self.mounted => Ok(None),
            Err(Errno::NOENT) => Ok(Some(FdInfo::default())),
            Err(errno) => Err(errno),
        }
    }
}

/// What a descriptor is of.
enum Held {
    /// A socket with this inode.
    Socket(u64),
    File(OpenFile),
    /// Something else, or it was closed meanwhile.
    Other,
}

/// The link is read only where what it leads to does not tell enough: a regular file has a name, and who may not look at what
/// is there may read the link.
#[inline(always)]
fn held(process: &Process, dirs: &Directories, room: &mut LinkRoom, fd: u32, name: &CStr) -> Called<Held> {
    let there = dirs.look(name);
    match &there {
        Some(Target { kind: FileType::Socket, inode, .. }) => return Ok(Held::Socket(*inode)),
        Some(Target { kind: FileType::RegularFile, .. }) | None => {}
        Some(_) => return Ok(Held::Other),
    }
    let Some(target) = dirs.link(name, room)? else { return Ok(Held::Other) };
    if let Some(inode) = inode_of_link(target) {
        return Ok(Held::Socket(inode));
    }
    // A capture does not have the files. That what is below /dev is a device is the best that can be told.
    let is_regular = there.is_some() || !dirs.mounted && !target.starts_with(b"/dev/");
    if !is_regular || !target.starts_with(b"/") {
        return Ok(Held::Other);
    }
    let Some(info) = dirs.info(name)? else { return Ok(Held::Other) };
    let path = path::of_link(process, &format!("fd/{fd}"), target.to_vec());
    Ok(Held::File(OpenFile {
        fd: Some(fd),
        position: info.pos,
        mode: info.flags.and_then(mode),
        flags: info.flags,
        // The mark of a deleted file is not part of its path.
        deleted: Some(path.as_os_str().len() != target.len()),
        path,
    }))
}

/// What a link leads to.
pub(super) struct Target {
    pub(super) kind: FileType,
    pub(super) size: u64,
    inode: u64,
}

/// Does not ask a file server, which may be dead.
#[inline(always)]
fn target(dir: impl AsFd, name: &CStr) -> Called<Target> {
    let flags = AtFlags::STATX_DONT_SYNC | AtFlags::NO_AUTOMOUNT;
    let (mode, size, inode) = match statx(&dir, name, flags, StatxFlags::TYPE | StatxFlags::SIZE | StatxFlags::INO) {
        // Linux before 4.11.
        Err(Errno::NOSYS) => {
            let stat = statat(dir, name, AtFlags::NO_AUTOMOUNT)?;
            (stat.st_mode, u64::try_from(stat.st_size).unwrap_or(0), stat.st_ino)
        }
        other => other.map(|found| (found.stx_mode.into(), found.stx_size, found.stx_ino))?,
    };
    Ok(Target { kind: FileType::from_raw_mode(mode), size, inode })
}

/// Reads `/proc/PID/fdinfo/NAME`, from the folder beside it: so it is sure to be of the same process.
fn read_info(links: &Fd, name: &CStr) -> Called<FdInfo> {
    let path = [b"../fdinfo/", name.to_bytes()].concat();
    Ok(fdinfo(&whole_piece(open_at(links, path, OFlags::empty())?.as_fd())?))
}

/// How a file was opened, by the flags of open(2).
pub(super) fn mode(flags: u32) -> Option<OpenMode> {
    let flags = OFlags::from_bits_retain(flags);
    let append = flags.contains(OFlags::APPEND);
    match flags & OFlags::RWMODE {
        OFlags::RDONLY => Some(OpenMode::Read),
        OFlags::WRONLY if append => Some(OpenMode::Append),
        OFlags::WRONLY => Some(OpenMode::Write),
        OFlags::RDWR if append => Some(OpenMode::ReadAppend),
        OFlags::RDWR => Some(OpenMode::ReadWrite),
        // Both bits: open(2) has it for descriptors that can neither be read nor written.
        _ => None,
    }
}
