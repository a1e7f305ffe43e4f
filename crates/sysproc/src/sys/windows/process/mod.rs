//! Processes.

pub(crate) use crate::sys::unsupported::Held;
pub(crate) use crate::sys::unsupported::process::{
    cgroup, cmdline, cpu_affinity, cpu_num, cpu_times, create_time, cwd, environ, exe, gids, io_counters, ionice,
    is_running, kill, marked_pids, memory_footprint, memory_info, memory_info_ex, memory_maps, name, net_connections,
    nice, num_ctx_switches, num_fds, num_handles, num_threads, open_files, page_faults, pid_exists, pids, ppid, reap,
    resume, rlimit, send_signal, set_cpu_affinity, set_ionice, set_nice, set_rlimit, snapshot, snapshot_all,
    snapshot_more, start_time, status, suspend, terminal, terminate, threads, uids, update_held, username, wait,
    wait_and_reap,
};
