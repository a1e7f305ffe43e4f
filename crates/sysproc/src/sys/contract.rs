//! What every backend must have, by topic, held to it by the compiler.
//!
//! # The contract of a backend
//! - A function answers for the [`System`] that it is given, from that system's roots, and keeps nothing but what is in
//!   its [`State`](super::State). It never panics, leaks no descriptor, and never holds a lock over a call to the system.
//! - Text of the system stays as it is. What the system leaves out is `None`, never a made-up zero.
//! - A function about a process fails with `NoSuchProcess` once that process is gone (or, of a getter, once its pid is
//!   free), with `ZombieProcess` where the kernel has let go of the answer, with `AccessDenied` where the caller may not
//!   know. An action first takes hold of the process and then checks that its start time is the handle's.
//! - What a system does not have is taken from [`unsupported`](super::unsupported) by a `pub(crate) use`, a line that the
//!   support table is generated from.
//!
//! Beside the functions listed here a backend has the types `State` (made by `State::new(&Roots)`), `Held` (the
//! descriptors of a watcher), `Hold` (that of one process) and `Identity` (a start time and what else tells a process from
//! others), and the functions `os_string` and `signal_names`.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::os;
use crate::cpu::{CpuFreq, CpuStats, CpuTimes, LoadAverage, Topology};
use crate::disk::{DiskCounters, DiskUsage, Partition};
use crate::host::{HostInfo, User};
use crate::memory::{HeapInfo, SwapMemory, VirtualMemory};
use crate::net::{Connection, ConnectionKind, InterfaceAddress, InterfaceStats, NetIo};
use crate::process::*;
use crate::sensors::{Battery, Fan, Temperature};
use crate::service::{Service, ServiceConfig, ServiceState};
use crate::{Pid, Result, System};

/// Hands the list of functions to another macro: this file checks the backend by it, `unsupported` is made from it.
macro_rules! functions {
    ($use:ident) => {
        $use! {
            cpu {
                times(&System) -> CpuTimes;
                times_per_cpu(&System) -> Vec<(u32, CpuTimes)>;
                count(&System) -> usize;
                count_physical(&System) -> Option<usize>;
                stats(&System) -> CpuStats;
                freq_per_cpu(&System) -> Vec<CpuFreq>;
                load_average(&System) -> LoadAverage;
                queued_threads(&System) -> usize;
                topology(&System) -> Topology;
            }
            memory {
                virtual_memory(&System) -> VirtualMemory;
                swap_memory(&System) -> SwapMemory;
                heap_info() -> HeapInfo;
                heap_trim() -> ();
            }
            disk {
                partitions(&System, bool) -> Vec<Partition>;
                usage(&Path) -> DiskUsage;
                io_counters(&System, &mut dyn FnMut(DiskCounters<'_>)) -> ();
            }
            net {
                io_counters(&System) -> Vec<(OsString, NetIo)>;
                if_addrs(&System) -> Vec<(OsString, Vec<InterfaceAddress>)>;
                if_stats(&System) -> Vec<(OsString, InterfaceStats)>;
                connections(&System, ConnectionKind, bool) -> Vec<Connection>;
            }
            host {
                info(&System) -> HostInfo;
                boot_time(&System) -> SystemTime;
                uptime(&System) -> Duration;
                users(&System) -> Vec<User>;
            }
            sensors {
                temperatures(&System) -> BTreeMap<String, Vec<Temperature>>;
                fans(&System) -> BTreeMap<String, Vec<Fan>>;
                battery(&System) -> Option<Battery>;
            }
            service {
                list(&System) -> Vec<Service>;
                find(&System, &OsStr) -> Service;
                config(&Service) -> ServiceConfig;
                state(&Service) -> ServiceState;
                description(&Service) -> OsString;
            }
            process {
                pids(&System) -> Vec<Pid>;
                marked_pids(&System) -> Vec<(Pid, u64)>;
                pid_exists(&System, Pid) -> bool;
                start_time(&System, Pid) -> StartTime;
                create_time(&Process) -> SystemTime;
                is_running(&Process) -> bool;
                ppid(&Process) -> Pid;
                name(&Process) -> OsString;
                exe(&Process) -> PathBuf;
                cmdline(&Process) -> Vec<OsString>;
                environ(&Process) -> Vec<(OsString, OsString)>;
                status(&Process) -> Status;
                cwd(&Process) -> PathBuf;
                username(&Process) -> OsString;
                uids(&Process) -> Uids;
                gids(&Process) -> Gids;
                terminal(&Process) -> Option<PathBuf>;
                nice(&Process) -> i32;
                set_nice(&Process, i32) -> ();
                ionice(&Process) -> IoPriority;
                set_ionice(&Process, IoPriority) -> ();
                rlimit(&Process, Resource) -> Limits;
                set_rlimit(&Process, Resource, Limits) -> ();
                io_counters(&Process) -> IoCounters;
                num_ctx_switches(&Process) -> CtxSwitches;
                num_fds(&Process) -> usize;
                num_handles(&Process) -> usize;
                num_threads(&Process) -> usize;
                threads(&Process) -> Vec<Thread>;
                cpu_times(&Process) -> ProcessCpuTimes;
                cpu_num(&Process) -> u32;
                cpu_affinity(&Process) -> Vec<usize>;
                set_cpu_affinity(&Process, &[usize]) -> ();
                memory_info(&Process) -> MemoryInfo;
                memory_info_ex(&Process) -> MemoryInfoEx;
                memory_footprint(&Process) -> MemoryFootprint;
                memory_maps(&Process) -> Vec<MemoryMap>;
                memory_maps_grouped(&Process) -> Vec<MemoryMapGroup>;
                page_faults(&Process) -> PageFaults;
                open_files(&Process) -> Vec<OpenFile>;
                descriptors(&Process) -> Vec<Descriptor>;
                net_connections(&Process, ConnectionKind) -> Vec<Connection>;
                cgroup(&Process) -> PathBuf;
                group_limits(&Process) -> GroupLimits;
                send_signal(&Process, Signal) -> ();
                suspend(&Process) -> ();
                resume(&Process) -> ();
                terminate(&Process) -> ();
                kill(&Process) -> ();
                wait(&[&Process], WaitFor, Option<Duration>, &mut dyn FnMut(usize, Exit)) -> ();
                wait_and_reap(&Process, Option<Duration>) -> Exit;
                reap(&Process) -> Option<Exit>;
                hold(&Process) -> os::Hold;
                exit_of_held(&Process, &os::Hold) -> Option<Exit>;
                snapshot(&Process, Fields) -> Snapshot;
                snapshot_more(&Process, Fields, &mut Snapshot) -> ();
                snapshot_all(&System, Fields) -> Listing;
                update_held(&mut os::Held, &System, Fields) -> Listing;
            }
        }
    };
}

macro_rules! check {
    ($($topic:ident { $($name:ident($($argument:ty),*) -> $returns:ty;)+ })+) => {
        $($(const _: fn($($argument),*) -> Result<$returns> = os::$topic::$name;)+)+
    };
}

functions!(check);

pub(super) use functions;
