//! Processors: times, counts, frequency, load, topology.
//!
//! Percentages are differences of two samples: see [`sampler`](crate::sampler).

use std::time::Duration;

use crate::sys;
use crate::{Result, System};

/// Time spent in each mode, since boot, by one processor or by all of them together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct CpuTimes {
    /// Running user code: on Unix without niced code, which is in `nice`; on Linux with guests, which are in `guest` too.
    #[cfg_attr(feature = "serde", serde(with = "crate::text::seconds"))]
    pub user: Duration,
    /// Running niced user code, niced guests too. Unix.
    #[cfg_attr(feature = "serde", serde(with = "crate::text::seconds"))]
    pub nice: Option<Duration>,
    /// Running kernel code: on Windows with `irq` and `dpc`.
    #[cfg_attr(feature = "serde", serde(with = "crate::text::seconds"))]
    pub system: Duration,
    /// Doing nothing.
    #[cfg_attr(feature = "serde", serde(with = "crate::text::seconds"))]
    pub idle: Duration,
    /// Idle while a disk request was outstanding. Linux, Solaris.
    #[cfg_attr(feature = "serde", serde(with = "crate::text::seconds"))]
    pub iowait: Option<Duration>,
    /// Serving hardware interrupts. Linux, the BSDs, Windows.
    #[cfg_attr(feature = "serde", serde(with = "crate::text::seconds"))]
    pub irq: Option<Duration>,
    /// Serving soft interrupts. Linux.
    #[cfg_attr(feature = "serde", serde(with = "crate::text::seconds"))]
    pub softirq: Option<Duration>,
    /// Wanted, but the hypervisor ran another machine. Linux 2.6.11+.
    #[cfg_attr(feature = "serde", serde(with = "crate::text::seconds"))]
    pub steal: Option<Duration>,
    /// Running a guest; also counted in `user`. Linux 2.6.24+.
    #[cfg_attr(feature = "serde", serde(with = "crate::text::seconds"))]
    pub guest: Option<Duration>,
    /// Running a niced guest; also counted in `nice`. Linux 2.6.33+.
    #[cfg_attr(feature = "serde", serde(with = "crate::text::seconds"))]
    pub guest_nice: Option<Duration>,
    /// Serving deferred procedure calls. Windows.
    #[cfg_attr(feature = "serde", serde(with = "crate::text::seconds"))]
    pub dpc: Option<Duration>,
}

/// Events since boot, over all processors.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct CpuStats {
    /// Context switches, voluntary and involuntary.
    pub ctx_switches: u64,
    /// Hardware interrupts.
    pub interrupts: u64,
    /// Soft interrupts; `None` on Windows and Solaris.
    pub soft_interrupts: Option<u64>,
    /// System calls; `None` on Linux, which does not count them.
    pub syscalls: Option<u64>,
}

/// The clock frequency of a processor, in MHz.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct CpuFreq {
    /// Now.
    pub current: f64,
    /// The lowest that it may be set to, if known.
    pub min: Option<f64>,
    /// The highest that it may be set to, if known.
    pub max: Option<f64>,
}

/// The average number of runnable (on Linux also uninterruptible) tasks.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct LoadAverage {
    /// Over the last minute.
    pub one: f64,
    /// Over the last five minutes.
    pub five: f64,
    /// Over the last fifteen minutes.
    pub fifteen: f64,
}

/// How the machine's processors are built.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Topology {
    /// Physical packages, if known.
    pub sockets: Option<usize>,
    /// Physical cores over all packages, if known.
    pub cores: Option<usize>,
    /// Logical processors that are online.
    pub threads: usize,
    /// NUMA nodes, if known.
    pub numa_nodes: Option<usize>,
    /// The name of the model, as the processor or the kernel states it. Not on 64-bit ARM Linux; a number on s390.
    pub model: Option<String>,
}

impl System {
    /// Time spent in each mode by all processors together, since boot.
    ///
    /// # Errors
    /// [`Error::System`](crate::Error::System) if the source cannot be read.
    ///
    /// # Platform
    /// Linux: the line `cpu` of `/proc/stat`; columns that the kernel lacks are `None`. Windows: the sum over all processors.
    pub fn cpu_times(&self) -> Result<CpuTimes> {
        sys::cpu::times(self)
    }

    /// The same for each online processor, in the order of their numbers.
    ///
    /// # Errors
    /// [`Error::System`](crate::Error::System) if the source cannot be read.
    ///
    /// # Platform
    /// Linux: the lines `cpuN` of `/proc/stat`. Windows: `SystemProcessorPerformanceInformation` of each processor group;
    /// `system` has `irq` and `dpc` in it.
    pub fn cpu_times_per_cpu(&self) -> Result<Vec<CpuTimes>> {
        Ok(sys::cpu::times_per_cpu(self)?.into_iter().map(|(_, times)| times).collect())
    }

    /// The number of logical processors that are online.
    ///
    /// # Errors
    /// [`Error::System`](crate::Error::System) if it cannot be determined.
    ///
    /// # Platform
    /// Linux: `/sys/devices/system/cpu/online`, else the `cpuN` lines of `/proc/stat`. Windows: `GetActiveProcessorCount`, over
    /// all groups.
    pub fn cpu_count(&self) -> Result<usize> {
        sys::cpu::count(self)
    }

    /// The number of physical cores; `None` if the system does not tell.
    ///
    /// # Errors
    /// [`Error::System`](crate::Error::System) if the source cannot be read.
    ///
    /// # Platform
    /// Linux: the cores that have a processor online, from `core_cpus_list` or `thread_siblings_list` in
    /// `/sys/devices/system/cpu/cpu*/topology`, else from `physical id` and `core id` of `/proc/cpuinfo`. Windows:
    /// `GetLogicalProcessorInformationEx`.
    pub fn cpu_count_physical(&self) -> Result<Option<usize>> {
        sys::cpu::count_physical(self)
    }

    /// Context switches, interrupts and the like since boot.
    ///
    /// # Errors
    /// [`Error::System`](crate::Error::System) if the source cannot be read.
    ///
    /// # Platform
    /// Linux: `ctxt`, `intr` and `softirq` (Linux 2.6.31+) of `/proc/stat`. Windows: `SystemPerformanceInformation`, whose
    /// counters have 32 bits and start again from 0.
    pub fn cpu_stats(&self) -> Result<CpuStats> {
        sys::cpu::stats(self)
    }

    /// The frequency of all processors: the mean of their current ones, their lowest minimum and highest maximum;
    /// `None` if the system does not tell.
    ///
    /// # Errors
    /// [`Error::System`](crate::Error::System) if the source cannot be read.
    ///
    /// # Platform
    /// Linux: cpufreq in `/sys/devices/system/cpu` (`scaling_cur_freq`, else `cpuinfo_cur_freq`; `scaling_min_freq` and
    /// `scaling_max_freq`, else those of `cpuinfo`), else `cpu MHz` of `/proc/cpuinfo` with no limits. Windows:
    /// `CallNtPowerInformation`, without a minimum. Not on NetBSD, Solaris.
    pub fn cpu_freq(&self) -> Result<Option<CpuFreq>> {
        let all = self.cpu_freq_per_cpu()?;
        if all.is_empty() {
            return Ok(None);
        }
        let mean = all.iter().map(|f| f.current).sum::<f64>() / all.len() as f64;
        let min = all.iter().filter_map(|f| f.min).reduce(f64::min);
        let max = all.iter().filter_map(|f| f.max).reduce(f64::max);
        Ok(Some(CpuFreq { current: mean, min, max }))
    }

    /// The frequency of each online processor, in the order of their numbers, also of those that share one; empty if the
    /// system does not tell.
    ///
    /// # Errors
    /// [`Error::System`](crate::Error::System) if the source cannot be read.
    ///
    /// # Platform
    /// As [`System::cpu_freq`].
    pub fn cpu_freq_per_cpu(&self) -> Result<Vec<CpuFreq>> {
        sys::cpu::freq_per_cpu(self)
    }

    /// The load averages of the last 1, 5 and 15 minutes.
    ///
    /// # Errors
    /// [`Error::System`](crate::Error::System) if the source cannot be read.
    ///
    /// # Platform
    /// Linux: `/proc/loadavg`. Windows keeps none: [`LoadSampler`](crate::sampler::LoadSampler) and
    /// [`LoadMonitor`](crate::sampler::LoadMonitor) do.
    pub fn load_average(&self) -> Result<LoadAverage> {
        sys::cpu::load_average(self)
    }

    /// How many threads could run now: what load averages are made of.
    ///
    /// # Errors
    /// [`Error::System`](crate::Error::System) if the source cannot be read.
    ///
    /// # Platform
    /// Linux: `procs_running` of `/proc/stat`, those that run included. Windows: the threads of all processes whose state is
    /// ready, by `NtQuerySystemInformation`; those that run are not among them. It is the counter `Processor Queue Length`.
    pub fn queued_threads(&self) -> Result<usize> {
        sys::cpu::queued_threads(self)
    }

    /// Sockets, cores, threads, NUMA nodes and the model's name.
    ///
    /// # Errors
    /// [`Error::System`](crate::Error::System) if the number of processors cannot be determined.
    ///
    /// # Platform
    /// Linux: `/sys/devices/system/{cpu,node}`, and `/proc/cpuinfo` for the model. Windows:
    /// `GetLogicalProcessorInformationEx`, and the registry for the model.
    pub fn cpu_topology(&self) -> Result<Topology> {
        sys::cpu::topology(self)
    }
}
