//! Processors: times, counts, frequencies, load, topology.

use std::collections::BTreeSet;
use std::time::Duration;

use sysproc::cpu::{CpuFreq, CpuTimes, LoadAverage, Topology};
use sysproc::{Error, System};

use crate::support::{Tree, output};

const ONLINE: &str = "sys/devices/system/cpu/online";

/// The time as the number of a file's column: clock ticks are hundredths of a second everywhere but on Alpha.
fn ticks(time: Duration) -> u64 {
    u64::try_from(time.as_millis() / 10).unwrap()
}

fn file(tree: &Tree, cpu: u32, name: &str, content: &str) {
    tree.file(&format!("sys/devices/system/cpu/cpu{cpu}/{name}"), format!("{content}\n"));
}

/// The numbers that `vmstat -s` prints, found by what stands behind them.
fn vmstat(what: &str) -> u64 {
    let printed = output("vmstat", &["-s"]);
    let line = printed.lines().find(|line| line.ends_with(what)).unwrap();
    line.split_whitespace().next().unwrap().parse().unwrap()
}

#[test]
fn times_as_vmstat_says_them() {
    let system = System::default();
    type Get = fn(&CpuTimes) -> Duration;
    let fields: [(&str, Get); 4] = [
        ("non-nice user cpu ticks", |t| t.user),
        ("nice user cpu ticks", |t| t.nice.unwrap()),
        ("softirq cpu ticks", |t| t.softirq.unwrap()),
        ("stolen cpu ticks", |t| t.steal.unwrap()),
    ];
    if system.cpu_times().unwrap().guest.unwrap_or_default() > Duration::ZERO {
        return; // Some versions of vmstat take the guests out of user.
    }
    for (name, get) in fields {
        let before = ticks(get(&system.cpu_times().unwrap()));
        let told = match name {
            "nice user cpu ticks" => vmstat(" nice user cpu ticks"),
            _ => vmstat(name),
        };
        let after = ticks(get(&system.cpu_times().unwrap()));
        assert!((before..=after).contains(&told), "{name}: {before} {told} {after}");
    }
}

#[test]
fn idle_is_that_of_uptime() {
    let idle = || System::default().cpu_times().unwrap().idle.as_secs_f64();
    let before = idle();
    let uptime = std::fs::read_to_string("/proc/uptime").unwrap();
    let told: f64 = uptime.split_whitespace().nth(1).unwrap().parse().unwrap();
    // Idle time is known to run backwards a little, and older kernels show it here as of the last tick.
    let slack = 1.0 + told / 100.0;
    assert!((before - slack..=idle() + slack).contains(&told), "{before} {told}");
}

#[test]
fn each_processor_is_part_of_the_total() {
    let system = System::default();
    let sum = |times: Vec<CpuTimes>| times.iter().map(|t| t.user + t.system).sum::<Duration>();
    let before = sum(system.cpu_times_per_cpu().unwrap());
    let total = system.cpu_times().unwrap();
    let after = sum(system.cpu_times_per_cpu().unwrap());
    // Each of the numbers was rounded down to a tick.
    let slack = Duration::from_millis(20) * u32::try_from(system.cpu_count().unwrap()).unwrap();
    let total = total.user + total.system;
    // Processors that are offline are in the total alone.
    assert!(before <= total + slack, "{before:?} {total:?}");
    let present = std::fs::read_to_string("/sys/devices/system/cpu/present").unwrap();
    let online = std::fs::read_to_string("/sys/devices/system/cpu/online").unwrap();
    assert!(present != online || total <= after + slack, "{total:?} {after:?}");
}

#[test]
fn counts_and_topology_as_lscpu_says_them() {
    let table = output("lscpu", &["-p=CPU,CORE,SOCKET,NODE"]);
    let rows: Vec<Vec<&str>> =
        table.lines().filter(|line| !line.starts_with('#')).map(|line| line.split(',').collect()).collect();
    let distinct = |column: usize| rows.iter().map(|row| row[column]).collect::<BTreeSet<_>>().len();

    let system = System::default();
    let topology = system.cpu_topology().unwrap();
    assert_eq!((system.cpu_count().unwrap(), topology.threads), (rows.len(), rows.len()));
    assert_eq!(system.cpu_times_per_cpu().unwrap().len(), rows.len());
    if let Some(cores) = topology.cores {
        assert_eq!(cores, distinct(1));
    }
    assert_eq!(system.cpu_count_physical().unwrap(), topology.cores);
    if let Some(sockets) = topology.sockets {
        assert_eq!(sockets, distinct(2));
    }
    if let Some(nodes) = topology.numa_nodes {
        assert!(nodes >= distinct(3), "a node can be without processors");
    }
    if cfg!(target_arch = "x86_64") {
        let printed = output("lscpu", &[]);
        let model = printed.lines().find_map(|line| line.strip_prefix("Model name:")).unwrap().trim();
        assert_eq!(topology.model.as_deref(), Some(model));
    }
}

#[test]
fn statistics_as_vmstat_says_them() {
    let system = System::default();
    let before = system.cpu_stats().unwrap();
    let told = (vmstat("CPU context switches"), vmstat("interrupts"));
    let after = system.cpu_stats().unwrap();
    assert!((before.ctx_switches..=after.ctx_switches).contains(&told.0));
    assert!((before.interrupts..=after.interrupts).contains(&told.1));
    assert!(before.soft_interrupts.unwrap() <= after.soft_interrupts.unwrap());
    assert_eq!(after.syscalls, None);
}

#[test]
fn load_as_sysinfo_says_it() {
    let loads = || rustix::system::sysinfo().loads.map(|load| load as f64 / 65_536.0);
    // It is reckoned anew every five seconds.
    crate::support::eventually("the same load from both", || {
        let LoadAverage { one, five, fifteen } = System::default().load_average().unwrap();
        loads().iter().zip([one, five, fifteen]).all(|(theirs, ours)| (theirs - ours).abs() < 0.011)
    });
}

#[test]
fn only_the_same_processors_are_compared() {
    let (tree, mut sampler) = (Tree::new(), sysproc::sampler::CpuSampler::new());
    let mut sample = |stat: &str| {
        tree.file("proc/stat", stat);
        let each = sampler.sample_per_cpu(&tree.system()).unwrap();
        each.iter().map(|cpu| (cpu.user, cpu.idle)).collect::<Vec<_>>()
    };
    assert_eq!(sample("cpu0 1 0 0 1\ncpu1 9 0 0 9\n"), []);
    assert_eq!(sample("cpu0 2 0 0 4\ncpu1 10 0 0 10\n"), [(25.0, 75.0), (50.0, 50.0)]);
    assert_eq!(sample("cpu0 3 0 0 5\ncpu2 90 0 0 10\n"), [], "as many, and not the same");
    assert_eq!(sample("cpu0 4 0 0 6\ncpu2 91 0 0 10\n"), [(50.0, 50.0), (100.0, 0.0)]);
    assert_eq!(sample("cpu2 92 0 0 10\n"), []);
}

#[test]
fn columns_that_an_old_kernel_lacks() {
    let tree = Tree::new();
    tree.file("proc/stat", "cpu  100 200 300 400\ncpu0 100 200 300 400\n");
    let times = tree.system().cpu_times().unwrap();
    assert_eq!(times, tree.system().cpu_times_per_cpu().unwrap()[0]);
    let [user, nice, system, idle] = [times.user, times.nice.unwrap(), times.system, times.idle].map(ticks);
    assert_eq!((user, nice, system, idle), (100, 200, 300, 400));
    let absent = [times.iowait, times.irq, times.softirq, times.steal, times.guest, times.guest_nice, times.dpc];
    assert_eq!(absent, [None; 7]);

    tree.file("proc/stat", "cpu  1 2 3 4 5 6 7 8 9\nctxt 5\nintr 6 1\n");
    let times = tree.system().cpu_times().unwrap();
    assert_eq!((times.steal.map(ticks), times.guest.map(ticks), times.guest_nice), (Some(8), Some(9), None));
    let stats = tree.system().cpu_stats().unwrap();
    assert_eq!((stats.ctx_switches, stats.interrupts, stats.soft_interrupts), (5, 6, None));
}

#[test]
fn a_stat_file_cut_at_any_byte() {
    let whole = "cpu  100 20 300 4000 5 6 7 8 9 10\ncpu0 60 10 200 3000 3 4 5 6 7 8\n\
        cpu1 40 10 100 1000 2 2 2 2 2 2\nintr 1234 1 2 3\nctxt 5678\nbtime 1700000000\nsoftirq 910 1 2\n";
    let tree = Tree::new();
    tree.file("proc/stat", whole);
    let system = tree.system();
    let (times, each, stats) =
        (system.cpu_times().unwrap(), system.cpu_times_per_cpu().unwrap(), system.cpu_stats().unwrap());
    for cut in 0..whole.len() {
        tree.file("proc/stat", &whole[..cut]);
        assert!(system.cpu_times().map_or_else(|e| malformed(&e), |got| got == times), "{cut}");
        assert!(system.cpu_times_per_cpu().map_or_else(|e| malformed(&e), |got| each.starts_with(&got)), "{cut}");
        let same = |got: sysproc::cpu::CpuStats| {
            (got.ctx_switches, got.interrupts) == (stats.ctx_switches, stats.interrupts)
                && (got.soft_interrupts.is_none() || got == stats)
        };
        assert!(system.cpu_stats().map_or_else(|e| malformed(&e), same), "{cut}");
    }
}

fn malformed(error: &Error) -> bool {
    matches!(error, Error::System { source, .. } if source.kind() == std::io::ErrorKind::InvalidData)
}

#[test]
fn without_files_there_is_an_error() {
    let system = Tree::new().system();
    let missing =
        |error: Error| matches!(error, Error::System { source, .. } if source.kind() == std::io::ErrorKind::NotFound);
    assert!(missing(system.cpu_times().unwrap_err()));
    assert!(missing(system.cpu_count().unwrap_err()));
    assert!(missing(system.load_average().unwrap_err()));
    assert!(missing(system.queued_threads().unwrap_err()));
    assert!(missing(system.cpu_topology().unwrap_err()));
}

#[test]
fn threads_that_run_are_counted_or_not_known() {
    // The one that asks runs.
    assert!(System::default().queued_threads().unwrap() >= 1);
    let tree = Tree::new();
    tree.file("proc/stat", "cpu  1 2 3 4\nprocs_running 7\nprocs_blocked 9\n");
    assert_eq!(tree.system().queued_threads().unwrap(), 7);
    for text in ["cpu  1 2 3 4\n", "procs_running x\n", "procs_running -1\n", "xprocs_running 7\n"] {
        tree.file("proc/stat", text);
        assert!(malformed(&tree.system().queued_threads().unwrap_err()), "{text}");
    }
}

#[test]
fn load_averages_that_are_garbage_or_cut() {
    let tree = Tree::new();
    tree.file("proc/loadavg", "0.20 1.18 20.12 1/80 11206\n");
    let load = tree.system().load_average().unwrap();
    assert_eq!(load, LoadAverage { one: 0.2, five: 1.18, fifteen: 20.12 });
    for text in ["", "0.20 1.18 20.1", "0.20 nan 20.12 1/80 1\n"] {
        tree.file("proc/loadavg", text);
        assert!(malformed(&tree.system().load_average().unwrap_err()), "{text}");
    }
}

#[test]
fn processors_that_are_offline_do_not_count() {
    let tree = Tree::new();
    tree.file(ONLINE, "0-1,4\n");
    assert_eq!(tree.system().cpu_count().unwrap(), 3);
    // Without the list, or with one that was cut.
    for list in ["", "0-", "0-1"] {
        tree.file(ONLINE, list).file("proc/stat", "cpu 1 2 3 4\ncpu0 1 2 3 4\ncpu3 1 2 3 4\n");
        assert_eq!(tree.system().cpu_count().unwrap(), 2, "{list:?}");
    }
}

#[test]
fn cores_from_the_lists_of_the_kernel() {
    let tree = Tree::new();
    // Two threads a core; one thread of the second core, and the third core, are offline and have no lists.
    tree.file(ONLINE, "0-2\n");
    for (cpu, list) in [(0, "0-1"), (1, "0-1"), (2, "2")] {
        file(&tree, cpu, "topology/core_cpus_list", list);
    }
    assert_eq!(tree.system().cpu_count_physical().unwrap(), Some(2));

    // Before Linux 5.3. The threads of a core need not be neighbours.
    let tree = Tree::new();
    tree.file(ONLINE, "0-3\n");
    for (cpu, list) in [(0, "0,2"), (1, "1,3"), (2, "0,2"), (3, "1,3")] {
        file(&tree, cpu, "topology/thread_siblings_list", list);
    }
    assert_eq!(tree.system().cpu_count_physical().unwrap(), Some(2));
    // A list that does not have its own processor in it is none, and then nothing is known.
    file(&tree, 1, "topology/thread_siblings_list", "2");
    assert_eq!(tree.system().cpu_count_physical().unwrap(), None);
}

#[test]
fn cores_from_cpuinfo() {
    let tree = Tree::new();
    tree.file(ONLINE, "0-3\n");
    let processor = |cpu: u32, package: u32, core: u32| {
        format!("processor\t: {cpu}\nmodel name\t: Two Sockets\nphysical id\t: {package}\ncore id\t\t: {core}\n\n")
    };
    let text: String = [processor(0, 0, 0), processor(1, 0, 1), processor(2, 1, 0), processor(3, 1, 0)].concat();
    tree.file("proc/cpuinfo", &text);
    let expected =
        Topology { sockets: Some(2), cores: Some(3), threads: 4, numa_nodes: None, model: Some("Two Sockets".into()) };
    assert_eq!(tree.system().cpu_topology().unwrap(), expected);
    assert_eq!(tree.system().cpu_count_physical().unwrap(), Some(3));

    // Without core ids, as virtual machines and other architectures have it.
    tree.file("proc/cpuinfo", "processor\t: 0\nmodel name\t: X\n\nprocessor\t: 1\nmodel name\t: X\n");
    assert_eq!(tree.system().cpu_count_physical().unwrap(), None);
    let topology = tree.system().cpu_topology().unwrap();
    assert_eq!((topology.sockets, topology.cores, topology.threads), (None, None, 4));
}

#[test]
fn sockets_and_numa_nodes() {
    let tree = Tree::new();
    tree.file(ONLINE, "0-3\n").file("sys/devices/system/node/online", "0,2\n");
    for (cpu, package, list) in [(0, "0", "0-1"), (1, "0", "0-1"), (2, "7", "2-3"), (3, "7", "2-3")] {
        file(&tree, cpu, "topology/physical_package_id", package);
        file(&tree, cpu, "topology/core_siblings_list", list);
    }
    let topology = tree.system().cpu_topology().unwrap();
    assert_eq!((topology.sockets, topology.numa_nodes), (Some(2), Some(2)));
    // A kernel that does not know the package says so, and lists each processor alone.
    file(&tree, 2, "topology/physical_package_id", "-1");
    assert_eq!(tree.system().cpu_topology().unwrap().sockets, None);
}

#[test]
fn each_processor_has_the_frequency_of_its_policy() {
    let tree = Tree::new();
    tree.file(ONLINE, "0-2\n");
    for (policy, cpus, current) in [(0, "0 1", "1800000"), (2, "2", "2400500"), (3, "", "9000000")] {
        let file = |name: &str, content: &str| {
            tree.file(&format!("sys/devices/system/cpu/cpufreq/policy{policy}/{name}"), format!("{content}\n"));
        };
        file("affected_cpus", cpus);
        file("scaling_cur_freq", current);
        file("scaling_min_freq", "600000");
        file("scaling_max_freq", "3000000");
    }
    let freq = |current| CpuFreq { current, min: Some(600.0), max: Some(3000.0) };
    let each = tree.system().cpu_freq_per_cpu().unwrap();
    assert_eq!(each, [freq(1800.0), freq(1800.0), freq(2400.5)], "policy3 is of a processor that is offline");
    let all = tree.system().cpu_freq().unwrap().unwrap();
    assert!((all.current - 2000.167).abs() < 0.001, "{all:?}");
    assert_eq!((all.min, all.max), (Some(600.0), Some(3000.0)));
}

#[test]
fn frequencies_of_old_kernels_and_broken_drivers() {
    let tree = Tree::new();
    tree.file(ONLINE, "0-3\n");
    // No folders of policies.
    file(&tree, 0, "cpufreq/scaling_cur_freq", "1000000");
    file(&tree, 0, "cpufreq/cpuinfo_max_freq", "2000000");
    // The first file does not know.
    file(&tree, 1, "cpufreq/scaling_cur_freq", "0");
    file(&tree, 1, "cpufreq/cpuinfo_cur_freq", "1500000");
    // None of them knows: the limits are from here, and what it runs at from cpuinfo.
    file(&tree, 2, "cpufreq/cpuinfo_cur_freq", "<unknown>");
    file(&tree, 2, "cpufreq/scaling_max_freq", "2000000");
    tree.file("proc/cpuinfo", "processor\t: 2\ncpu MHz\t\t: 1234.500\n\nprocessor\t: 3\ncpu MHz\t\t: 800.000\n\n");
    let freq = |current, max| CpuFreq { current, min: None, max };
    let expected = [freq(1000.0, Some(2000.0)), freq(1500.0, None), freq(1234.5, Some(2000.0)), freq(800.0, None)];
    assert_eq!(tree.system().cpu_freq_per_cpu().unwrap(), expected);
}

#[test]
fn no_frequencies() {
    let tree = Tree::new();
    tree.file(ONLINE, "0-1\n").file("proc/cpuinfo", "processor\t: 0\nBogoMIPS\t: 108.00\n\nprocessor\t: 1\n");
    assert_eq!(tree.system().cpu_freq_per_cpu().unwrap(), []);
    assert_eq!(tree.system().cpu_freq().unwrap(), None);
}

#[test]
fn frequencies_of_this_machine() {
    let each = System::default().cpu_freq_per_cpu().unwrap();
    assert!(each.is_empty() || each.len() == System::default().cpu_count().unwrap());
    for freq in each {
        let limits = freq.min.unwrap_or(0.0)..=freq.max.unwrap_or(f64::INFINITY);
        assert!(freq.current > 0.0 && limits.start() <= limits.end(), "{freq:?}");
    }
}
