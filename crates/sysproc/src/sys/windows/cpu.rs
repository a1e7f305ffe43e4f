//! Processors.

use sysproc_decode::windows::processors::{self, Parts, ProcessorTimes};
use windows_sys::Wdk::System::SystemInformation::{
    SystemPerformanceInformation, SystemProcessorPerformanceInformation,
};

use super::ffi;
use super::time::duration;
use crate::cpu::{CpuFreq, CpuStats, CpuTimes, Topology};
use crate::{Error, Result, System};

pub(crate) use crate::sys::unsupported::cpu::load_average;

pub(crate) fn times(_: &System) -> Result<CpuTimes> {
    let plus = |sum: ProcessorTimes, one: ProcessorTimes| ProcessorTimes {
        idle: sum.idle.saturating_add(one.idle),
        kernel: sum.kernel.saturating_add(one.kernel),
        user: sum.user.saturating_add(one.user),
        dpc: sum.dpc.saturating_add(one.dpc),
        interrupt: sum.interrupt.saturating_add(one.interrupt),
        interrupt_count: sum.interrupt_count.saturating_add(one.interrupt_count),
    };
    all_times()?.into_iter().reduce(plus).map(times_of).ok_or_else(|| Error::malformed(TIMES))
}

pub(crate) fn times_per_cpu(_: &System) -> Result<Vec<(u32, CpuTimes)>> {
    Ok((0..).zip(all_times()?.into_iter().map(times_of)).collect())
}

const TIMES: &str = "NtQuerySystemInformation: SystemProcessorPerformanceInformation";

/// The times of each processor, group after group. Wine has one group, and does not know how to ask for others.
fn all_times() -> Result<Vec<ProcessorTimes>> {
    const CLASS: i32 = SystemProcessorPerformanceInformation;
    let groups = ffi::cpu::group_count();
    let mut all = Vec::new();
    if groups <= 1 {
        let mut answer = Vec::new();
        ffi::nt::system_information(CLASS, &mut answer).map_err(|error| Error::system(TIMES, error))?;
        all.extend(processors::times(&answer));
    }
    for group in (0..groups).filter(|_| groups > 1) {
        let answer =
            ffi::cpu::system_information_of_group(CLASS, group).map_err(|error| Error::system(TIMES, error))?;
        all.extend(processors::times(&answer));
    }
    Ok(all)
}

/// Windows counts idle time, interrupts and deferred calls as time in the kernel.
fn times_of(times: ProcessorTimes) -> CpuTimes {
    CpuTimes {
        user: duration(times.user),
        system: duration(times.kernel.saturating_sub(times.idle)),
        idle: duration(times.idle),
        irq: Some(duration(times.interrupt)),
        dpc: Some(duration(times.dpc)),
        ..CpuTimes::default()
    }
}

pub(crate) fn count(_: &System) -> Result<usize> {
    match ffi::cpu::count() {
        0 => Err(Error::malformed("GetActiveProcessorCount")),
        count => Ok(count as usize),
    }
}

pub(crate) fn count_physical(_: &System) -> Result<Option<usize>> {
    Ok(Some(parts()?.cores).filter(|cores| *cores > 0))
}

fn parts() -> Result<Parts> {
    let answer = ffi::cpu::logical_information();
    Ok(processors::parts(&answer.map_err(|error| Error::system("GetLogicalProcessorInformationEx", error))?))
}

pub(crate) fn stats(_: &System) -> Result<CpuStats> {
    const CALL: &str = "NtQuerySystemInformation: SystemPerformanceInformation";
    let mut answer = Vec::new();
    let asked = ffi::nt::system_information(SystemPerformanceInformation, &mut answer);
    asked.map_err(|error| Error::system(CALL, error))?;
    let counts = processors::counts(&answer).ok_or_else(|| Error::malformed(CALL))?;
    Ok(CpuStats {
        ctx_switches: counts.context_switches.into(),
        interrupts: all_times()?.iter().map(|times| u64::from(times.interrupt_count)).sum(),
        soft_interrupts: None,
        syscalls: Some(counts.system_calls.into()),
    })
}

pub(crate) fn queued_threads(system: &System) -> Result<usize> {
    super::process::ready_threads(system)
}

pub(crate) fn freq_per_cpu(system: &System) -> Result<Vec<CpuFreq>> {
    let answer = ffi::cpu::power_information(count(system)?);
    let answer = answer.map_err(|error| Error::system("CallNtPowerInformation", error))?;
    let frequencies = processors::frequencies(&answer).filter(|frequency| frequency.current > 0);
    let max = |max| Some(f64::from(max)).filter(|max| *max > 0.0);
    Ok(frequencies.map(|f| CpuFreq { current: f.current.into(), min: None, max: max(f.max) }).collect())
}

pub(crate) fn topology(system: &System) -> Result<Topology> {
    let parts = parts().unwrap_or_default();
    let known = |count| Some(count).filter(|count| *count > 0);
    Ok(Topology {
        sockets: known(parts.packages),
        cores: known(parts.cores),
        threads: count(system)?,
        numa_nodes: known(parts.numa_nodes),
        model: ffi::registry::text(r"HARDWARE\DESCRIPTION\System\CentralProcessor\0", "ProcessorNameString"),
    })
}
