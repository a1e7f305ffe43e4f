//! What Linux says, in `/proc`, `/sys`, netlink and a few files of its own.
pub mod pid_stat;
