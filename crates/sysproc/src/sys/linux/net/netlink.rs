//! Asking the kernel by netlink for all that it has of a kind: a dump.

use std::os::fd::{AsFd, BorrowedFd, OwnedFd};

use rustix::io::Errno;
use rustix::net::netlink::SocketAddrNetlink;
use rustix::net::{AddressFamily, Protocol, RecvFlags, SendFlags, SocketFlags, SocketType};
use sysproc_decode::bytes::ByteOrder;
use sysproc_decode::linux::netlink::{self as wire, Message};

/// A socket to the kernel, for dumps one after the other.
pub(super) struct Netlink {
    socket: OwnedFd,
    protocol: Option<Protocol>,
    sequence: u32,
    buffer: Vec<u8>,
}

/// Why a dump did not come to its end.
#[derive(Debug, PartialEq, Eq)]
enum Failure {
    /// What is listed changed meanwhile.
    Interrupted,
    /// A datagram was larger than the buffer: this large.
    Truncated(usize),
    Errno(Errno),
}

impl From<Errno> for Failure {
    fn from(errno: Errno) -> Self {
        Self::Errno(errno)
    }
}

/// The kernel fills datagrams up to 32 KiB if the buffer has room for that.
const ROOM: usize = 32 << 10;

/// How often a dump is begun again that was interrupted. Where something changes all the time, the last one must do.
const ATTEMPTS: u32 = 16;

/// The port of the kernel, and no multicast groups.
const KERNEL: SocketAddrNetlink = SocketAddrNetlink::new(0, 0);

impl Netlink {
    /// Opens a socket of a protocol: `Some(rustix::net::netlink::SOCK_DIAG)`, or `None` for `NETLINK_ROUTE`, which is 0.
    pub(super) fn open(protocol: Option<Protocol>) -> Result<Self, Errno> {
        Ok(Self { socket: socket(protocol)?, protocol, sequence: 0, buffer: Vec::with_capacity(ROOM) })
    }

    /// The socket, for calls that take any socket of the network namespace.
    pub(super) fn as_fd(&self) -> BorrowedFd<'_> {
        self.socket.as_fd()
    }

    /// Sends a dump request of this type with this body, and decodes each message of the answer from its type and
    /// payload. Messages that `decode` makes nothing of are left out.
    pub(super) fn dump<T>(
        &mut self,
        message_type: u16,
        body: &[u8],
        mut decode: impl FnMut(u16, &[u8]) -> Option<T>,
    ) -> Result<Vec<T>, Errno> {
        let mut found = Vec::new();
        for attempt in 1..=ATTEMPTS {
            found.clear();
            let failure = match self.attempt(message_type, body, attempt == ATTEMPTS, |message| {
                found.extend(decode(message.message_type, message.payload));
            }) {
                Ok(()) => return Ok(found),
                Err(failure) => failure,
            };
            match failure {
                Failure::Interrupted => {}
                Failure::Truncated(length) => self.buffer.reserve(length),
                Failure::Errno(errno) => return Err(errno),
            }
            // With the old socket goes the rest of its dump.
            self.socket = socket(self.protocol)?;
        }
        Err(Errno::AGAIN)
    }

    /// One dump from request to end. An interrupted one is taken as it is only if this is the last attempt.
    fn attempt(
        &mut self,
        message_type: u16,
        body: &[u8],
        last: bool,
        mut take: impl FnMut(Message<'_>),
    ) -> Result<(), Failure> {
        self.sequence = self.sequence.wrapping_add(1);
        let request = wire::request(message_type, wire::REQUEST | wire::DUMP, self.sequence, body, ByteOrder::HOST);
        rustix::net::sendto(&self.socket, &request, SendFlags::empty(), &KERNEL)?;
        loop {
            self.receive()?;
            if self.take_messages(last, &mut take)? {
                return Ok(());
            }
        }
    }

    /// Hands out the messages of the datagram in the buffer, and says whether they are the last.
    fn take_messages(&self, last: bool, take: &mut impl FnMut(Message<'_>)) -> Result<bool, Failure> {
        let order = ByteOrder::HOST;
        // What answers an earlier request is late.
        for message in wire::messages(&self.buffer, order).filter(|message| message.sequence == self.sequence) {
            if message.flags & wire::DUMP_INTERRUPTED != 0 && !last {
                return Err(Failure::Interrupted);
            }
            match message.message_type {
                wire::ERROR | wire::DONE => return ended(wire::error(message.payload, order)).map(|()| true),
                wire::OVERRUN => return Err(Failure::Interrupted),
                _ => take(message),
            }
        }
        Ok(false)
    }

    /// The next datagram from the kernel, into the buffer. Other processes can send to a netlink socket too.
    fn receive(&mut self) -> Result<(), Failure> {
        loop {
            self.buffer.clear();
            let room = rustix::buffer::spare_capacity(&mut self.buffer);
            // With TRUNC the length is that of the datagram, even if it did not fit.
            let (received, length, sender) = match rustix::net::recvfrom(&self.socket, room, RecvFlags::TRUNC) {
                Err(Errno::INTR) => continue,
                answer => answer?,
            };
            if !sender.is_some_and(|sender| SocketAddrNetlink::try_from(sender).is_ok_and(|from| from.pid() == 0)) {
                continue;
            }
            if length > received {
                return Err(Failure::Truncated(length));
            }
            return Ok(());
        }
    }
}

fn socket(protocol: Option<Protocol>) -> Result<OwnedFd, Errno> {
    rustix::net::socket_with(AddressFamily::NETLINK, SocketType::RAW, SocketFlags::CLOEXEC, protocol)
}

/// What the last message of a dump says: an errno, or 0.
fn ended(errno: Option<i32>) -> Result<(), Failure> {
    match errno {
        Some(0) => Ok(()),
        Some(errno @ 1..=4095) => Err(Errno::from_raw_os_error(errno).into()),
        _ => Err(Errno::BADMSG.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RTM_NEWLINK: u16 = 16;
    const RTM_GETLINK: u16 = 18;

    /// The first two words of `struct ifinfomsg`: the index is the second.
    fn index(message_type: u16, payload: &[u8]) -> Option<u32> {
        (message_type == RTM_NEWLINK).then(|| ByteOrder::HOST.u32(payload, 4)).flatten()
    }

    #[test]
    fn dumps_follow_each_other_on_one_socket() {
        let mut netlink = Netlink::open(None).unwrap();
        let first = netlink.dump(RTM_GETLINK, &[0; 16], index).unwrap();
        assert!(first.contains(&1), "the loopback is the first of each namespace");
        assert_eq!(netlink.dump(RTM_GETLINK, &[0; 16], index).unwrap(), first);
    }

    #[test]
    fn a_datagram_larger_than_the_buffer_is_asked_for_again() {
        let mut netlink = Netlink::open(None).unwrap();
        netlink.buffer = Vec::with_capacity(8);
        assert!(netlink.dump(RTM_GETLINK, &[0; 16], index).unwrap().contains(&1));
    }

    #[test]
    fn a_request_that_the_kernel_does_not_know_fails() {
        let mut netlink = Netlink::open(None).unwrap();
        let unknown = netlink.dump(0xfff2, &[0; 16], index);
        assert_eq!(unknown, Err(Errno::OPNOTSUPP));
        assert!(netlink.dump(RTM_GETLINK, &[0; 16], index).is_ok(), "the socket is still good");
    }

    /// What of a datagram is handed out, and how it ends.
    fn read(messages: &[(u16, u16, u32, &[u8])], last: bool) -> (Vec<u16>, Result<bool, Failure>) {
        let mut netlink = Netlink::open(None).unwrap();
        netlink.sequence = 7;
        for (message_type, flags, sequence, payload) in messages {
            netlink.buffer.extend(wire::request(*message_type, *flags, *sequence, payload, ByteOrder::HOST));
        }
        let mut taken = Vec::new();
        let end = netlink.take_messages(last, &mut |message| taken.push(message.message_type));
        (taken, end)
    }

    #[test]
    fn late_answers_are_left_out() {
        assert_eq!(
            read(&[(16, 0, 6, &[]), (17, 0, 7, &[]), (wire::DONE, 0, 6, &[0; 4])], false),
            (vec![17], Ok(false))
        );
    }

    #[test]
    fn an_interrupted_dump_counts_only_at_last() {
        let messages: &[(u16, u16, u32, &[u8])] =
            &[(16, 0, 7, &[]), (16, wire::DUMP_INTERRUPTED, 7, &[]), (wire::DONE, 0, 7, &[0; 4])];
        assert_eq!(read(messages, false), (vec![16], Err(Failure::Interrupted)));
        assert_eq!(read(messages, true), (vec![16, 16], Ok(true)));
        assert_eq!(read(&[(wire::OVERRUN, 0, 7, &[])], true), (vec![], Err(Failure::Interrupted)));
    }

    #[test]
    fn the_last_message_may_bring_an_errno() {
        let ended = |message_type, errno: i32| read(&[(message_type, 0, 7, &errno.to_ne_bytes())], false).1;
        assert_eq!(ended(wire::DONE, 0), Ok(true));
        for message_type in [wire::DONE, wire::ERROR] {
            assert_eq!(ended(message_type, -13), Err(Failure::Errno(Errno::ACCESS)));
            for nonsense in [13, i32::MIN, -4096] {
                assert_eq!(ended(message_type, nonsense), Err(Failure::Errno(Errno::BADMSG)), "{nonsense}");
            }
        }
        assert_eq!(read(&[(wire::DONE, 0, 7, &[])], false).1, Err(Failure::Errno(Errno::BADMSG)));
    }
}
