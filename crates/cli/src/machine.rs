//! The vital signs of the machine, and what it did since they were read last.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use sysproc::System;
use sysproc::cpu::LoadAverage;
use sysproc::disk::DiskIo;
use sysproc::memory::{SwapMemory, VirtualMemory};
use sysproc::net::{InterfaceFlags, NetIo};
use sysproc::sampler::{CpuSampler, CpuTimesPercent, DiskRates, LoadSampler};

/// The vital signs of the machine; what is not known is absent.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Machine {
    pub(crate) host: Option<String>,
    /// Seconds since boot.
    pub(crate) uptime: Option<u64>,
    pub(crate) load: Option<LoadAverage>,
    pub(crate) cpu: Option<CpuTimesPercent>,
    /// How busy each processor was, in percent.
    pub(crate) cpus: Vec<f64>,
    pub(crate) memory: Option<VirtualMemory>,
    pub(crate) swap: Option<SwapMemory>,
    pub(crate) network: Option<Traffic>,
    pub(crate) disk: Option<Traffic>,
    /// How long the busiest disk had requests, in percent of the time.
    pub(crate) disk_busy: Option<f64>,
}

/// Bytes a second: received and sent, or read and written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Traffic {
    pub(crate) into: f64,
    pub(crate) out: f64,
}

/// Reads the vital signs again and again.
pub(crate) struct Monitor {
    system: System,
    host: Option<String>,
    cpu: CpuSampler,
    load: LoadSampler,
    last: Option<Counters>,
    loopbacks: BTreeMap<OsString, bool>,
}

/// What is counted since boot.
struct Counters {
    at: Instant,
    network: Option<NetIo>,
    disks: BTreeMap<OsString, DiskIo>,
}

impl Monitor {
    pub(crate) fn new(system: &System) -> Self {
        let host = system.host_info().ok().map(|host| sysproc::escape_text(&host.hostname));
        let (cpu, load) = (CpuSampler::new(), LoadSampler::new());
        Self { system: system.clone(), host, cpu, load, last: None, loopbacks: BTreeMap::new() }
    }

    /// The vital signs now. What needs two readings is absent the first time.
    pub(crate) fn read(&mut self) -> Machine {
        let system = &self.system;
        let mut machine = Machine {
            host: self.host.clone(),
            uptime: system.uptime().ok().map(|uptime| uptime.as_secs()),
            load: system.load_average().or_else(|_| self.load.sample(system)).ok(),
            cpu: self.cpu.sample(system).ok().flatten(),
            cpus: self.cpu.sample_per_cpu(system).unwrap_or_default().iter().map(|cpu| cpu.busy).collect(),
            memory: system.virtual_memory().ok(),
            swap: system.swap_memory().ok(),
            ..Machine::default()
        };
        let now = self.counters();
        if let Some(before) = self.last.take() {
            let elapsed = now.at.duration_since(before.at);
            machine.network = before.network.zip(now.network).map(|(before, now)| traffic(before, now, elapsed));
            (machine.disk, machine.disk_busy) = disks(&before.disks, &now.disks, elapsed);
        }
        self.last = Some(now);
        machine
    }

    fn counters(&mut self) -> Counters {
        let interfaces = self.system.net_io_per_interface().ok();
        let network = interfaces.map(|interfaces| {
            self.learn_loopbacks(interfaces.iter().map(|(name, _)| name));
            let outside = interfaces.iter().filter(|(name, _)| self.loopbacks.get(name) != Some(&true));
            outside.map(|(_, io)| *io).fold(NetIo::default(), NetIo::plus)
        });
        Counters { at: Instant::now(), network, disks: self.system.disk_io_whole_disks().unwrap_or_default() }
    }

    /// Asks which interfaces are loopbacks, where some are new.
    fn learn_loopbacks<'a>(&mut self, names: impl Iterator<Item = &'a OsString>) {
        let new: Vec<&OsString> = names.filter(|name| !self.loopbacks.contains_key(*name)).collect();
        if new.is_empty() {
            return;
        }
        let stats: BTreeMap<_, _> = self.system.net_if_stats().unwrap_or_default().into_iter().collect();
        let is_loopback =
            |name: &OsString| stats.get(name).is_some_and(|stats| stats.flags.contains(InterfaceFlags::LOOPBACK));
        self.loopbacks.extend(new.into_iter().map(|name| (name.clone(), is_loopback(name))));
    }
}

fn traffic(before: NetIo, now: NetIo, elapsed: Duration) -> Traffic {
    let rate = |now: u64, before: u64| per_second(now.saturating_sub(before) as f64, elapsed);
    Traffic { into: rate(now.bytes_recv, before.bytes_recv), out: rate(now.bytes_sent, before.bytes_sent) }
}

fn per_second(amount: f64, elapsed: Duration) -> f64 {
    if elapsed.is_zero() { 0.0 } else { amount / elapsed.as_secs_f64() }
}

/// What all disks did, and how busy the busiest was.
fn disks(
    before: &BTreeMap<OsString, DiskIo>,
    now: &BTreeMap<OsString, DiskIo>,
    elapsed: Duration,
) -> (Option<Traffic>, Option<f64>) {
    let rates = now.iter().filter_map(|(disk, now)| Some(DiskRates::between(before.get(disk)?, now, elapsed)));
    rates.fold((None, None), |(traffic, busy), disk| {
        let so_far: Traffic = traffic.unwrap_or_default();
        let traffic = Traffic { into: so_far.into + disk.read_bytes, out: so_far.out + disk.write_bytes };
        (Some(traffic), disk.utilization.into_iter().chain(busy).reduce(f64::max))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn disks_add_up_and_the_busiest_is_told() {
        let disk =
            |read, busy| DiskIo { read_bytes: read, busy_time: Some(Duration::from_millis(busy)), ..DiskIo::default() };
        let before = BTreeMap::from([("sda".into(), disk(0, 0)), ("sdb".into(), disk(0, 0))]);
        let now = BTreeMap::from([
            ("sda".into(), disk(100, 500)),
            ("sdb".into(), disk(300, 1000)),
            ("new".into(), disk(9, 9)),
        ]);
        let (traffic, busy) = disks(&before, &now, Duration::from_secs(2));
        assert_eq!((traffic, busy), (Some(Traffic { into: 200.0, out: 0.0 }), Some(50.0)));
    }
}
