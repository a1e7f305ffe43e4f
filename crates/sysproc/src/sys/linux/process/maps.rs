//! The mapped regions of a process.

use std::ffi::OsString;
use std::os::fd::AsFd;

use rustix::fs::OFlags;
use rustix::io::Errno;
use sysproc_decode::linux::smaps::{Region, before_last_region, smaps};

use super::memory::bytes;
use super::{kept, path, read};
use crate::process::{MemoryMap, MemoryMapGroup};
use crate::sys::linux::files::fill;
use crate::{Error, Process, Result};

pub(crate) fn memory_maps(process: &Process) -> Result<Vec<MemoryMap>> {
    let maps = read_maps(process)?;
    kept::not_zombie(process)?;
    Ok(maps)
}

/// The same of a process that may be a zombie.
pub(super) fn read_maps(process: &Process) -> Result<Vec<MemoryMap>> {
    let mut maps = Vec::new();
    each_region(process, |region| {
        maps.push(map_of(process, region)?);
        Some(())
    })?;
    Ok(maps)
}

/// The same with the regions of one path added up.
pub(crate) fn memory_maps_grouped(process: &Process) -> Result<Vec<MemoryMapGroup>> {
    let groups = read_groups(process)?;
    kept::not_zombie(process)?;
    Ok(groups)
}

/// The same of a process that may be a zombie. The regions of a file are mostly side by side, and named once then.
pub(super) fn read_groups(process: &Process) -> Result<Vec<MemoryMapGroup>> {
    let mut groups = Vec::<MemoryMapGroup>::new();
    let (mut last, mut last_inode) = (Vec::new(), 0);
    each_region(process, |region| {
        let sizes = sizes_of(region)?;
        match groups.last_mut().filter(|_| last == region.name && last_inode == region.inode) {
            Some(group) => group.add(&sizes),
            None => {
                groups.push(MemoryMapGroup { path: path_of(process, region), ..sizes });
                last.clear();
                last.extend_from_slice(region.name);
                last_inode = region.inode;
            }
        }
        Some(())
    })?;
    Ok(MemoryMapGroup::merged(groups))
}

/// How much of `smaps` is read before what is whole of it is decoded. All of it may be larger than the process that it is
/// about.
const ROOM: usize = 1 << 14;

/// Hands on each region in `smaps`; none of a process without memory of its own. The file comes in many pieces, and a
/// process that ends between two of them leaves the rest out: then it is a zombie afterwards. `with` says whether it
/// understood the region.
pub(super) fn each_region(process: &Process, mut with: impl FnMut(&Region<'_>) -> Option<()>) -> Result<()> {
    let malformed = || read::malformed(process.system(), process.pid(), "smaps");
    let Some(file) = without_memory_none(read::open(process.system(), process.pid(), "smaps", OFlags::empty()))? else {
        return Ok(());
    };
    let (mut text, mut found) = (Vec::with_capacity(ROOM), false);
    loop {
        let read = fill(file.as_fd(), &mut text)
            .map_err(|errno| read::failed(process.system(), process.pid(), "smaps", errno));
        let Some(more) = without_memory_none(read)? else { return Ok(()) };
        let (whole, rest) = if more { before_last_region(&text) } else { (text.as_slice(), [].as_slice()) };
        for region in smaps(whole) {
            with(&region).ok_or_else(malformed)?;
            found = true;
        }
        if !more {
            return if found || whole.is_empty() { Ok(()) } else { Err(malformed()) };
        }
        let decoded = text.len() - rest.len();
        text.drain(..decoded);
    }
}

fn without_memory_none<T>(read: Result<T>) -> Result<Option<T>> {
    match read {
        Err(error) if kept::is(&error, Errno::SRCH) => Ok(None),
        Err(error) if kept::is(&error, Errno::NOENT) => Err(Error::Unsupported {
            function: "process::memory_maps",
            system: "a kernel without CONFIG_PROC_PAGE_MONITOR",
        }),
        read => read.map(Some),
    }
}

fn map_of(process: &Process, region: &Region<'_>) -> Option<MemoryMap> {
    Some(MemoryMap {
        start: region.start,
        end: region.end,
        perms: String::from_utf8(region.perms.to_vec()).ok()?,
        sizes: MemoryMapGroup { path: path_of(process, region), ..sizes_of(region)? },
    })
}

fn path_of(process: &Process, region: &Region<'_>) -> OsString {
    match region.name {
        b"" => "[anon]".into(),
        name => path::of_region(process, name, region.inode),
    }
}

/// The sizes in bytes, without a path.
fn sizes_of(region: &Region<'_>) -> Option<MemoryMapGroup> {
    let sizes = region.sizes;
    Some(MemoryMapGroup {
        rss: bytes(sizes.rss)?,
        size: bytes(sizes.size),
        pss: bytes(sizes.pss),
        shared_clean: bytes(sizes.shared_clean),
        shared_dirty: bytes(sizes.shared_dirty),
        private_clean: bytes(sizes.private_clean),
        private_dirty: bytes(sizes.private_dirty),
        referenced: bytes(sizes.referenced),
        anonymous: bytes(sizes.anonymous),
        swap: bytes(sizes.swap),
        ..MemoryMapGroup::default()
    })
}
