//! `MIB_TCPTABLE_OWNER_PID`, `MIB_UDPTABLE_OWNER_PID` and their IPv6 fellows: the sockets of the machine.
//!
//! A count, and rows of one size. Addresses and ports have the byte order of the network.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};

use crate::bytes::{ByteOrder, array};

/// A socket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Socket {
    /// Its own end.
    pub local: SocketAddr,
    /// The other end; `None` of UDP, and of a socket that has none.
    pub remote: Option<SocketAddr>,
    /// `MIB_TCP_STATE`; `None` of UDP.
    pub state: Option<u32>,
    /// The process that has it; 0 if none has any more.
    pub pid: u32,
}

/// TCP over IPv4.
pub fn tcp4(table: &[u8]) -> impl Iterator<Item = Socket> {
    rows(table, 24).filter_map(|row| {
        Some(Socket { local: v4(row, 4)?, remote: known(v4(row, 12)?), state: number(row, 0), pid: number(row, 20)? })
    })
}

/// TCP over IPv6.
pub fn tcp6(table: &[u8]) -> impl Iterator<Item = Socket> {
    rows(table, 56).filter_map(|row| {
        Some(Socket { local: v6(row, 0)?, remote: known(v6(row, 24)?), state: number(row, 48), pid: number(row, 52)? })
    })
}

/// UDP over IPv4.
pub fn udp4(table: &[u8]) -> impl Iterator<Item = Socket> {
    rows(table, 12)
        .filter_map(|row| Some(Socket { local: v4(row, 0)?, remote: None, state: None, pid: number(row, 8)? }))
}

/// UDP over IPv6.
pub fn udp6(table: &[u8]) -> impl Iterator<Item = Socket> {
    rows(table, 28)
        .filter_map(|row| Some(Socket { local: v6(row, 0)?, remote: None, state: None, pid: number(row, 24)? }))
}

/// The rows that are whole.
fn rows(table: &[u8], size: usize) -> impl Iterator<Item = &[u8]> {
    let count = number(table, 0).and_then(|count| usize::try_from(count).ok()).unwrap_or(0);
    table.get(4..).unwrap_or_default().chunks_exact(size).take(count)
}

fn number(row: &[u8], at: usize) -> Option<u32> {
    ByteOrder::Little.u32(row, at)
}

/// An address of four bytes, and a port in the first two of the next four.
fn v4(row: &[u8], at: usize) -> Option<SocketAddr> {
    let ip: [u8; 4] = array(row, at)?;
    let port = ByteOrder::Big.u16(row, at.checked_add(4)?)?;
    Some(SocketAddrV4::new(Ipv4Addr::from(ip), port).into())
}

/// An address of 16 bytes, the number of its interface, and a port likewise.
fn v6(row: &[u8], at: usize) -> Option<SocketAddr> {
    let ip: [u8; 16] = array(row, at)?;
    let scope = ByteOrder::Big.u32(row, at.checked_add(16)?)?;
    let port = ByteOrder::Big.u16(row, at.checked_add(20)?)?;
    let ip = Ipv6Addr::from(ip);
    // Of an address that is the same on every interface it means nothing, and is not always 0.
    let scope = if ip.is_unicast_link_local() { scope } else { 0 };
    Some(SocketAddrV6::new(ip, port, 0, scope).into())
}

/// `SOCKADDR_IN` and `SOCKADDR_IN6`: an address, and the number of its interface; `None` of other families.
#[must_use]
pub fn address(bytes: &[u8]) -> Option<(IpAddr, u32)> {
    match ByteOrder::Little.u16(bytes, 0)? {
        // AF_INET
        2 => Some((Ipv4Addr::from(array::<4>(bytes, 4)?).into(), 0)),
        // AF_INET6
        23 => Some((Ipv6Addr::from(array::<16>(bytes, 8)?).into(), number(bytes, 24)?)),
        _ => None,
    }
}

fn known(remote: SocketAddr) -> Option<SocketAddr> {
    (!remote.ip().is_unspecified() || remote.port() != 0).then_some(remote)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addr(text: &str) -> SocketAddr {
        text.parse().unwrap()
    }

    #[test]
    fn rows_of_each_table() {
        let mut tcp = vec![2, 0, 0, 0];
        tcp.extend([5, 0, 0, 0, 192, 0, 2, 1, 0x1f, 0x90, 9, 9, 198, 51, 100, 7, 0, 80, 9, 9, 0xd2, 4, 0, 0]);
        tcp.extend([2, 0, 0, 0, 0, 0, 0, 0, 0, 22, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0]);
        let connected =
            Socket { local: addr("192.0.2.1:8080"), remote: Some(addr("198.51.100.7:80")), state: Some(5), pid: 1234 };
        let listening = Socket { local: addr("0.0.0.0:22"), remote: None, state: Some(2), pid: 8 };
        assert!(tcp4(&tcp).eq([connected, listening]));
        for cut in 0..tcp.len() {
            assert_eq!(tcp4(&tcp[..cut]).count(), cut.saturating_sub(4) / 24);
        }

        let mut tcp = vec![9, 0, 0, 0];
        let mut row = [0; 56];
        (row[15], row[16], row[21], row[48], row[52]) = (1, 3, 80, 11, 0);
        (row[24], row[25], row[39], row[43], row[45]) = (0xfe, 0x80, 2, 3, 81);
        tcp.extend(row);
        let found: Vec<_> = tcp6(&tcp).collect();
        assert_eq!((found.len(), found[0].pid, found[0].state), (1, 0, Some(11)), "a count of more than there are");
        assert_eq!(found[0].local, addr("[::1]:80"));
        assert_eq!(found[0].remote, Some(addr("[fe80::2%3]:81")));

        let udp = [1, 0, 0, 0, 127, 0, 0, 1, 0, 53, 0, 0, 7, 0, 0, 0];
        assert!(udp4(&udp).eq([Socket { local: addr("127.0.0.1:53"), remote: None, state: None, pid: 7 }]));
        let mut udp = vec![1, 0, 0, 0];
        let mut row = [0; 28];
        (row[21], row[24]) = (53, 7);
        udp.extend(row);
        assert!(udp6(&udp).eq([Socket { local: addr("[::]:53"), remote: None, state: None, pid: 7 }]));
    }

    #[test]
    fn addresses_of_interfaces() {
        assert_eq!(address(&[2, 0, 0, 0, 192, 0, 2, 1]), Some((Ipv4Addr::new(192, 0, 2, 1).into(), 0)));
        let mut six = [0; 28];
        (six[0], six[23], six[24]) = (23, 1, 5);
        assert_eq!(address(&six), Some((Ipv6Addr::LOCALHOST.into(), 5)));
        assert_eq!((address(&six[..27]), address(&[1, 0, 0, 0, 0, 0, 0, 0]), address(&[])), (None, None, None));
    }
}
