//! Interfaces and sockets.

mod interfaces;
mod io;
mod namespace;
mod namespaces;
mod netlink;
mod socket;
mod sockets;

pub(crate) use interfaces::{if_addrs, if_stats};
pub(crate) use io::io_counters;
pub(super) use namespaces::Namespaces;
pub(crate) use sockets::connections;
pub(super) use sockets::connections_of;
