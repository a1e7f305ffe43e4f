//! `/proc/net/tcp`, `tcp6`, `udp` and `udp6`: a line for each socket.
//!
//! The lines are made by `get_tcp4_sock` and its fellows in the kernel's `net/ipv4` and `net/ipv6`. An address is 32-bit
//! words in network order, each printed as if it were a number of the host: its digits depend on the host's byte order.

use std::net::{IpAddr, SocketAddr};

use super::socket::InetSocket;
use crate::bytes::ByteOrder;
use crate::text::{hexadecimal, number};
use crate::words::words;

/// The sockets of a table from a machine of this byte order. A line that does not tell all of a socket is left out.
pub fn net_tcp(table: &[u8], order: ByteOrder) -> impl Iterator<Item = InetSocket> {
    // A line that was cut is not to be trusted, as its last field may be cut too: it has no end.
    table.split_inclusive(|byte| *byte == b'\n').filter_map(move |line| socket(line.strip_suffix(b"\n")?, order))
}

/// `sl local_address rem_address st tx_queue:rx_queue tr:tm->when retrnsmt uid timeout inode`, and more.
fn socket(line: &[u8], order: ByteOrder) -> Option<InetSocket> {
    let mut fields = words(line);
    number(fields.next()?.strip_suffix(b":")?)?;
    let local = endpoint(fields.next()?, order)?;
    let remote = endpoint(fields.next()?, order)?;
    let state = hexadecimal(fields.next()?)?.try_into().ok()?;
    let inode = number(fields.nth(5)?)?;
    Some(InetSocket { local, remote, state, inode: (inode != 0).then_some(inode) })
}

/// `0100007F:1F90`: the address, and the port as a plain number.
fn endpoint(text: &[u8], order: ByteOrder) -> Option<SocketAddr> {
    let colon = memchr::memchr(b':', text)?;
    let port = hexadecimal(text.get(colon.checked_add(1)?..)?)?.try_into().ok()?;
    Some(SocketAddr::new(address(text.get(..colon)?, order)?, port))
}

/// One word of eight digits for IPv4, four for IPv6.
fn address(digits: &[u8], order: ByteOrder) -> Option<IpAddr> {
    let mut octets = [0; 16];
    for (octets, digits) in octets.chunks_exact_mut(4).zip(digits.chunks(8)) {
        let word = u32::try_from(hexadecimal(digits)?).ok()?;
        octets.copy_from_slice(&order.bytes_of_u32(word));
    }
    match digits.len() {
        8 => octets.first_chunk::<4>().map(|octets| IpAddr::from(*octets)),
        32 => Some(IpAddr::from(octets)),
        _ => None,
    }
}
