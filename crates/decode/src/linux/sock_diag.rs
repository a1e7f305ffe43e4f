//! sock_diag(7): the requests for all sockets of a kind, and the answers, one message a socket.
//!
//! The structures are those of `linux/inet_diag.h` and `linux/unix_diag.h` of the kernel's headers, as they stand behind
//! the [netlink](super::netlink) header. Numbers are in the byte order of the machine, addresses and ports in that of the
//! network.

use std::net::{IpAddr, SocketAddr};

use super::netlink::attributes;
use super::socket::{InetSocket, UnixName, UnixSocket};
use crate::bytes::{ByteOrder, array};

/// The type of the messages both ways: `SOCK_DIAG_BY_FAMILY`.
pub const BY_FAMILY: u16 = 20;

/// `AF_UNIX`.
const UNIX: u8 = 1;
/// `AF_INET`.
pub const INET: u8 = 2;
/// `AF_INET6`.
pub const INET6: u8 = 10;

/// A `struct inet_diag_req_v2` for the sockets of an address family and a protocol, `IPPROTO_TCP` or `IPPROTO_UDP`: all
/// that `/proc/net` has as well.
#[must_use]
pub fn inet_request(family: u8, protocol: u8, order: ByteOrder) -> Vec<u8> {
    /// A bit for each state from `TCP_ESTABLISHED` to `TCP_NEW_SYN_RECV`; not `TCP_BOUND_INACTIVE` (Linux 6.8+).
    const STATES: u32 = 0x1ffe;
    /// A `struct inet_diag_sockid` that fits all.
    const ANY: [u8; 48] = [0; 48];
    [&[family, protocol, 0, 0][..], &order.bytes_of_u32(STATES), &ANY].concat()
}

/// A `struct unix_diag_req` for all sockets, with their names and peers.
#[must_use]
pub fn unix_request(order: ByteOrder) -> Vec<u8> {
    const ALL_STATES: u32 = u32::MAX;
    /// `UDIAG_SHOW_NAME` and `UDIAG_SHOW_PEER`.
    const SHOW: u32 = 1 | 4;
    let number = |value| order.bytes_of_u32(value);
    [[UNIX, 0, 0, 0], number(ALL_STATES), number(0), number(SHOW), number(0), number(0)].concat()
}

/// A `struct inet_diag_msg`. `None` if it is cut, or of another family.
#[must_use]
pub fn inet(message: &[u8], order: ByteOrder) -> Option<InetSocket> {
    let [family, state] = array(message, 0)?;
    let address = |offset| match family {
        INET => array::<4>(message, offset).map(IpAddr::from),
        INET6 => array::<16>(message, offset).map(IpAddr::from),
        _ => None,
    };
    let port = |offset| ByteOrder::Big.u16(message, offset);
    let inode = order.u32(message, 68)?;
    Some(InetSocket {
        local: SocketAddr::new(address(8)?, port(4)?),
        remote: SocketAddr::new(address(24)?, port(6)?),
        state,
        inode: inode_number(inode),
    })
}

/// A `struct unix_diag_msg` with its attributes. `None` if it is cut, or of another family.
#[must_use]
pub fn unix(message: &[u8], order: ByteOrder) -> Option<UnixSocket<'_>> {
    const UNIX_DIAG_NAME: u16 = 0;
    const UNIX_DIAG_PEER: u16 = 2;
    let [family, socket_type] = array(message, 0)?;
    let inode = order.u32(message, 4)?;
    let rest = message.get(16..)?;
    if family != UNIX {
        return None;
    }
    let mut socket = UnixSocket { socket_type: socket_type.into(), inode: inode_number(inode), peer: None, name: None };
    for (attribute, value) in attributes(rest, order) {
        match attribute {
            UNIX_DIAG_NAME => socket.name = name(value),
            UNIX_DIAG_PEER => socket.peer = order.u32(value, 0).and_then(inode_number),
            _ => {}
        }
    }
    Some(socket)
}

fn inode_number(inode: u32) -> Option<u64> {
    (inode != 0).then_some(inode.into())
}

/// A `sun_path` of the length that is used of it: a path has a NUL at its end, an abstract name one at its beginning.
fn name(sun_path: &[u8]) -> Option<UnixName<'_>> {
    match sun_path.split_first()? {
        (0, name) => Some(UnixName::Abstract(name)),
        _ => sun_path.split(|byte| *byte == 0).next().map(UnixName::Path),
    }
}
