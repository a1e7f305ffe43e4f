//! Processes.

mod held;
mod identity;
mod read;
mod stat;

pub(crate) use held::Held;
pub(crate) use identity::{create_time, is_running, pid_exists, pids, start_time};
pub(crate) use stat::{cpu_num, cpu_times, nice, num_threads, page_faults, ppid, status};

pub(crate) use crate::sys::unsupported::process::{
    cgroup, cmdline, cpu_affinity, cwd, environ, exe, gids, io_counters, ionice, kill, memory_footprint, memory_info,
    memory_info_ex, memory_maps, name, net_connections, num_ctx_switches, num_fds, num_handles, open_files, resume,
    rlimit, send_signal, set_cpu_affinity, set_ionice, set_nice, set_rlimit, snapshot, snapshot_all, suspend, terminal,
    terminate, threads, uids, update_held, username, wait, wait_and_reap,
};
