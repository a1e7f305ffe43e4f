//! The descriptors of a process, whatever they are of: the links in `/proc/PID/fd`, and `/proc/PID/fdinfo`.

use std::ffi::CStr;
use std::os::fd::AsFd;

use rustix::fs::FileType;

use super::files::{Directories, failed, mode, settled};
use super::path;
use super::read::{LinkRoom, link_room};
use crate::process::{Descriptor, DescriptorKind};
use crate::sys::linux::fds::{self, Called};
use crate::{Process, Result};

pub(crate) fn descriptors(process: &Process) -> Result<Vec<Descriptor>> {
    settled(process, read_all(process))
}

fn read_all(process: &Process) -> Result<Vec<Descriptor>> {
    let dirs = Directories::open(process)?;
    let (mut found, mut room) = (Vec::new(), link_room());
    let read = fds::for_each(dirs.links.as_fd(), |fd, name| {
        found.extend(descriptor(process, &dirs, &mut room, fd, name)?);
        Ok(())
    });
    read.map_err(|errno| failed(process, errno))?;
    found.sort_by_key(|descriptor: &Descriptor| descriptor.fd);
    Ok(found)
}

/// `None` if it was closed meanwhile.
fn descriptor(
    process: &Process,
    dirs: &Directories,
    room: &mut LinkRoom,
    fd: u32,
    name: &CStr,
) -> Called<Option<Descriptor>> {
    let Some(target) = dirs.link(name, room)? else { return Ok(None) };
    let Some(info) = dirs.info(name)? else { return Ok(None) };
    let there = dirs.behind(name);
    let kind = there.as_ref().map_or_else(|| kind_by_name(target), |there| kind_of(there.kind, target));
    let size = there.map(|there| there.size).filter(|_| kind == DescriptorKind::File);
    let path = path::of_link(process, &format!("fd/{fd}"), target.to_vec());
    let is_shorter = path.as_os_str().len() != target.len();
    let deleted = (kind == DescriptorKind::File).then_some(is_shorter);
    Ok(Some(Descriptor { fd, kind, target: path, size, mode: info.flags.and_then(mode), deleted }))
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
