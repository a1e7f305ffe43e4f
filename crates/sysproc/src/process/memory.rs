//! What is known of a process's memory.

use std::ffi::OsString;

/// How much memory a process has, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct MemorySize {
    /// Resident set size: what is in physical memory. Windows: the working set.
    pub rss: u64,
    /// Virtual memory size: what is mapped. Windows: the page file in use.
    pub vms: u64,
}

/// A process's memory, in bytes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct MemoryInfo {
    /// Resident set size: what is in physical memory. Windows: the working set.
    pub rss: u64,
    /// Virtual memory size: what is mapped. Windows: the page file in use.
    pub vms: u64,
    /// What this system says beyond that.
    pub extra: MemoryExtra,
}

/// What one system says of a process's memory beyond rss and vms. What is larger than the rest is boxed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum MemoryExtra {
    /// Nothing.
    #[default]
    None,
    /// Linux.
    Linux(LinuxMemory),
    /// Windows.
    Windows(Box<WindowsMemory>),
    /// macOS.
    Macos(MacosMemory),
    /// FreeBSD, OpenBSD, NetBSD.
    Bsd(BsdMemory),
}

/// Linux's own fields, in bytes, from `/proc/PID/statm`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct LinuxMemory {
    /// Resident pages of files and shared memory.
    pub shared: u64,
    /// Code that is mapped.
    pub text: u64,
    /// Always 0 since Linux 2.6.
    pub lib: u64,
    /// Data and stack that are mapped.
    pub data: u64,
    /// Always 0 since Linux 2.6.
    pub dirty: u64,
}

/// Windows' own fields, in bytes, as `PROCESS_MEMORY_COUNTERS_EX` has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[allow(missing_docs)]
pub struct WindowsMemory {
    /// A count, not bytes.
    pub num_page_faults: u64,
    pub peak_wset: u64,
    pub wset: u64,
    pub peak_paged_pool: u64,
    pub paged_pool: u64,
    pub peak_nonpaged_pool: u64,
    pub nonpaged_pool: u64,
    pub pagefile: u64,
    pub peak_pagefile: u64,
    pub private: u64,
}

/// macOS' own fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct MacosMemory {
    /// Page faults.
    pub pfaults: u64,
    /// Pages read from disk.
    pub pageins: u64,
}

/// The BSDs' own fields, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct BsdMemory {
    /// Code.
    pub text: u64,
    /// Data.
    pub data: u64,
    /// Stack.
    pub stack: u64,
}

/// [`MemoryInfo`] and whatever else is cheap to know, in bytes; what a system does not say is `None`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct MemoryInfoEx {
    /// The plain fields.
    pub info: MemoryInfo,
    /// The largest rss so far.
    pub peak_rss: Option<u64>,
    /// The largest vms so far.
    pub peak_vms: Option<u64>,
    /// Address space in use. Windows, where `vms` is memory that is committed.
    pub virtual_size: Option<u64>,
    /// The most address space that was in use. Windows.
    pub peak_virtual_size: Option<u64>,
    /// Resident anonymous memory. Linux 4.5+, macOS.
    pub rss_anon: Option<u64>,
    /// Resident pages of files. Linux 4.5+, macOS.
    pub rss_file: Option<u64>,
    /// Resident shared memory, tmpfs included. Linux 4.5+.
    pub rss_shmem: Option<u64>,
    /// Anonymous memory swapped out. Linux 2.6.34+.
    pub swap: Option<u64>,
    /// Huge pages of hugetlbfs. Linux 4.4+.
    pub hugetlb: Option<u64>,
}

/// What a process's memory really costs, in bytes. Read by walking its pages: slow for large processes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct MemoryFootprint {
    /// Unique set size: what nobody shares, and would be freed if the process ended now.
    pub uss: u64,
    /// Proportional set size: shared pages divided among those who share them. Linux.
    pub pss: Option<u64>,
    /// Swapped out. Linux.
    pub swap: Option<u64>,
}

/// [`MemoryInfo`] and [`MemoryFootprint`] together.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct MemoryFullInfo {
    /// The plain fields.
    pub info: MemoryInfo,
    /// What it really costs; `None` where the system does not say.
    pub footprint: Option<MemoryFootprint>,
}

/// Memory mapped from one path, over all regions, in bytes; what a system does not say is `None`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct MemoryMapGroup {
    /// The file, or a name in brackets: `[heap]`, `[anon]`.
    #[cfg_attr(feature = "serde", serde(with = "crate::text::escape"))]
    pub path: OsString,
    /// In physical memory.
    pub rss: u64,
    /// Mapped. Linux.
    pub size: Option<u64>,
    /// The proportional share. Linux.
    pub pss: Option<u64>,
    /// Shared, and not written to. Linux.
    pub shared_clean: Option<u64>,
    /// Shared, and written to. Linux.
    pub shared_dirty: Option<u64>,
    /// Private, and not written to. Linux.
    pub private_clean: Option<u64>,
    /// Private, and written to. Linux.
    pub private_dirty: Option<u64>,
    /// Used lately. Linux.
    pub referenced: Option<u64>,
    /// Backed by no file. Linux, Solaris.
    pub anonymous: Option<u64>,
    /// Swapped out. Linux.
    pub swap: Option<u64>,
    /// Private. FreeBSD.
    pub private: Option<u64>,
    /// References to the object, a count. FreeBSD.
    pub ref_count: Option<u64>,
    /// Shadow objects, a count. FreeBSD.
    pub shadow_count: Option<u64>,
    /// Locked into memory. Solaris.
    pub locked: Option<u64>,
}

/// One mapped region.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct MemoryMap {
    /// The first address.
    pub start: u64,
    /// The first address after it.
    pub end: u64,
    /// `r`, `w`, `x`, and `p` or `s`, with `-` for what is not allowed.
    pub perms: String,
    /// The path and the sizes.
    pub sizes: MemoryMapGroup,
}

impl MemoryMapGroup {
    /// Regions with those of one path added up, in the order in which the paths come first.
    #[must_use]
    pub fn by_path(maps: &[MemoryMap]) -> Vec<Self> {
        Self::merged(maps.iter().map(|map| map.sizes.clone()).collect())
    }

    /// The same of what was added up in part.
    pub(crate) fn merged(groups: Vec<Self>) -> Vec<Self> {
        let mut placed: Vec<(usize, Self)> = groups.into_iter().enumerate().collect();
        placed.sort_unstable_by(|(at, one), (other_at, other)| one.path.cmp(&other.path).then(at.cmp(other_at)));
        placed.dedup_by(|(_, next), (_, group)| {
            let is_same = next.path == group.path;
            if is_same {
                group.add(next);
            }
            is_same
        });
        placed.sort_unstable_by_key(|(at, _)| *at);
        placed.into_iter().map(|(_, group)| group).collect()
    }

    /// Adds the sizes of another; unknown where either is.
    pub(crate) fn add(&mut self, other: &Self) {
        let sum = |a: Option<u64>, b: Option<u64>| Some(a?.saturating_add(b?));
        self.rss = self.rss.saturating_add(other.rss);
        self.size = sum(self.size, other.size);
        self.pss = sum(self.pss, other.pss);
        self.shared_clean = sum(self.shared_clean, other.shared_clean);
        self.shared_dirty = sum(self.shared_dirty, other.shared_dirty);
        self.private_clean = sum(self.private_clean, other.private_clean);
        self.private_dirty = sum(self.private_dirty, other.private_dirty);
        self.referenced = sum(self.referenced, other.referenced);
        self.anonymous = sum(self.anonymous, other.anonymous);
        self.swap = sum(self.swap, other.swap);
        self.private = sum(self.private, other.private);
        self.ref_count = sum(self.ref_count, other.ref_count);
        self.shadow_count = sum(self.shadow_count, other.shadow_count);
        self.locked = sum(self.locked, other.locked);
    }
}
