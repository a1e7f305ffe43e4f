//! Network: interfaces, their addresses and counters, and sockets.

mod connection;
mod interface;

pub use connection::{Connection, ConnectionKind, ConnectionStatus, Endpoint, Family, ParseKindError, SocketType};
pub use interface::{
    Duplex, HardwareAddress, InterfaceAddress, InterfaceAddressValue, InterfaceFlags, InterfaceStats, NetIo,
};

use std::ffi::OsString;

use crate::sys;
use crate::{Result, System};

impl System {
    /// Bytes, packets, errors and drops since boot over all interfaces; `None` without interfaces.
    ///
    /// # Errors
    /// [`Error::System`](crate::Error::System) if the source cannot be read.
    ///
    /// # Platform
    /// Linux: `/proc/net/dev`, of the calling thread's network namespace. With a proc root that is not the caller's own,
    /// of that of its process 1. Windows: `GetAdaptersAddresses` and `GetIfEntry2`.
    pub fn net_io(&self) -> Result<Option<NetIo>> {
        Ok(sys::net::io_counters(self)?.into_iter().map(|(_, io)| io).reduce(NetIo::plus))
    }

    /// The same for each interface, with its name, in the order of the system.
    ///
    /// # Errors
    /// [`Error::System`](crate::Error::System) if the source cannot be read.
    ///
    /// # Platform
    /// As [`System::net_io`].
    pub fn net_io_per_interface(&self) -> Result<Vec<(OsString, NetIo)>> {
        sys::net::io_counters(self)
    }

    /// The addresses of each interface, with its name, sorted by family. One that has none is not there. Interfaces with an
    /// IPv4 address come first, those without an IP address last, else they are in the order of the system: the first IPv4
    /// address that is no loopback is that of the oldest interface, not that of a bridge that was made later.
    ///
    /// An IPv4 address with a label of its own, an alias such as `eth0:1`, stands under that.
    ///
    /// # Errors
    /// [`Error::System`](crate::Error::System) if the system does not answer.
    /// [`Error::Unsupported`](crate::Error::Unsupported) with a proc root that is not the caller's own.
    ///
    /// # Platform
    /// Linux: rtnetlink, `RTM_GETADDR` and `RTM_GETLINK`. Windows: `GetAdaptersAddresses`, without broadcast addresses.
    pub fn net_if_addrs(&self) -> Result<Vec<(OsString, Vec<InterfaceAddress>)>> {
        sys::net::if_addrs(self)
    }

    /// State, speed, MTU and flags of each interface, with its name, in the order of the system.
    ///
    /// # Errors
    /// [`Error::System`](crate::Error::System) if the system does not answer.
    /// [`Error::Unsupported`](crate::Error::Unsupported) with a proc root that is not the caller's own.
    ///
    /// # Platform
    /// Linux: rtnetlink `RTM_GETLINK`; speed and duplex by `ETHTOOL_GLINKSETTINGS` or sysfs. Windows: `GetIfEntry2`,
    /// which tells neither duplex nor flags.
    pub fn net_if_stats(&self) -> Result<Vec<(OsString, InterfaceStats)>> {
        sys::net::if_stats(self)
    }

    /// The sockets of the machine (on Linux: of the calling thread's network namespace), with the process that holds each
    /// where the caller may know it. A socket that several processes hold is listed for each, and one that a process
    /// holds several times for each descriptor.
    ///
    /// # Errors
    /// [`Error::System`](crate::Error::System) if the source cannot be read.
    ///
    /// # Platform
    /// Linux: `sock_diag(7)`, else `/proc/net/{tcp,tcp6,udp,udp6,unix}`; owners from the links in `/proc/PID/fd`. With a
    /// proc root that is not the caller's own the files in `1/net`, else `net`. Windows: `GetExtendedTcpTable` and
    /// `GetExtendedUdpTable`.
    pub fn net_connections(&self, kind: ConnectionKind) -> Result<Vec<Connection>> {
        sys::net::connections(self, kind, true)
    }

    /// The same without looking for owners: `pid` and `fd` are `None`. Much cheaper, as no process is looked at.
    ///
    /// # Errors
    /// [`Error::System`](crate::Error::System) if the source cannot be read.
    ///
    /// # Platform
    /// As [`System::net_connections`].
    pub fn net_connections_without_owners(&self, kind: ConnectionKind) -> Result<Vec<Connection>> {
        sys::net::connections(self, kind, false)
    }
}
