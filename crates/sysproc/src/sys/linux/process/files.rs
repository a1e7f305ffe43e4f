//! The descriptors and open files of a process.

use std::ffi::CStr;
use std::os::fd::AsFd;

use rustix::fs::{AtFlags, FileType, OFlags, StatxFlags, makedev, readlinkat_raw, statat, statx};
use rustix::io::Errno;
use sysproc_decode::linux::fdinfo::{FdInfo, fdinfo};
use sysproc_decode::linux::socket::inode_of_link;

use super::identity::with_own_stat;
use super::path;
use super::read::{self, LinkRoom, link_room};
use super::stat::{has_lost_its_main_thread, has_memory};
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
    match with_own_stat(process, |stat| Some((has_memory(stat), has_lost_its_main_thread(stat))))? {
        (_, true) => Err(Error::ZombieProcess { pid: process.pid() }),
        (true, _) => found,
        (false, _) => Ok(T::default()),
    }
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
    let mut look = Look { process, dirs: &dirs, room: link_room(), sockets: None };
    let mut files = Vec::new();
    let read = fds::for_each(dirs.links.as_fd(), |fd, name| {
        match look.at(fd, name)? {
            Found::Socket(inode) => each(fd, Some(inode)),
            Found::File(file) => {
                each(fd, None);
                files.push(file);
            }
            Found::Other => each(fd, None),
        }
        Ok(())
    });
    read.map(|()| files).map_err(|errno| failed(process, errno))
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
    pub(super) fn behind(&self, name: &CStr) -> Option<Behind> {
        if self.mounted { behind(&self.links, name).ok() } else { None }
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

/// A look at one descriptor after the other.
struct Look<'a> {
    process: &'a Process,
    dirs: &'a Directories,
    room: LinkRoom,
    /// The device of sockets, once one was seen. A socket's file, as in `/run`, is on another.
    sockets: Option<u64>,
}

/// What a descriptor is of.
enum Found {
    /// A socket with this inode.
    Socket(u64),
    File(OpenFile),
    /// Something else, or it was closed meanwhile.
    Other,
}

impl Look<'_> {
    /// The link is read only where what is behind it does not tell enough: a regular file has a name, and who may not look at
    /// what is there may read the link.
    #[inline(always)]
    fn at(&mut self, fd: u32, name: &CStr) -> Called<Found> {
        let there = self.dirs.behind(name);
        match &there {
            Some(there) if there.kind == FileType::Socket && self.sockets == Some(there.device) => {
                return Ok(Found::Socket(there.inode));
            }
            Some(there) if !matches!(there.kind, FileType::Socket | FileType::RegularFile) => return Ok(Found::Other),
            _ => {}
        }
        let Some(target) = self.dirs.link(name, &mut self.room)? else { return Ok(Found::Other) };
        if let Some(inode) = inode_of_link(target) {
            self.sockets = there.map(|there| there.device);
            return Ok(Found::Socket(inode));
        }
        let is_regular = match there {
            Some(there) => there.kind == FileType::RegularFile,
            // A capture does not have the files. That what is below /dev is a device is the best that can be told.
            None => !self.dirs.mounted && !target.starts_with(b"/dev/"),
        };
        if !is_regular || !target.starts_with(b"/") {
            return Ok(Found::Other);
        }
        let Some(info) = self.dirs.info(name)? else { return Ok(Found::Other) };
        let path = path::of_link(self.process, &format!("fd/{fd}"), target.to_vec());
        Ok(Found::File(OpenFile {
            fd: Some(fd),
            position: info.pos,
            mode: info.flags.and_then(mode),
            flags: info.flags,
            // The mark of a deleted file is not part of its path.
            deleted: Some(path.as_os_str().len() != target.len()),
            path,
        }))
    }
}

/// What a link leads to.
pub(super) struct Behind {
    pub(super) kind: FileType,
    pub(super) size: u64,
    inode: u64,
    device: u64,
}

/// Does not ask a file server, which may be dead.
#[inline(always)]
fn behind(dir: impl AsFd, name: &CStr) -> Called<Behind> {
    let flags = AtFlags::STATX_DONT_SYNC | AtFlags::NO_AUTOMOUNT;
    match statx(&dir, name, flags, StatxFlags::TYPE | StatxFlags::SIZE | StatxFlags::INO) {
        // Linux before 4.11, and sandboxes that do not know it.
        Err(Errno::NOSYS | Errno::PERM) => statat(dir, name, AtFlags::NO_AUTOMOUNT).map(|found| Behind {
            kind: FileType::from_raw_mode(found.st_mode),
            size: u64::try_from(found.st_size).unwrap_or(0),
            inode: found.st_ino,
            device: found.st_dev,
        }),
        found => found.map(|found| Behind {
            kind: FileType::from_raw_mode(found.stx_mode.into()),
            size: found.stx_size,
            inode: found.stx_ino,
            device: makedev(found.stx_dev_major, found.stx_dev_minor),
        }),
    }
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

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::os::fd::AsRawFd;
    use std::os::unix::net::{UnixListener, UnixStream};

    use rustix::fs::{Mode, fstat, openat};

    use super::*;

    #[test]
    fn sockets_and_the_files_of_sockets() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("socket");
        let (listener, pair) = (UnixListener::bind(&path).unwrap(), UnixStream::pair().unwrap());
        let file = openat(rustix::fs::CWD, &path, OFlags::PATH | OFlags::CLOEXEC, Mode::empty()).unwrap();
        assert_eq!(FileType::from_raw_mode(fstat(&file).unwrap().st_mode), FileType::Socket);

        let mut found = HashMap::new();
        let files = read_open_files(&Process::current().unwrap(), |fd, inode| _ = found.insert(fd, inode)).unwrap();
        assert!(files.iter().all(|file| file.path != path), "a socket's file is no regular one");
        let inode_of = |fd: i32| found[&u32::try_from(fd).unwrap()];
        assert_eq!(inode_of(file.as_raw_fd()), None);
        for socket in [listener.as_fd(), pair.0.as_fd(), pair.1.as_fd()] {
            assert_eq!(inode_of(socket.as_raw_fd()), Some(fstat(socket).unwrap().st_ino));
        }
    }
}
