//! Interfaces and sockets.

mod namespace;
mod netlink;
mod socket;
mod sockets;

pub(crate) use sockets::connections;
pub(super) use sockets::connections_of;

pub(crate) use crate::sys::unsupported::net::{if_addrs, if_stats, io_counters};
