//! A socket, in whichever way the kernel tells of it: by [`sock_diag`](super::sock_diag), by
//! [`/proc/net/tcp`](super::net_tcp) and its fellows, by [`/proc/net/unix`](super::net_unix).

use std::net::SocketAddr;

use crate::text::number;

/// A TCP or UDP socket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InetSocket {
    /// The local end.
    pub local: SocketAddr,
    /// The remote end; address and port are 0 if it is not connected.
    pub remote: SocketAddr,
    /// The kernel's number of the TCP state, which UDP sockets have as well: see `include/net/tcp_states.h`.
    pub state: u8,
    /// The inode that a descriptor's link names. `None` if no process can hold the socket: in `TIME_WAIT`, or before it
    /// is accepted.
    pub inode: Option<u64>,
}

/// A Unix socket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnixSocket<'a> {
    /// `SOCK_STREAM` and so on, by number.
    pub socket_type: u16,
    /// The inode that a descriptor's link names. `None` before it is accepted.
    pub inode: Option<u64>,
    /// The inode of the socket at the other end, if it is connected and the source tells.
    pub peer: Option<u64>,
    /// What it is bound to, if it is.
    pub name: Option<UnixName<'a>>,
}

/// What a Unix socket is bound to. Either may hold any byte, newlines too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnixName<'a> {
    /// A file, by the path that was given to bind(2): it may be relative, and the file may be gone.
    Path(&'a [u8]),
    /// A name without a file: what comes after the leading NUL. It may hold NULs.
    Abstract(&'a [u8]),
}

/// The inode number in the target of a descriptor's link, `socket:[1234]`. `None` for anything but a socket.
#[must_use]
pub fn inode_of_link(target: &[u8]) -> Option<u64> {
    number(target.strip_prefix(b"socket:[")?.strip_suffix(b"]")?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_of_sockets_and_others() {
        assert_eq!(inode_of_link(b"socket:[4294967295]"), Some(4_294_967_295));
        for other in
            ["socket:[12", "socket:[]", "socket:[x]", "pipe:[12]", "/tmp/socket:[12]", "anon_inode:[eventfd]", ""]
        {
            assert_eq!(inode_of_link(other.as_bytes()), None, "{other}");
        }
    }
}
