//! Processes.

mod affinity;
mod files;
mod fill;
mod held;
mod identity;
mod ids;
mod io;
mod kept;
mod limits;
mod memory;
mod more;
mod path;
mod pidfd;
mod priority;
mod read;
mod signal;
mod snapshot;
mod sockets;
mod stat;
mod terminal;
mod text;
mod threads;
mod users;
mod wait;

pub(crate) use affinity::{cpu_affinity, set_cpu_affinity};
pub(crate) use files::{num_fds, open_files};
pub(crate) use held::{Held, update_held};
pub(crate) use identity::{create_time, is_running, marked_pids, pid_exists, pids, start_time};
pub(crate) use ids::{gids, uids};
pub(crate) use io::{io_counters, num_ctx_switches};
pub(crate) use limits::{rlimit, set_rlimit};
pub(crate) use memory::{memory_footprint, memory_info, memory_info_ex, memory_maps};
pub(crate) use more::snapshot_more;
pub(crate) use priority::{ionice, set_ionice, set_nice};
pub(crate) use signal::{kill, resume, send_signal, suspend, terminate};
pub(crate) use snapshot::{snapshot, snapshot_all};
pub(crate) use sockets::net_connections;
pub(crate) use stat::{cpu_num, cpu_times, name, nice, num_threads, page_faults, ppid, status};
pub(crate) use terminal::terminal;
pub(crate) use text::{cgroup, cmdline, cwd, environ, exe};
pub(crate) use threads::threads;
pub(crate) use users::{UserNames, username};
pub(crate) use wait::{reap, wait, wait_and_reap};

pub(crate) use crate::sys::unsupported::process::num_handles;
