//! Network: interfaces and sockets, by the IP Helper library.

use std::ffi::OsString;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::os::windows::ffi::OsStringExt;

use sysproc_decode::windows::socket_tables::{self, Socket};
use windows_sys::Win32::NetworkManagement::IpHelper as win;
use windows_sys::Win32::NetworkManagement::Ndis::IfOperStatusUp;

use super::ffi;
use super::ffi::net::Adapter;
use crate::net::{
    Connection, ConnectionKind, ConnectionStatus, Duplex, Endpoint, Family, HardwareAddress, InterfaceAddress,
    InterfaceAddressValue, InterfaceFlags, InterfaceStats, NetIo, SocketType,
};
use crate::{Error, Result, System};

pub(crate) fn io_counters(_: &System) -> Result<Vec<(OsString, NetIo)>> {
    Ok(interfaces()?.into_iter().map(|(name, row)| (name, io_of(&row))).collect())
}

fn io_of(row: &win::MIB_IF_ROW2) -> NetIo {
    NetIo {
        bytes_sent: row.OutOctets,
        bytes_recv: row.InOctets,
        packets_sent: row.OutUcastPkts.saturating_add(row.OutNUcastPkts),
        packets_recv: row.InUcastPkts.saturating_add(row.InNUcastPkts),
        errin: row.InErrors,
        errout: row.OutErrors,
        dropin: row.InDiscards,
        dropout: row.OutDiscards,
    }
}

pub(crate) fn if_stats(_: &System) -> Result<Vec<(OsString, InterfaceStats)>> {
    Ok(interfaces()?.into_iter().map(|(name, row)| (name, stats_of(&row))).collect())
}

fn stats_of(row: &win::MIB_IF_ROW2) -> InterfaceStats {
    // All bits are set where the speed is not known, and it is no number of Mbit/s where nobody measures it.
    let speed = Some(row.TransmitLinkSpeed).filter(|speed| *speed != u64::MAX);
    InterfaceStats {
        is_up: row.OperStatus == IfOperStatusUp,
        duplex: Duplex::Unknown,
        speed: speed.and_then(|speed| u32::try_from(speed / 1_000_000).ok()).filter(|speed| *speed > 0),
        mtu: row.Mtu,
        flags: InterfaceFlags::empty(),
    }
}

/// The interfaces that addresses can belong to: Windows lists each filter of each of them as one as well.
fn interfaces() -> Result<Vec<(OsString, win::MIB_IF_ROW2)>> {
    let row = |adapter: Adapter| {
        // One that was taken out in the meantime is left out.
        let row = ffi::net::interface(adapter.index).ok()?;
        Some((OsString::from_wide(&adapter.name), row))
    };
    Ok(adapters()?.into_iter().filter_map(row).collect())
}

fn adapters() -> Result<Vec<Adapter>> {
    ffi::net::adapters().map_err(|error| Error::system("GetAdaptersAddresses", error))
}

pub(crate) fn if_addrs(_: &System) -> Result<Vec<(OsString, Vec<InterfaceAddress>)>> {
    let mut found = Vec::new();
    for adapter in adapters()? {
        let name = OsString::from_wide(&adapter.name);
        let addresses = adapter.addresses.iter().filter_map(|(raw, prefix)| address(raw, *prefix));
        found.extend(addresses.map(|address| (name.clone(), address)));
        if !adapter.hardware_address.is_empty() {
            let address = InterfaceAddressValue::Link(HardwareAddress(adapter.hardware_address));
            found.push((name, plain(address)));
        }
    }
    Ok(InterfaceAddress::by_interface(found))
}

fn plain(address: InterfaceAddressValue) -> InterfaceAddress {
    InterfaceAddress { address, netmask: None, broadcast: None, ptp: None }
}

fn address(raw: &[u8], prefix: u8) -> Option<InterfaceAddress> {
    let (ip, scope) = socket_tables::address(raw)?;
    Some(match ip {
        IpAddr::V4(ip) => {
            let mask = u32::MAX.checked_shl(32_u32.saturating_sub(prefix.into())).unwrap_or(0);
            let netmask = Some(InterfaceAddressValue::Inet4(Ipv4Addr::from_bits(mask)));
            InterfaceAddress { netmask, ..plain(InterfaceAddressValue::Inet4(ip)) }
        }
        IpAddr::V6(ip) => {
            let mask = u128::MAX.checked_shl(128_u32.saturating_sub(prefix.into())).unwrap_or(0);
            let netmask = Some(InterfaceAddressValue::Inet6(Ipv6Addr::from_bits(mask), None));
            let scope = Some(scope).filter(|scope| *scope != 0);
            InterfaceAddress { netmask, ..plain(InterfaceAddressValue::Inet6(ip, scope)) }
        }
    })
}

pub(crate) fn connections(_: &System, kind: ConnectionKind, owners: bool) -> Result<Vec<Connection>> {
    let mut found = Vec::new();
    for (family, is_v6) in [(Family::Inet4, false), (Family::Inet6, true)] {
        if kind.tcp(family) {
            let table = ffi::net::tcp_table(is_v6).map_err(|error| Error::system("GetExtendedTcpTable", error))?;
            let mut add = |socket: Socket| found.push(connection(&socket, family, SocketType::Stream, owners));
            if is_v6 {
                socket_tables::tcp6(&table).for_each(&mut add);
            } else {
                socket_tables::tcp4(&table).for_each(&mut add);
            }
        }
        if kind.udp(family) {
            let table = ffi::net::udp_table(is_v6).map_err(|error| Error::system("GetExtendedUdpTable", error))?;
            let mut add = |socket: Socket| found.push(connection(&socket, family, SocketType::Datagram, owners));
            if is_v6 {
                socket_tables::udp6(&table).for_each(&mut add);
            } else {
                socket_tables::udp4(&table).for_each(&mut add);
            }
        }
    }
    Ok(found)
}

fn connection(socket: &Socket, family: Family, socket_type: SocketType, owners: bool) -> Connection {
    Connection {
        fd: None,
        family,
        socket_type,
        local: Endpoint::Inet(socket.local),
        // The other end of one that listens may have been filled in with anything.
        remote: match socket.remote.filter(|_| socket.state != Some(LISTEN)) {
            Some(remote) => Endpoint::Inet(remote),
            None => Endpoint::None,
        },
        status: socket.state.map_or(ConnectionStatus::None, status),
        pid: Some(socket.pid).filter(|pid| owners && *pid != 0),
    }
}

const LISTEN: u32 = win::MIB_TCP_STATE_LISTEN as u32;

fn status(state: u32) -> ConnectionStatus {
    match state as i32 {
        win::MIB_TCP_STATE_CLOSED => ConnectionStatus::Close,
        win::MIB_TCP_STATE_LISTEN => ConnectionStatus::Listen,
        win::MIB_TCP_STATE_SYN_SENT => ConnectionStatus::SynSent,
        win::MIB_TCP_STATE_SYN_RCVD => ConnectionStatus::SynRecv,
        win::MIB_TCP_STATE_ESTAB => ConnectionStatus::Established,
        win::MIB_TCP_STATE_FIN_WAIT1 => ConnectionStatus::FinWait1,
        win::MIB_TCP_STATE_FIN_WAIT2 => ConnectionStatus::FinWait2,
        win::MIB_TCP_STATE_CLOSE_WAIT => ConnectionStatus::CloseWait,
        win::MIB_TCP_STATE_CLOSING => ConnectionStatus::Closing,
        win::MIB_TCP_STATE_LAST_ACK => ConnectionStatus::LastAck,
        win::MIB_TCP_STATE_TIME_WAIT => ConnectionStatus::TimeWait,
        win::MIB_TCP_STATE_DELETE_TCB => ConnectionStatus::DeleteTcb,
        _ => ConnectionStatus::None,
    }
}
