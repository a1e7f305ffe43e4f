//! The bare calls of asking the kernel by netlink(7).

use std::mem::MaybeUninit;
use std::os::fd::{AsFd, OwnedFd};

use rustix::net::netlink::{SOCK_DIAG, SocketAddrNetlink};
use rustix::net::{AddressFamily, Protocol, RecvFlags, SendFlags, SocketFlags, SocketType, recv, sendto, socket_with};

use crate::Result;

/// What is asked for: type and body of the request.
type Question = (u16, &'static [u8]);

/// `RTM_GETLINK` without counters: `struct ifinfomsg`, and the attribute `IFLA_EXT_MASK` of `RTEXT_FILTER_SKIP_STATS`.
pub(crate) const LINKS: Question = (18, &[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 29, 0, 8, 0, 0, 0]);
/// `RTM_GETADDR`: `struct ifaddrmsg`.
pub(crate) const ADDRESSES: Question = (22, &[0; 8]);

/// From `TCP_ESTABLISHED` to `TCP_NEW_SYN_RECV`: without `TCP_BOUND_INACTIVE`, for which the kernel looks at all ports.
const STATES: u32 = 0x1ffe;
/// `SOCK_DIAG_BY_FAMILY`: `struct inet_diag_req_v2` of TCP in these states.
const TCP4: Question = (20, &tcp(2));
const TCP6: Question = (20, &tcp(10));

const fn tcp(family: u8) -> [u8; 56] {
    let mut request = [0; 56];
    request[0] = family;
    request[1] = 6;
    [request[4], request[5], request[6], request[7]] = STATES.to_ne_bytes();
    request
}

/// The number of TCP sockets.
pub(crate) fn tcp_sockets() -> Result<usize> {
    let socket = open(Some(SOCK_DIAG))?;
    Ok(dump(&socket, TCP4)? + dump(&socket, TCP6)?)
}

/// A socket for questions about interfaces.
pub(crate) fn open_route() -> Result<OwnedFd> {
    open(None)
}

fn open(protocol: Option<Protocol>) -> Result<OwnedFd> {
    Ok(socket_with(AddressFamily::NETLINK, SocketType::RAW, SocketFlags::CLOEXEC, protocol)?)
}

/// Sends a question, receives the answer to its end, and counts its messages.
pub(crate) fn dump(socket: impl AsFd, (kind, body): Question) -> Result<usize> {
    /// `NLM_F_REQUEST` and `NLM_F_DUMP`.
    const FLAGS: u16 = 0x301;
    const HEADER: usize = 16;
    let mut request = [0; 128];
    let length = HEADER + body.len();
    request[..4].copy_from_slice(&u32::try_from(length)?.to_ne_bytes());
    request[4..6].copy_from_slice(&kind.to_ne_bytes());
    request[6..8].copy_from_slice(&FLAGS.to_ne_bytes());
    request[HEADER..length].copy_from_slice(body);
    sendto(&socket, &request[..length], SendFlags::empty(), &SocketAddrNetlink::new(0, 0))?;

    // The kernel fills so much at once, if it can.
    let mut room = [MaybeUninit::<u8>::uninit(); 32 << 10];
    let mut count = 0;
    loop {
        let ((datagram, _), _) = recv(&socket, &mut room, RecvFlags::empty())?;
        match messages(datagram) {
            (more, false) => count += more,
            (last, true) => return Ok(count + last),
        }
    }
}

/// How many messages there are, and whether the end is among them.
fn messages(mut datagram: &[u8]) -> (usize, bool) {
    /// `NLMSG_ERROR` and `NLMSG_DONE`.
    const LAST: [u16; 2] = [2, 3];
    let mut count = 0;
    while let [a, b, c, d, e, f, ..] = *datagram {
        if LAST.contains(&u16::from_ne_bytes([e, f])) {
            return (count, true);
        }
        count += 1;
        let length = u32::from_ne_bytes([a, b, c, d]).next_multiple_of(4).max(16);
        datagram = datagram.get(length as usize..).unwrap_or_default();
    }
    (count, false)
}
