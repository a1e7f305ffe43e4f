//! What Linux says, in `/proc`, `/sys`, netlink and a few files of its own.
pub mod cgroup;
pub mod cmdline;
pub mod environ;
pub mod fdinfo;
pub mod net_tcp;
pub mod net_unix;
pub mod netlink;
pub mod passwd;
pub mod pid_io;
pub mod pid_stat;
pub mod pid_statm;
pub mod pid_status;
pub mod smaps;
pub mod socket;
