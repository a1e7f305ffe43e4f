//! Processes.

mod affinity;
mod files;
mod fill;
mod handle;
mod held;
mod hold;
mod identity;
mod io;
mod listing;
mod maps;
mod memory;
mod parameters;
mod priority;
mod regions;
mod signal;
mod snapshot;
mod sockets;
mod stat;
mod text;
mod users;
mod wait;

pub(crate) use affinity::{cpu_affinity, set_cpu_affinity};
pub(crate) use files::open_files;
pub(crate) use held::{Held, update_held};
pub(crate) use hold::{Hold, exit_of_held, hold};
pub(crate) use identity::{create_time, is_running, marked_pids, pid_exists, pids, start_time};
pub(crate) use io::io_counters;
pub(super) use listing::ready_threads;
pub(crate) use maps::{memory_maps, memory_maps_grouped};
pub(crate) use memory::{memory_footprint, memory_info, memory_info_ex};
pub(crate) use priority::{ionice, nice, set_ionice, set_nice};
pub(crate) use signal::{kill, resume, send_signal, suspend, terminate};
pub(crate) use snapshot::{snapshot, snapshot_all, snapshot_more};
pub(crate) use sockets::net_connections;
pub(crate) use stat::{cpu_times, num_ctx_switches, num_handles, num_threads, page_faults, ppid, status, threads};
pub(crate) use text::{cmdline, cwd, environ, exe, name};
pub(crate) use users::{UserNames, username};
pub(crate) use wait::{wait, wait_and_reap};

pub(crate) use crate::sys::unsupported::process::{
    cgroup, cpu_num, descriptors, gids, group_limits, num_fds, reap, rlimit, set_rlimit, terminal, uids,
};
