//! Processes.

mod held;
mod identity;
mod pidfd;
mod read;
mod signal;
mod stat;
mod wait;

pub(crate) use held::Held;
pub(crate) use identity::{create_time, is_running, pid_exists, pids, start_time};
pub(crate) use signal::{kill, resume, send_signal, suspend, terminate};
pub(crate) use stat::{cpu_num, cpu_times, nice, num_threads, page_faults, ppid, status};
pub(crate) use wait::{wait, wait_and_reap};

pub(crate) use crate::sys::unsupported::process::{
    cgroup, cmdline, cpu_affinity, cwd, environ, exe, gids, io_counters, ionice, memory_footprint, memory_info,
    memory_info_ex, memory_maps, name, net_connections, num_ctx_switches, num_fds, num_handles, open_files, rlimit,
    set_cpu_affinity, set_ionice, set_nice, set_rlimit, snapshot, snapshot_all, terminal, threads, uids, update_held,
    username,
};
