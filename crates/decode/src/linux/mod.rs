//! What Linux says, in `/proc`, `/sys`, netlink and a few files of its own.
pub mod fdinfo;
pub mod net_tcp;
pub mod net_unix;
pub mod pid_stat;
pub mod socket;
