//! Processors.

mod freq;
mod topology;

use sysproc_decode::linux::loadavg::loadavg;
use sysproc_decode::linux::proc_stat::{self, CpuTicks};

use super::clock::ticks;
use super::{files, sysfs};
use crate::cpu::{CpuStats, CpuTimes, LoadAverage};
use crate::{Result, System};

pub(crate) use freq::freq_per_cpu;
pub(crate) use topology::{count_physical, topology};

pub(crate) fn times(system: &System) -> Result<CpuTimes> {
    from_stat(system, |text| times_of(&proc_stat::total(text)?))
}

pub(crate) fn times_per_cpu(system: &System) -> Result<Vec<(u32, CpuTimes)>> {
    from_stat(system, |text| {
        let cpus = proc_stat::cpus(text).map(|(cpu, ticks)| Some((cpu, times_of(&ticks)?)));
        let times: Vec<_> = cpus.collect::<Option<_>>()?;
        (!times.is_empty()).then_some(times)
    })
}

pub(crate) fn count(system: &System) -> Result<usize> {
    Ok(online(system)?.len())
}

pub(crate) fn stats(system: &System) -> Result<CpuStats> {
    from_stat(system, |text| {
        let counters = proc_stat::counters(text);
        Some(CpuStats {
            ctx_switches: counters.ctxt?,
            interrupts: counters.intr?,
            soft_interrupts: counters.softirq,
            syscalls: None,
        })
    })
}

pub(crate) fn load_average(system: &System) -> Result<LoadAverage> {
    let path = system.roots().proc.join("loadavg");
    let load = loadavg(&files::read_whole(&path)?);
    match (load.one, load.five, load.fifteen) {
        (Some(one), Some(five), Some(fifteen)) => Ok(LoadAverage { one, five, fifteen }),
        _ => Err(files::malformed(&path)),
    }
}

pub(crate) fn queued_threads(system: &System) -> Result<usize> {
    from_stat(system, |text| usize::try_from(proc_stat::counters(text).procs_running?).ok())
}

/// The numbers of the processors that are online, in order; never none.
fn online(system: &System) -> Result<Vec<u32>> {
    let list = sysfs::read(&system.roots().sys.join("devices/system/cpu/online"))?;
    let list = list.and_then(|text| sysproc_decode::linux::cpulist::cpulist(&text));
    match list.filter(|list| !list.is_empty()) {
        Some(list) => Ok(list),
        None => from_stat(system, |text| {
            let list: Vec<_> = proc_stat::cpus(text).map(|(cpu, _)| cpu).collect();
            (!list.is_empty()).then_some(list)
        }),
    }
}

/// Reads `/proc/stat` for `pick`, which says `None` for what it misses.
fn from_stat<T>(system: &System, pick: impl FnOnce(&[u8]) -> Option<T>) -> Result<T> {
    let path = system.roots().proc.join("stat");
    pick(&files::read(&path)?).ok_or_else(|| files::malformed(&path))
}

fn times_of(cpu: &CpuTicks) -> Option<CpuTimes> {
    Some(CpuTimes {
        user: ticks(cpu.user?),
        nice: cpu.nice.map(ticks),
        system: ticks(cpu.system?),
        idle: ticks(cpu.idle?),
        iowait: cpu.iowait.map(ticks),
        irq: cpu.irq.map(ticks),
        softirq: cpu.softirq.map(ticks),
        steal: cpu.steal.map(ticks),
        guest: cpu.guest.map(ticks),
        guest_nice: cpu.guest_nice.map(ticks),
        dpc: None,
    })
}
