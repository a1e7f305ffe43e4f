//! What the overview shows: each part is absent where it cannot be had.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use sysproc::Pid;
use sysproc::cpu::{CpuFreq, Topology};
use sysproc::disk::DiskIo;
use sysproc::host::HostInfo;
use sysproc::memory::{SwapMemory, VirtualMemory};
use sysproc::net::NetIo;
use sysproc::process::{Fields, GroupLimits, Listing, Snapshot, Status};
use sysproc::sampler::{CpuSampler, CpuTimesPercent};

use crate::app::App;
use crate::cmd::ifconfig::{Interface, interfaces};
use crate::cmd::sensors::Sensors;
use crate::cmd::uptime::Uptime;
use crate::columns::{self, Column, Facts};
use crate::file_systems::{self, FileSystem};
use crate::observer::Observer;
use crate::processes::{self, Key, values};
use crate::value::Value;

/// How long the machine is watched: long enough for some ticks of the clock, short enough not to be waited for.
const INTERVAL: Duration = Duration::from_millis(250);
/// How many of the busiest processes are shown.
const BUSIEST: usize = 8;
/// The process that a container begins with.
const FIRST: Pid = 1;
/// What is shown of them.
pub(super) const COLUMNS: &[&str] = &["pid", "username", "name", "cpu_percent", "memory_percent", "rss"];

pub(super) struct Overview {
    pub(super) time: SystemTime,
    pub(super) host: Option<HostInfo>,
    pub(super) uptime: Uptime,
    pub(super) topology: Option<Topology>,
    pub(super) frequency: Option<CpuFreq>,
    pub(super) memory: Option<VirtualMemory>,
    pub(super) swap: Option<SwapMemory>,
    /// What the container allows that the first process is in.
    pub(super) limits: Option<GroupLimits>,
    pub(super) file_systems: Vec<FileSystem>,
    pub(super) interfaces: BTreeMap<OsString, Interface>,
    pub(super) sensors: Sensors,
    pub(super) rates: Rates,
    pub(super) processes: Option<Processes>,
}

impl Overview {
    /// Whether no part could be had, as where there is no machine.
    pub(super) fn knows_nothing(&self) -> bool {
        let Uptime { uptime, boot_time, users: _, load_average, cpu_count } = &self.uptime;
        let is_up = uptime.is_some() || boot_time.is_some() || load_average.is_some() || cpu_count.is_some();
        let has_numbers =
            self.memory.is_some() || self.swap.is_some() || self.limits.is_some() || self.rates.cpu.is_some();
        let has_parts = self.host.is_some() || self.processes.is_some() || !self.file_systems.is_empty();
        !(is_up || has_numbers || has_parts || !self.interfaces.is_empty())
    }
}

/// What happened while the machine was watched.
#[derive(Default)]
pub(super) struct Rates {
    pub(super) cpu: Option<CpuTimesPercent>,
    pub(super) per_cpu: Vec<CpuTimesPercent>,
    pub(super) disk: Option<DiskRate>,
    pub(super) network: BTreeMap<OsString, NetRate>,
}

/// Bytes a second.
pub(super) struct DiskRate {
    pub(super) read: f64,
    pub(super) written: f64,
}

/// Bytes a second.
pub(super) struct NetRate {
    pub(super) received: f64,
    pub(super) sent: f64,
}

pub(super) struct Processes {
    pub(super) count: usize,
    pub(super) running: usize,
    pub(super) zombies: usize,
    pub(super) columns: Vec<&'static Column>,
    pub(super) by_cpu: Vec<Vec<Value>>,
    pub(super) by_memory: Vec<Vec<Value>>,
}

pub(super) fn gather(app: &mut App) -> Overview {
    let system = app.system.clone();
    let (processes, rates) = watch(app);
    let file_systems = file_systems::list(app, false);
    Overview {
        time: SystemTime::now(),
        host: app.part("host", system.host_info()),
        uptime: Uptime::read(app),
        topology: app.part("CPU topology", system.cpu_topology()),
        frequency: app.part("CPU frequency", system.cpu_freq()).flatten(),
        memory: app.part("memory", system.virtual_memory()),
        swap: app.part("swap", system.swap_memory()),
        // Who cannot tell is in none, as far as anybody knows.
        limits: system.process(FIRST).and_then(|first| first.group_limits()).ok(),
        file_systems: app.part("file systems", file_systems).unwrap_or_default(),
        interfaces: interfaces(app),
        sensors: Sensors::read(app),
        rates,
        processes,
    }
}

/// Watches the machine, the processors innermost, so that the work of watching does not count.
fn watch(app: &mut App) -> (Option<Processes>, Rates) {
    let system = app.system.clone();
    let columns = columns::by_names(COLUMNS);
    let fields = columns.iter().fold(Fields::STATUS, |fields, column| fields | column.fields);
    let mut observer = Observer::new(&system, fields);
    let primed = observer.prime();
    let rates = watch_rates(app);
    let observed = primed.and_then(|()| observer.observe());
    let observed = app.part("processes", observed);
    (observed.map(|(listing, facts)| busiest(app, columns, listing, &facts)), rates)
}

fn watch_rates(app: &mut App) -> Rates {
    let system = app.system.clone();
    let counters = || (Instant::now(), system.disk_io(), system.net_io_per_interface());
    let mut cpu = CpuSampler::new();
    let (began, disk_before, network_before) = counters();
    // The first sample has nothing to say; if it fails, so does the second.
    let _ = (cpu.sample(&system), cpu.sample_per_cpu(&system));
    thread::sleep(INTERVAL);
    let (total, each) = (cpu.sample(&system), cpu.sample_per_cpu(&system));
    let (ended, disk, network) = counters();
    let seconds = ended.duration_since(began).as_secs_f64();
    let rate = |now: u64, before: u64| now.saturating_sub(before) as f64 / seconds;
    let disk = app.part("disk traffic", disk).flatten().zip(disk_before.ok().flatten());
    let network_before: BTreeMap<_, _> = network_before.unwrap_or_default().into_iter().collect();
    let of_interface = |(name, now): (OsString, NetIo)| {
        let before = network_before.get(&name)?;
        let received = rate(now.bytes_recv, before.bytes_recv);
        Some((name, NetRate { received, sent: rate(now.bytes_sent, before.bytes_sent) }))
    };
    Rates {
        cpu: app.part("CPU use", total).flatten(),
        per_cpu: app.part("CPU use", each).unwrap_or_default(),
        disk: disk.map(|(now, before): (DiskIo, DiskIo)| DiskRate {
            read: rate(now.read_bytes, before.read_bytes),
            written: rate(now.write_bytes, before.write_bytes),
        }),
        network: network.unwrap_or_default().into_iter().filter_map(of_interface).collect(),
    }
}

fn busiest(app: &App, columns: Vec<&'static Column>, listing: Listing, facts: &Facts) -> Processes {
    let is = |process: &&Snapshot, status: Status| process.status.value() == Some(&status);
    let mut others = listing.snapshots;
    let count = others.len();
    let running = others.iter().filter(|process| is(process, Status::Running)).count();
    let zombies = others.iter().filter(|process| is(process, Status::Zombie)).count();
    others.retain(|process| app.root.is_some() || process.pid != std::process::id());
    // Where all are idle now, those come first that have used most.
    let mut by = |names: &[&str]| -> Vec<Vec<Value>> {
        let keys: Vec<Key> = columns::by_names(names).into_iter().map(Key::descending).collect();
        processes::sort(&mut others, &keys, facts);
        others.iter().take(BUSIEST).map(|process| values(&columns, process, facts)).collect()
    };
    let (by_cpu, by_memory) = (by(&["cpu_percent", "cpu_time"]), by(&["rss"]));
    Processes { count, running, zombies, columns, by_cpu, by_memory }
}
