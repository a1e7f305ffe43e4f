//! The mounted file systems and how full they are, without hanging where one does not answer.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Serialize;
use sysproc::Error;
use sysproc::disk::{DiskUsage, Partition, disk_usage_timeout};

use crate::app::App;
use crate::platform;
use crate::render::safe;

/// How long a file system may take to say how full it is. Its server may be gone.
const PATIENCE: Duration = Duration::from_secs(1);

/// A mounted file system, and how full it is if that is known. Its JSON is one flat object.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct FileSystem {
    #[serde(flatten)]
    pub(crate) partition: Partition,
    pub(crate) total: Option<u64>,
    pub(crate) used: Option<u64>,
    pub(crate) free: Option<u64>,
    pub(crate) percent: Option<f64>,
}

impl FileSystem {
    fn new(partition: Partition, usage: Option<DiskUsage>) -> Self {
        Self {
            partition,
            total: usage.map(|usage| usage.total),
            used: usage.map(|usage| usage.used),
            free: usage.map(|usage| usage.free),
            // Of nothing, nothing can be used.
            percent: usage.filter(|usage| usage.total > 0).map(|usage| usage.percent),
        }
    }

    /// Whether it keeps its files in memory, or is an image that is always full.
    pub(crate) fn is_storage(&self) -> bool {
        let fstype = self.partition.fstype.to_string_lossy();
        !matches!(&*fstype, "tmpfs" | "devtmpfs" | "ramfs" | "hugetlbfs" | "squashfs" | "efivarfs" | "iso9660")
    }
}

/// The mounted file systems. Without `all`, those with space, each once: of several mounts of one, that with the
/// shortest path. One that does not answer is listed without numbers.
pub(crate) fn list(app: &mut App, all: bool) -> sysproc::Result<Vec<FileSystem>> {
    let mounts = mounted(app)?;
    if app.root.is_some() {
        // How full the file systems of a captured machine were is in no file.
        let on_device = if all { Vec::new() } else { app.system.disk_partitions(false)? };
        let listed = |mount: &Partition| all || mount.mountpoint == Path::new("/") || on_device.contains(mount);
        return Ok(mounts.into_iter().filter(listed).map(|mount| FileSystem::new(mount, None)).collect());
    }
    let mut found: Vec<(FileSystem, Option<u64>)> = Vec::with_capacity(mounts.len());
    for mount in mounts {
        let path = mount.mountpoint.as_path();
        match usage(app, path) {
            Ok(usage) if all || usage.total > 0 => {
                let id = platform::file_system_id(path);
                found.push((FileSystem::new(mount, Some(usage)), id));
            }
            Err(error) if all || matches!(error, Error::TimeoutExpired { .. }) => {
                found.push((FileSystem::new(mount, None), None));
            }
            Ok(_) | Err(_) => {}
        }
    }
    Ok(if all { found.into_iter().map(|(found, _)| found).collect() } else { each_once(found) })
}

/// Everything that is mounted and can be seen, without asking how full it is.
pub(crate) fn mounted(app: &App) -> sysproc::Result<Vec<Partition>> {
    Ok(visible(app.system.disk_partitions(true)?))
}

/// A file system with how full it is, as far as it says so.
pub(crate) fn asked(app: &mut App, mount: Partition) -> FileSystem {
    let usage = if app.root.is_some() { None } else { usage(app, &mount.mountpoint).ok() };
    FileSystem::new(mount, usage)
}

/// How full it is; why it does not say so is noted.
fn usage(app: &mut App, path: &Path) -> sysproc::Result<DiskUsage> {
    disk_usage_timeout(path, PATIENCE).inspect_err(|error| match error {
        Error::TimeoutExpired { .. } => app.note(format!("{} does not answer", safe(path.as_os_str()))),
        error => app.note(error.to_string()),
    })
}

/// Without the mounts that others at the same path hide.
fn visible(mounts: Vec<Partition>) -> Vec<Partition> {
    let last: HashMap<PathBuf, usize> =
        mounts.iter().enumerate().map(|(i, mount)| (mount.mountpoint.clone(), i)).collect();
    let is_last = |(i, mount): &(usize, Partition)| last.get(&mount.mountpoint) == Some(i);
    mounts.into_iter().enumerate().filter(is_last).map(|(_, mount)| mount).collect()
}

fn each_once(found: Vec<(FileSystem, Option<u64>)>) -> Vec<FileSystem> {
    let length = |found: &FileSystem| found.partition.mountpoint.as_os_str().len();
    let mut shortest = HashMap::<u64, usize>::new();
    for (i, (mount, id)) in found.iter().enumerate() {
        let Some(id) = *id else { continue };
        let best = shortest.entry(id).or_insert(i);
        if found.get(*best).is_some_and(|(other, _)| length(mount) < length(other)) {
            *best = i;
        }
    }
    let is_shortest =
        |(i, (_, id)): &(usize, (FileSystem, Option<u64>))| id.is_none_or(|id| shortest.get(&id) == Some(i));
    found.into_iter().enumerate().filter(is_shortest).map(|(_, (found, _))| found).collect()
}

/// The file system that holds a path: that which is mounted deepest above it.
pub(crate) fn holding<'a>(mounts: &'a [Partition], path: &Path) -> Option<&'a Partition> {
    let above = mounts.iter().filter(|mount| path.starts_with(&mount.mountpoint));
    above.max_by_key(|mount| mount.mountpoint.components().count())
}

#[cfg(test)]
mod tests {
    use super::{FileSystem, Partition, Path, each_once, holding, visible};

    fn mounted(device: &str, mountpoint: &str) -> Partition {
        Partition { device: device.into(), mountpoint: mountpoint.into(), fstype: "ext4".into(), opts: "rw".into() }
    }

    #[test]
    fn of_several_mounts_of_one_file_system_the_shortest_path_is_listed() {
        let at = |path: &str, id| (FileSystem::new(mounted("/dev/sda", path), None), id);
        let found = each_once(vec![at("/etc/hosts", Some(1)), at("/", Some(1)), at("/a", Some(2)), at("/dead", None)]);
        let paths: Vec<_> = found.iter().map(|found| found.partition.mountpoint.to_str().unwrap()).collect();
        assert_eq!(paths, ["/", "/a", "/dead"]);
    }

    #[test]
    fn what_is_mounted_over_is_not_seen() {
        let seen = visible(vec![mounted("a", "/mnt"), mounted("b", "/"), mounted("c", "/mnt")]);
        assert_eq!(seen, [mounted("b", "/"), mounted("c", "/mnt")]);
    }

    #[test]
    fn a_path_is_held_by_the_deepest_mount_above_it() {
        let mounts = ["/", "/var", "/var/lib"].map(|path| mounted("x", path));
        let holder = |path: &str| holding(&mounts, Path::new(path)).unwrap().mountpoint.clone();
        assert_eq!(holder("/var/library"), Path::new("/var"));
        assert_eq!(holder("/var/lib/x"), Path::new("/var/lib"));
        assert_eq!(holder("/home"), Path::new("/"));
    }
}
