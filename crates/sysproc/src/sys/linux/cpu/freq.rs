//! How fast the processors run: cpufreq, else `/proc/cpuinfo`.

use std::collections::BTreeMap;
use std::path::Path;

use sysproc_decode::linux::cpuinfo::cpuinfo;
use sysproc_decode::text::number;
use sysproc_decode::words::words;

use super::online;
use crate::cpu::CpuFreq;
use crate::sys::linux::sysfs;
use crate::{Result, System};

/// What one folder of cpufreq says, in MHz.
#[derive(Debug, Clone, Copy, Default)]
struct Policy {
    current: Option<f64>,
    min: Option<f64>,
    max: Option<f64>,
}

pub(crate) fn freq_per_cpu(system: &System) -> Result<Vec<CpuFreq>> {
    let folder = system.roots().sys.join("devices/system/cpu");
    let by_cpu = policies(&folder.join("cpufreq"))?;
    let mut policies = Vec::new();
    for cpu in online(system)? {
        // Before Linux 4.3 there are only the folders of the processors.
        let policy = match by_cpu.get(&cpu) {
            Some(policy) => *policy,
            None => policy(&folder.join(format!("cpu{cpu}/cpufreq")))?,
        };
        policies.push((cpu, policy));
    }
    // It asks every processor, so it is read only if it is needed.
    let told =
        if policies.iter().all(|(_, policy)| policy.current.is_some()) { BTreeMap::new() } else { told(system)? };
    let freq = |(cpu, policy): (u32, Policy)| {
        let current = policy.current.or_else(|| told.get(&cpu).copied())?;
        Some(CpuFreq { current, min: policy.min, max: policy.max })
    };
    Ok(policies.into_iter().filter_map(freq).collect())
}

/// The policies by the processors that they are for, each read once: reading one can take milliseconds.
fn policies(folder: &Path) -> Result<BTreeMap<u32, Policy>> {
    let mut by_cpu = BTreeMap::new();
    for first in sysfs::numbers(folder, "policy", "")? {
        let folder = folder.join(format!("policy{first}"));
        let policy = policy(&folder)?;
        let cpus = sysfs::read(&folder.join("affected_cpus"))?.unwrap_or_default();
        by_cpu.insert(first, policy);
        by_cpu.extend(words(cpus.trim_ascii()).filter_map(|cpu| Some((number(cpu)?.try_into().ok()?, policy))));
    }
    Ok(by_cpu)
}

fn policy(folder: &Path) -> Result<Policy> {
    // Files have kHz; 0 and `<unknown>` are what they say when they do not know.
    let megahertz = |names: [&str; 2]| {
        for name in names {
            if let Some(khz) = sysfs::number(&folder.join(name))?.filter(|khz| *khz > 0) {
                return Ok(Some(khz as f64 / 1000.0));
            }
        }
        Ok(None)
    };
    Ok(Policy {
        current: megahertz(["scaling_cur_freq", "cpuinfo_cur_freq"])?,
        min: megahertz(["scaling_min_freq", "cpuinfo_min_freq"])?,
        max: megahertz(["scaling_max_freq", "cpuinfo_max_freq"])?,
    })
}

/// What `/proc/cpuinfo` says, by processor.
fn told(system: &System) -> Result<BTreeMap<u32, f64>> {
    let text = sysfs::read_lines(&system.roots().proc.join("cpuinfo"))?.unwrap_or_default();
    Ok(cpuinfo(&text).processors.iter().filter_map(|processor| Some((processor.number?, processor.mhz?))).collect())
}
