//! What the control groups of a process allow, in both versions of control groups.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::{Component, Path, PathBuf};

use sysproc_decode::linux::cgroup::{self, Membership};

use super::read;
use crate::process::{GroupLimit, GroupLimits};
use crate::sys::linux::files::read_optional;
use crate::{Process, Result};

pub(crate) fn group_limits(process: &Process) -> Result<GroupLimits> {
    let text = read::read(process, "cgroup")?;
    let root = process.system().roots().sys.join("fs/cgroup");
    let unified = root_of_version_2(&root);
    let mut limits = GroupLimits::default();
    for group in cgroup::cgroup(&text) {
        if group.hierarchy == 0 {
            for folder in folders(&unified, &group) {
                of_version_2(&folder, &mut limits)?;
            }
        }
        for controller in ["memory", "cpu", "pids"] {
            if group.has(controller.as_bytes()) {
                for folder in folders(&root_of_version_1(&root, controller, &group), &group) {
                    of_version_1(controller, &folder, &mut limits)?;
                }
            }
        }
    }
    Ok(limits)
}

/// Where the groups of version 2 are: beside those of version 1, systemd puts them into a folder of their own.
fn root_of_version_2(root: &Path) -> PathBuf {
    let beside = root.join("unified");
    let has_groups = |root: &Path| root.join("cgroup.controllers").exists();
    if !has_groups(root) && has_groups(&beside) { beside } else { root.to_owned() }
}

/// Where the groups of a controller of version 1 are: by its own name, or by those of all that share its hierarchy.
fn root_of_version_1(root: &Path, controller: &str, group: &Membership<'_>) -> PathBuf {
    let alone = root.join(controller);
    if alone.exists() { alone } else { root.join(OsStr::from_bytes(group.controllers)) }
}

/// The folders of a group and those above it, innermost first. A container often sees its own group as the root, and may be
/// told of one that it does not see: then the root is all there is.
fn folders(root: &Path, group: &Membership<'_>) -> Vec<PathBuf> {
    let path = Path::new(OsStr::from_bytes(group.path));
    let path = path.strip_prefix("/").unwrap_or(path);
    let is_outside = path.components().any(|part| part == Component::ParentDir);
    if is_outside { vec![root.to_owned()] } else { path.ancestors().map(|path| root.join(path)).collect() }
}

fn of_version_2(folder: &Path, limits: &mut GroupLimits) -> Result<()> {
    if let Some(most) = amount(folder, "memory.max")? {
        narrow(&mut limits.memory, most, || used_memory(folder, "memory.current", "inactive_file"))?;
    }
    if let Some(most) = amount(folder, "memory.swap.max")? {
        narrow(&mut limits.swap, most, || amount(folder, "memory.swap.current"))?;
    }
    if let Some(most) = amount(folder, "pids.max")? {
        narrow(&mut limits.tasks, most, || amount(folder, "pids.current"))?;
    }
    let text = read_optional(&folder.join("cpu.max"))?;
    if let Some([quota, period]) = text.and_then(|text| cgroup::cpu_max(&text)) {
        narrow_cpus(limits, quota, period);
    }
    Ok(())
}

fn of_version_1(controller: &str, folder: &Path, limits: &mut GroupLimits) -> Result<()> {
    /// No limit is the largest number of whole pages, of up to 64 KiB each.
    const NONE: u64 = i64::MAX as u64 - 0xffff;
    match controller {
        "memory" => {
            if let Some(most) = amount(folder, "memory.limit_in_bytes")?.filter(|most| *most < NONE) {
                let used = || used_memory(folder, "memory.usage_in_bytes", "total_inactive_file");
                narrow(&mut limits.memory, most, used)?;
            }
        }
        "cpu" => {
            let (quota, period) = (amount(folder, "cpu.cfs_quota_us")?, amount(folder, "cpu.cfs_period_us")?);
            if let Some((quota, period)) = quota.zip(period) {
                narrow_cpus(limits, quota, period);
            }
        }
        _ => {
            if let Some(most) = amount(folder, "pids.max")? {
                narrow(&mut limits.tasks, most, || amount(folder, "pids.current"))?;
            }
        }
    }
    Ok(())
}

/// The number in a file, if there is the file and it has one.
fn amount(folder: &Path, file: &str) -> Result<Option<u64>> {
    Ok(read_optional(&folder.join(file))?.and_then(|text| cgroup::amount(&text)))
}

/// Keeps the narrower limit, of two that are the same the inner one.
fn narrow(limit: &mut Option<GroupLimit>, most: u64, used: impl FnOnce() -> Result<Option<u64>>) -> Result<()> {
    if limit.is_none_or(|narrowest| most < narrowest.most) {
        *limit = Some(GroupLimit { most, used: used()? });
    }
    Ok(())
}

fn narrow_cpus(limits: &mut GroupLimits, quota: u64, period: u64) {
    let cpus = quota as f64 / period as f64;
    if period > 0 && limits.cpus.is_none_or(|narrowest| cpus < narrowest) {
        limits.cpus = Some(cpus);
    }
}

/// The memory in use, without what the kernel takes back first.
fn used_memory(folder: &Path, usage: &str, inactive: &str) -> Result<Option<u64>> {
    let Some(usage) = amount(folder, usage)? else { return Ok(None) };
    let stat = read_optional(&folder.join("memory.stat"))?;
    let inactive = stat.and_then(|stat| cgroup::memory_stat(&stat, inactive.as_bytes()));
    Ok(inactive.map(|inactive| usage.saturating_sub(inactive)))
}
