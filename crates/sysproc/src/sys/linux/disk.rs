//! Disks: mounts from `/proc/self/mounts`, space by `statvfs(2)`, counters from `/proc/diskstats` or `/sys/block`.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

use sysproc_decode::linux::block_stat::{BlockStat, block_stat};
use sysproc_decode::linux::diskstats::{disk_of_partition, diskstats};
use sysproc_decode::linux::filesystems::filesystems;
use sysproc_decode::linux::mounts::{Mount, mountinfo, mounts};
use sysproc_decode::text::assignments;

use super::files;
use crate::disk::{DiskCounters, DiskIo, DiskUsage, Partition};
use crate::{Error, Result, System, percent};

pub(crate) fn partitions(system: &System, all: bool) -> Result<Vec<Partition>> {
    let known = if all { Vec::new() } else { files::read_whole(&system.roots().proc.join("filesystems"))? };
    let on_device = (!all).then(|| kinds_on_device(&known));
    let table = files::read_of_namespace(system, "mounts")?;
    let is_listed = |mount: &Mount<'_>| {
        let named = !matches!(&*mount.source, b"" | b"none");
        on_device.as_ref().is_none_or(|kinds| named && kinds.contains(&&*mount.fstype))
    };
    let listed = mounts(&table).filter(is_listed).map(|mount| Partition {
        device: root_device(system, &mount).unwrap_or_else(|| os_string(&mount.source)),
        mountpoint: os_string(&mount.mount_point).into(),
        fstype: os_string(&mount.fstype),
        opts: os_string(&mount.options),
    });
    Ok(listed.collect())
}

/// The kinds of file systems that stand on a device. Zfs does, though it takes care of its devices itself.
fn kinds_on_device(known: &[u8]) -> Vec<&[u8]> {
    let kinds = filesystems(known).filter(|(kind, on_device)| *on_device || *kind == b"zfs");
    kinds.map(|(kind, _)| kind).collect()
}

/// The device that the kernel calls `/dev/root`, since it had mounted it before there was a `/dev`: found by its number.
fn root_device(system: &System, mount: &Mount<'_>) -> Option<OsString> {
    if !matches!(&*mount.source, b"/dev/root" | b"rootfs") {
        return None;
    }
    let table = files::read_of_namespace(system, "mountinfo").ok()?;
    let found = mountinfo(&table).find(|info| info.source == mount.source && info.mount_point == mount.mount_point)?;
    let (major, minor) = found.device;
    let uevent = files::read_whole(&system.roots().sys.join(format!("dev/block/{major}:{minor}/uevent"))).ok()?;
    let (_, name) = assignments(&uevent).find(|(key, _)| *key == b"DEVNAME")?;
    Some(os_string(&[b"/dev/", name].concat()))
}

fn os_string(bytes: &[u8]) -> OsString {
    OsString::from_vec(bytes.to_vec())
}

pub(crate) fn usage(path: &Path) -> Result<DiskUsage> {
    let space = rustix::fs::statvfs(path).map_err(|errno| files::file_error(path, errno))?;
    let bytes = |blocks: u64| blocks.saturating_mul(space.f_frsize);
    let used = bytes(space.f_blocks.saturating_sub(space.f_bfree));
    let free = bytes(space.f_bavail);
    Ok(DiskUsage { total: bytes(space.f_blocks), used, free, percent: percent::of(used, used.saturating_add(free)) })
}

pub(crate) fn io_counters(system: &System, each: &mut dyn FnMut(DiskCounters<'_>)) -> Result<()> {
    let Some(table) = files::read_optional(&system.roots().proc.join("diskstats"))? else {
        return of_sysfs(system, each);
    };
    let mut last_disk: &[u8] = b"";
    for found in diskstats(&table) {
        // Partitions come right behind their disk. What is called like one of them may still be a disk.
        let like_partition = disk_of_partition(found.name) == Some(last_disk);
        let whole = !like_partition || system.roots().sys.join("block").join(in_sysfs(found.name)).exists();
        if whole {
            last_disk = found.name;
        }
        each(DiskCounters { name: OsStr::from_bytes(found.name), whole, io: io(found.stat) });
    }
    Ok(())
}

/// The folder of a disk in `/sys`, where a slash in its name is written otherwise.
fn in_sysfs(name: &[u8]) -> PathBuf {
    let name = name.iter().map(|byte| if *byte == b'/' { b'!' } else { *byte });
    OsString::from_vec(name.collect()).into()
}

/// Disks, and below each its partitions.
fn of_sysfs(system: &System, each: &mut dyn FnMut(DiskCounters<'_>)) -> Result<()> {
    let root = system.roots().sys.join("block");
    if !root.exists() {
        return Err(Error::Unsupported {
            function: "disk::io_counters",
            system: "a kernel without diskstats and sysfs",
        });
    }
    for disk in folders(&root)? {
        let path = root.join(&disk);
        of_folder(&path, &disk, true, each)?;
        for partition in
            folders(&path)?.iter().filter(|name| disk_of_partition(name.as_bytes()) == Some(disk.as_bytes()))
        {
            of_folder(&path.join(partition), partition, false, each)?;
        }
    }
    Ok(())
}

/// The counters of a folder, if it has any: it may be gone by now.
fn of_folder(path: &Path, name: &OsStr, whole: bool, each: &mut dyn FnMut(DiskCounters<'_>)) -> Result<()> {
    let text = files::read_optional(&path.join("stat"))?;
    if let Some(stat) = text.as_deref().and_then(block_stat) {
        let name: Vec<u8> = name.as_bytes().iter().map(|byte| if *byte == b'!' { b'/' } else { *byte }).collect();
        each(DiskCounters { name: OsStr::from_bytes(&name), whole, io: io(stat) });
    }
    Ok(())
}

/// The names of what is in a folder; none if it is gone by now.
fn folders(path: &Path) -> Result<Vec<OsString>> {
    match std::fs::read_dir(path) {
        Ok(entries) => Ok(entries.filter_map(|entry| Some(entry.ok()?.file_name())).collect()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(Error::system(path.display().to_string(), error)),
    }
}

fn io(stat: BlockStat) -> DiskIo {
    /// The kernel counts in sectors of this size, whatever the disk has.
    const SECTOR: u64 = 512;
    DiskIo {
        read_count: stat.reads,
        write_count: stat.writes,
        read_bytes: stat.sectors_read.saturating_mul(SECTOR),
        write_bytes: stat.sectors_written.saturating_mul(SECTOR),
        read_time: stat.more.map(|more| Duration::from_millis(more.read_ms)),
        write_time: stat.more.map(|more| Duration::from_millis(more.write_ms)),
        read_merged_count: stat.more.map(|more| more.reads_merged),
        write_merged_count: stat.more.map(|more| more.writes_merged),
        busy_time: stat.more.map(|more| Duration::from_millis(more.io_ms)),
        queue_time: stat.more.map(|more| Duration::from_millis(more.weighted_ms)),
    }
}
