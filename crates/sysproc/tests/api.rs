//! Every function of psutil that covers Linux has its Rust function.
//!
//! `fixtures/api.tsv` lists psutil's items (name, kind, systems). The Rust functions are named as code, so that the compiler
//! vouches for each.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::path::Path;

use sysproc::disk::disk_usage;
use sysproc::memory::{heap_info, heap_trim};
use sysproc::process::CpuPercent;
use sysproc::sampler::CpuSampler;
use sysproc::{Process, System};

macro_rules! functions {
    ($($python:literal => $($rust:expr),+;)+) => {
        /// psutil's functions that have Rust functions.
        const MAPPED: &[&str] = &[$($python),+];

        #[test]
        fn the_rust_functions_exist() {
            $($(let _ = $rust;)+)+
        }
    };
}

functions! {
    "cpu_times" => System::cpu_times, System::cpu_times_per_cpu;
    "cpu_percent" => CpuSampler::sample, CpuSampler::sample_per_cpu;
    "cpu_times_percent" => CpuSampler::sample, CpuSampler::sample_per_cpu;
    "cpu_count" => System::cpu_count, System::cpu_count_physical;
    "cpu_stats" => System::cpu_stats;
    "cpu_freq" => System::cpu_freq, System::cpu_freq_per_cpu;
    "getloadavg" => System::load_average;
    "virtual_memory" => System::virtual_memory;
    "swap_memory" => System::swap_memory;
    "disk_partitions" => System::disk_partitions;
    "disk_usage" => |path: &Path| disk_usage(path);
    "disk_io_counters" => System::disk_io, System::disk_io_per_disk;
    "net_io_counters" => System::net_io, System::net_io_per_interface;
    "net_connections" => System::net_connections;
    "net_if_addrs" => System::net_if_addrs;
    "net_if_stats" => System::net_if_stats;
    "sensors_temperatures" => System::temperatures;
    "sensors_fans" => System::fans;
    "sensors_battery" => System::battery;
    "boot_time" => System::boot_time;
    "users" => System::users;
    "heap_info" => heap_info;
    "heap_trim" => heap_trim;
    "pids" => System::pids;
    "pid_exists" => System::pid_exists;
    "process_iter" => System::processes;
    "wait_procs" => |processes: &[Process]| Process::wait_all(processes, None, |_, _| {});
    "Process.ppid" => Process::ppid;
    "Process.parent" => Process::parent;
    "Process.parents" => Process::parents;
    "Process.children" => Process::children, Process::descendants;
    "Process.name" => Process::name;
    "Process.exe" => Process::exe;
    "Process.cmdline" => Process::cmdline;
    "Process.environ" => Process::environ;
    "Process.create_time" => Process::create_time;
    "Process.status" => Process::status;
    "Process.cwd" => Process::cwd;
    "Process.username" => Process::username;
    "Process.uids" => Process::uids;
    "Process.gids" => Process::gids;
    "Process.terminal" => Process::terminal;
    "Process.nice" => Process::nice, Process::set_nice;
    "Process.ionice" => Process::ionice, Process::set_ionice;
    "Process.rlimit" => Process::rlimit, Process::set_rlimit;
    "Process.io_counters" => Process::io_counters;
    "Process.num_ctx_switches" => Process::num_ctx_switches;
    "Process.num_fds" => Process::num_fds;
    "Process.num_threads" => Process::num_threads;
    "Process.threads" => Process::threads;
    "Process.cpu_times" => Process::cpu_times;
    "Process.cpu_percent" => CpuPercent::sample;
    "Process.cpu_affinity" => Process::cpu_affinity, Process::set_cpu_affinity;
    "Process.cpu_num" => Process::cpu_num;
    "Process.memory_info" => Process::memory_info;
    "Process.memory_info_ex" => Process::memory_info_ex;
    "Process.memory_full_info" => Process::memory_full_info;
    "Process.memory_footprint" => Process::memory_footprint;
    "Process.page_faults" => Process::page_faults;
    "Process.memory_percent" => Process::memory_percent;
    "Process.memory_maps" => Process::memory_maps, Process::memory_maps_grouped;
    "Process.open_files" => Process::open_files;
    "Process.net_connections" => Process::net_connections;
    "Process.connections" => Process::net_connections;
    "Process.is_running" => Process::is_running;
    "Process.send_signal" => Process::send_signal;
    "Process.suspend" => Process::suspend;
    "Process.resume" => Process::resume;
    "Process.terminate" => Process::terminate;
    "Process.kill" => Process::kill;
    "Process.wait" => Process::wait, Process::wait_and_reap;
}

/// What only Python needs, and why.
const PYTHON_ONLY: &[(&str, &str)] = &[
    ("bytes2human", "how numbers are shown is a matter of each face"),
    ("Process.oneshot", "a cache that lives for a while; Process::snapshot reads several things at once without one"),
    ("Process.as_dict", "a snapshot in the form of a dict"),
];

/// The functions and methods of a table that cover Linux and are neither mapped nor Python's own.
fn unmapped(table: &str) -> Vec<&str> {
    let known = |name: &str| MAPPED.contains(&name) || PYTHON_ONLY.iter().any(|(python, _)| *python == name);
    on_linux(table).filter(|name| !known(name)).collect()
}

fn on_linux(table: &str) -> impl Iterator<Item = &str> {
    table.lines().filter_map(|line| {
        let mut columns = line.split('\t');
        let (name, kind, systems) = (columns.next()?, columns.next()?, columns.next()?);
        let covers_linux = ["all", "Linux", "UNIX"].iter().any(|word| systems.contains(word));
        (covers_linux && matches!(kind, "function" | "method")).then_some(name)
    })
}

const TABLE: &str = include_str!("fixtures/api.tsv");

#[test]
fn every_function_has_its_rust_function() {
    assert_eq!(unmapped(TABLE), [""; 0]);
    assert!(on_linux(TABLE).count() > 70, "the table is not what this test takes it for");
}

#[test]
fn what_is_mapped_is_in_the_table() {
    let named: Vec<_> = MAPPED.iter().chain(PYTHON_ONLY.iter().map(|(name, _)| name)).copied().collect();
    for name in &named {
        assert_eq!(on_linux(TABLE).filter(|listed| listed == name).count(), 1, "{name}");
        assert_eq!(named.iter().filter(|other| *other == name).count(), 1, "{name} is mapped twice");
    }
}

#[test]
fn a_function_without_a_rust_function_is_found() {
    let table = "pids\tfunction\tall\nnew\tfunction\tLinux macOS\nolder\tmethod\tUNIX\nother\tfunction\tWindows\n";
    assert_eq!(unmapped(table), ["new", "older"]);
}
