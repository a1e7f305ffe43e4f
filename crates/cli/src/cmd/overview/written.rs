//! The overview for programs.

use serde::Serialize;
use sysproc::cpu::CpuFreq;
use sysproc::host::HostInfo;
use sysproc::memory::{SwapMemory, VirtualMemory};
use sysproc::net::NetIo;
use sysproc::process::GroupLimits;
use sysproc::sampler::CpuTimesPercent;

use super::gather::{COLUMNS, NetRate, Overview, Processes};
use crate::cmd::ifconfig::Interface;
use crate::cmd::{sensors, uptime};
use crate::file_systems::FileSystem;
use crate::processes::Row;
use crate::render::rfc3339;
use crate::value::Value;

#[derive(Serialize)]
pub(super) struct Written<'a> {
    time: Option<String>,
    host: Option<&'a HostInfo>,
    #[serde(flatten)]
    uptime: uptime::Written,
    cpu: Cpu<'a>,
    memory: Option<VirtualMemory>,
    swap: Option<SwapMemory>,
    limits: Option<GroupLimits>,
    file_systems: &'a [FileSystem],
    disk_io: Option<DiskIo>,
    network: Vec<Network<'a>>,
    #[serde(flatten)]
    sensors: sensors::Written<'a>,
    processes: Option<WrittenProcesses<'a>>,
}

#[derive(Serialize)]
struct Cpu<'a> {
    model: Option<&'a str>,
    sockets: Option<usize>,
    cores: Option<usize>,
    threads: Option<usize>,
    numa_nodes: Option<usize>,
    frequency: Option<CpuFreq>,
    percent: Option<CpuTimesPercent>,
    per_cpu: &'a [CpuTimesPercent],
}

#[derive(Serialize)]
struct DiskIo {
    read_bytes_per_second: f64,
    write_bytes_per_second: f64,
}

#[derive(Serialize)]
struct Network<'a> {
    name: String,
    is_up: Option<bool>,
    /// Megabits a second.
    speed: Option<u32>,
    mtu: Option<u32>,
    addresses: Vec<String>,
    io: Option<&'a NetIo>,
    bytes_sent_per_second: Option<f64>,
    bytes_recv_per_second: Option<f64>,
}

#[derive(Serialize)]
struct WrittenProcesses<'a> {
    count: usize,
    running: usize,
    zombies: usize,
    by_cpu: Vec<Row<'a, Value>>,
    by_memory: Vec<Row<'a, Value>>,
}

impl<'a> Written<'a> {
    pub(super) fn new(overview: &'a Overview) -> Self {
        let Overview { topology, rates, .. } = overview;
        let topology = topology.as_ref();
        let network = overview
            .interfaces
            .iter()
            .map(|(name, interface)| Network::new(sysproc::escape_text(name), interface, rates.network.get(name)));
        Self {
            time: rfc3339(overview.time),
            host: overview.host.as_ref(),
            uptime: overview.uptime.written(),
            cpu: Cpu {
                model: topology.and_then(|topology| topology.model.as_deref()),
                sockets: topology.and_then(|topology| topology.sockets),
                cores: topology.and_then(|topology| topology.cores),
                threads: topology.map(|topology| topology.threads),
                numa_nodes: topology.and_then(|topology| topology.numa_nodes),
                frequency: overview.frequency,
                percent: rates.cpu,
                per_cpu: &rates.per_cpu,
            },
            memory: overview.memory,
            swap: overview.swap,
            limits: overview.limits,
            file_systems: &overview.file_systems,
            disk_io: rates
                .disk
                .as_ref()
                .map(|disk| DiskIo { read_bytes_per_second: disk.read, write_bytes_per_second: disk.written }),
            network: network.collect(),
            sensors: sensors::Written::new(&overview.sensors),
            processes: overview.processes.as_ref().map(WrittenProcesses::new),
        }
    }
}

impl<'a> Network<'a> {
    fn new(name: String, interface: &'a Interface, rate: Option<&NetRate>) -> Self {
        Self {
            name,
            is_up: interface.stats.map(|stats| stats.is_up),
            speed: interface.stats.and_then(|stats| stats.speed),
            mtu: interface.stats.map(|stats| stats.mtu),
            addresses: interface.addresses.iter().map(|address| address.address.to_string()).collect(),
            io: interface.io.as_ref(),
            bytes_sent_per_second: rate.map(|rate| rate.sent),
            bytes_recv_per_second: rate.map(|rate| rate.received),
        }
    }
}

impl<'a> WrittenProcesses<'a> {
    fn new(processes: &'a Processes) -> Self {
        let rows = |all: &'a [Vec<_>]| all.iter().map(|values| Row { keys: COLUMNS, values }).collect();
        Self {
            count: processes.count,
            running: processes.running,
            zombies: processes.zombies,
            by_cpu: rows(&processes.by_cpu),
            by_memory: rows(&processes.by_memory),
        }
    }
}
