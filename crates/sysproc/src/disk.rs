//! Disks: partitions, usage, I/O counters.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::sampler::Counters;
use crate::{Result, System, deadline, sys};

/// A mounted file system.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Partition {
    /// What is mounted: a device, or a name that the file system gives itself.
    #[cfg_attr(feature = "serde", serde(with = "crate::text::escape"))]
    pub device: OsString,
    /// Where it is mounted.
    #[cfg_attr(feature = "serde", serde(with = "crate::text::escape"))]
    pub mountpoint: PathBuf,
    /// The kind of file system.
    #[cfg_attr(feature = "serde", serde(with = "crate::text::escape"))]
    pub fstype: OsString,
    /// Mount options, separated by commas.
    #[cfg_attr(feature = "serde", serde(with = "crate::text::escape"))]
    pub opts: OsString,
}

/// The space of the file system that holds a path, in bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct DiskUsage {
    /// All of it.
    pub total: u64,
    /// In use.
    pub used: u64,
    /// What an unprivileged user may still take: the part reserved for root is in neither `used` nor `free`.
    pub free: u64,
    /// `used / (used + free)`, in percent, as `df` shows it.
    pub percent: f64,
}

/// I/O since boot of a disk, or of all disks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct DiskIo {
    /// Reads completed.
    pub read_count: u64,
    /// Writes completed.
    pub write_count: u64,
    /// Bytes read.
    pub read_bytes: u64,
    /// Bytes written.
    pub write_bytes: u64,
    /// Time that reads took, summed over the requests. Not on OpenBSD, NetBSD.
    #[cfg_attr(feature = "serde", serde(with = "crate::text::seconds"))]
    pub read_time: Option<Duration>,
    /// Time that writes took, summed over the requests. Not on OpenBSD, NetBSD.
    #[cfg_attr(feature = "serde", serde(with = "crate::text::seconds"))]
    pub write_time: Option<Duration>,
    /// Reads that were merged into others. Linux.
    pub read_merged_count: Option<u64>,
    /// Writes that were merged into others. Linux.
    pub write_merged_count: Option<u64>,
    /// Time during which requests were outstanding. Linux, FreeBSD.
    #[cfg_attr(feature = "serde", serde(with = "crate::text::seconds"))]
    pub busy_time: Option<Duration>,
    /// Time that requests were outstanding, summed over them: two that wait for a second make two seconds. Linux.
    #[cfg_attr(feature = "serde", serde(with = "crate::text::seconds"))]
    pub queue_time: Option<Duration>,
}

/// The counters of one block device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DiskCounters<'a> {
    pub(crate) name: &'a OsStr,
    /// A whole disk, which counts in the total, and not a partition of one.
    pub(crate) whole: bool,
    pub(crate) io: DiskIo,
}

impl System {
    /// The mounted file systems; without `all` only those that stand on a device.
    ///
    /// No mounted file system is touched, so a dead network mount cannot hang this.
    ///
    /// # Errors
    /// [`Error::System`](crate::Error::System) if the source cannot be read.
    ///
    /// # Platform
    /// Linux: `/proc/self/mounts`; on a device is what `/proc/filesystems` does not mark `nodev`, and zfs. With a proc root
    /// that is not the caller's own, what its process 1 sees. Windows: `GetLogicalDrives`, and the folders that volumes are
    /// mounted at; with `all` also drives with nothing in them. `opts` are `rw` or `ro`, `compressed`, and the kind of drive.
    /// One that does not say within 2 s what is on it has no file system.
    pub fn disk_partitions(&self, all: bool) -> Result<Vec<Partition>> {
        sys::disk::partitions(self, all)
    }

    /// I/O since boot over all disks, partitions left out; `None` without disks.
    ///
    /// Disks that stand on others, such as those of the device-mapper, count beside them.
    ///
    /// # Errors
    /// [`Error::System`](crate::Error::System) if the source cannot be read, and
    /// [`Error::Unsupported`](crate::Error::Unsupported) if there is none.
    ///
    /// # Platform
    /// Linux: `/proc/diskstats`, in sectors of 512 bytes whatever the device; else `/sys/block`. Windows:
    /// `IOCTL_DISK_PERFORMANCE` of each `PhysicalDriveN`.
    pub fn disk_io(&self) -> Result<Option<DiskIo>> {
        let mut sum: Option<DiskIo> = None;
        sys::disk::io_counters(self, &mut |disk| {
            if disk.whole {
                sum = Some(sum.map_or(disk.io, |sum| sum.plus(disk.io)));
            }
        })?;
        Ok(sum)
    }

    /// I/O since boot of each disk and each partition, by name.
    ///
    /// # Errors
    /// As [`System::disk_io`].
    ///
    /// # Platform
    /// As [`System::disk_io`].
    pub fn disk_io_per_disk(&self) -> Result<BTreeMap<OsString, DiskIo>> {
        self.disk_io_of(|_| true)
    }

    /// I/O since boot of each whole disk, by name, without partitions: the summands of [`System::disk_io`].
    ///
    /// # Errors
    /// As [`System::disk_io`].
    ///
    /// # Platform
    /// As [`System::disk_io`].
    pub fn disk_io_whole_disks(&self) -> Result<BTreeMap<OsString, DiskIo>> {
        self.disk_io_of(|disk| disk.whole)
    }

    fn disk_io_of(&self, is_wanted: impl Fn(&DiskCounters<'_>) -> bool) -> Result<BTreeMap<OsString, DiskIo>> {
        let mut found = BTreeMap::new();
        sys::disk::io_counters(self, &mut |disk| {
            if is_wanted(&disk) {
                found.insert(disk.name.to_owned(), disk.io);
            }
        })?;
        Ok(found)
    }
}

/// The space of the file system that holds `path`.
///
/// Asks that file system, so a dead network mount blocks as long as the kernel waits for its server; see
/// [`disk_usage_timeout`].
///
/// # Errors
/// [`Error::System`](crate::Error::System) with the path if it does not exist or cannot be reached.
///
/// # Platform
/// Unix: `statvfs(2)`. Windows: `GetDiskFreeSpaceEx`; of a file, that of its folder.
pub fn disk_usage(path: impl AsRef<Path>) -> Result<DiskUsage> {
    sys::disk::usage(path.as_ref())
}

/// The same, but waits no longer than `timeout`.
///
/// A thread asks. If the file system does not answer, that thread stays behind until it does, and until then every
/// further call with the same path fails at once.
///
/// # Errors
/// As [`disk_usage`]; [`Error::TimeoutExpired`](crate::Error::TimeoutExpired) if there is no answer in time.
///
/// # Platform
/// As [`disk_usage`].
pub fn disk_usage_timeout(path: impl AsRef<Path>, timeout: Duration) -> Result<DiskUsage> {
    deadline::ask(path.as_ref(), timeout, sys::disk::usage)
}

impl DiskIo {
    /// The sum of two, field by field; unknown where either is.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        self.zip(other, u64::saturating_add)
    }
}
