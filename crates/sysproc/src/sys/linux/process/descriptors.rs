//! The descriptors of a process, whatever they are of: the links in `/proc/PID/fd`.

use std::ffi::CStr;
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, OwnedFd};

use rustix::fs::{FileType, OFlags, readlinkat_raw};
use rustix::io::Errno;

use super::files::{failed, file_type, settled};
use super::{path, read};
use crate::process::{Descriptor, DescriptorKind};
use crate::sys::linux::fds::{self, Called};
use crate::sys::linux::state::is_mounted;
use crate::{Process, Result};

pub(crate) fn descriptors(process: &Process) -> Result<Vec<Descriptor>> {
    settled(process, read_all(process))
}

fn read_all(process: &Process) -> Result<Vec<Descriptor>> {
    let links = read::open(process.system(), process.pid(), "fd", OFlags::DIRECTORY)?;
    let mounted = is_mounted(process.system());
    let mut found = Vec::new();
    let read = fds::for_each(links.as_fd(), |fd, name| {
        found.extend(descriptor(process, &links, mounted, fd, name)?);
        Ok(())
    });
    read.map_err(|errno| failed(process, errno))?;
    found.sort_by_key(|descriptor: &Descriptor| descriptor.fd);
    Ok(found)
}

/// `None` if it was closed meanwhile.
fn descriptor(process: &Process, links: &OwnedFd, mounted: bool, fd: u32, name: &CStr) -> Called<Option<Descriptor>> {
    /// Room for the longest path that the kernel tells.
    const PATH_ROOM: usize = 4096;
    let mut link = [MaybeUninit::<u8>::uninit(); PATH_ROOM];
    let target = match readlinkat_raw(links, name, &mut link) {
        Ok((target, _)) => &*target,
        Err(Errno::NOENT | Errno::NAMETOOLONG) => return Ok(None),
        Err(errno) => return Err(errno),
    };
    // A capture has the links, but not what they lead to.
    let there = if mounted { file_type(links, name).ok() } else { None };
    let kind = there.map_or_else(|| kind_by_name(target), |(kind, _)| kind_of(kind, target));
    let size = there.map(|(_, size)| size).filter(|_| kind == DescriptorKind::File);
    let path = path::of_link(process, &format!("fd/{fd}"), target.to_vec());
    Ok(Some(Descriptor { fd, kind, target: path, size }))
}

fn kind_of(kind: FileType, target: &[u8]) -> DescriptorKind {
    match kind {
        // What has no file has the type of none, or of a regular one.
        _ if target.starts_with(b"anon_inode:") => DescriptorKind::Other,
        FileType::RegularFile => DescriptorKind::File,
        FileType::Directory => DescriptorKind::Directory,
        FileType::CharacterDevice => DescriptorKind::CharacterDevice,
        FileType::BlockDevice => DescriptorKind::BlockDevice,
        FileType::Fifo => DescriptorKind::Pipe,
        FileType::Socket => DescriptorKind::Socket,
        _ => DescriptorKind::Other,
    }
}

/// What can be told by the link alone.
fn kind_by_name(target: &[u8]) -> DescriptorKind {
    match target {
        [b'/', b'd', b'e', b'v', b'/', ..] => DescriptorKind::CharacterDevice,
        [b'/', ..] => DescriptorKind::File,
        _ if target.starts_with(b"pipe:") => DescriptorKind::Pipe,
        _ if target.starts_with(b"socket:") => DescriptorKind::Socket,
        _ => DescriptorKind::Other,
    }
}
