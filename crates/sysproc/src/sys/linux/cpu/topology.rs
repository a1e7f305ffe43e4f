//! How the processors are built: the kernel's lists of those that share a core or a package, else `/proc/cpuinfo`.

use std::collections::BTreeSet;
use std::path::PathBuf;

use sysproc_decode::linux::cpuinfo::{CpuInfo, cpuinfo};
use sysproc_decode::linux::cpulist::cpulist;

use super::online;
use crate::cpu::Topology;
use crate::sys::linux::sysfs;
use crate::{Result, System};

pub(crate) fn count_physical(system: &System) -> Result<Option<usize>> {
    match cores(system, &online(system)?)? {
        Some(cores) => Ok(Some(cores)),
        None => Ok(cores_told(&cpuinfo(&read_cpuinfo(system)?))),
    }
}

pub(crate) fn topology(system: &System) -> Result<Topology> {
    let online = online(system)?;
    let text = read_cpuinfo(system)?;
    let info = cpuinfo(&text);
    Ok(Topology {
        sockets: packages(system, &online)?.or_else(|| packages_told(&info)),
        cores: cores(system, &online)?.or_else(|| cores_told(&info)),
        threads: online.len(),
        numa_nodes: numa_nodes(system)?,
        model: info.model.map(|model| String::from_utf8_lossy(model).into_owned()),
    })
}

fn cores(system: &System, online: &[u32]) -> Result<Option<usize>> {
    // The first name since Linux 5.3; the second is the older name of the same list.
    groups(system, online, ["core_cpus_list", "thread_siblings_list"])
}

fn packages(system: &System, online: &[u32]) -> Result<Option<usize>> {
    for cpu in online {
        // -1 where the kernel does not know, and then its list is just the processor itself.
        if sysfs::number(&file(system, *cpu, "physical_package_id"))?.is_none_or(|id| id < 0) {
            return Ok(None);
        }
    }
    groups(system, online, ["package_cpus_list", "core_siblings_list"])
}

/// How many groups the online processors form. Each has a file that lists the group's members, which are online too;
/// `None` unless all have one.
fn groups(system: &System, online: &[u32], names: [&str; 2]) -> Result<Option<usize>> {
    let mut grouped = BTreeSet::new();
    let mut count = 0;
    for cpu in online {
        if grouped.contains(cpu) {
            continue;
        }
        let Some(group) = group(system, *cpu, names)? else { return Ok(None) };
        grouped.extend(group);
        count += 1;
    }
    Ok(Some(count))
}

fn group(system: &System, cpu: u32, names: [&str; 2]) -> Result<Option<Vec<u32>>> {
    for name in names {
        let list = sysfs::read(&file(system, cpu, name))?.and_then(|text| cpulist(&text));
        if let Some(list) = list.filter(|list| list.contains(&cpu)) {
            return Ok(Some(list));
        }
    }
    Ok(None)
}

fn file(system: &System, cpu: u32, name: &str) -> PathBuf {
    system.roots().sys.join(format!("devices/system/cpu/cpu{cpu}/topology/{name}"))
}

fn numa_nodes(system: &System) -> Result<Option<usize>> {
    let list = sysfs::read(&system.roots().sys.join("devices/system/node/online"))?;
    Ok(list.and_then(|text| cpulist(&text)).map(|nodes| nodes.len()).filter(|count| *count > 0))
}

fn read_cpuinfo(system: &System) -> Result<Vec<u8>> {
    Ok(sysfs::read_lines(&system.roots().proc.join("cpuinfo"))?.unwrap_or_default())
}

/// A core's number is one within its package, so it takes both.
fn cores_told(info: &CpuInfo<'_>) -> Option<usize> {
    let cores = info.processors.iter().map(|processor| Some((processor.physical_id?, processor.core_id?)));
    distinct(cores.collect::<Option<_>>()?)
}

fn packages_told(info: &CpuInfo<'_>) -> Option<usize> {
    distinct(info.processors.iter().map(|processor| processor.physical_id).collect::<Option<_>>()?)
}

fn distinct<T>(set: BTreeSet<T>) -> Option<usize> {
    (!set.is_empty()).then_some(set.len())
}
