//! `/proc/net/unix`: an entry for each Unix socket.
//!
//! The entries are made by `unix_seq_show` in the kernel's `net/unix/af_unix.c`. The name of a socket stands at the end of
//! its line just as it was given to bind(2), and may hold newlines. So a line that does not look like the kernel's own
//! is the next piece of the name before it.
//!
//! # What cannot be told apart
//! - A name that holds a newline and then a whole line in the kernel's form (there is room for one in the 108 bytes of a
//!   name): it reads as a socket that is not there.
//! - A NUL within an abstract name and a real `@`, since both are printed as `@`; so are an abstract name and a relative
//!   path that begins with `@`.
//!
//! [`sock_diag`](super::sock_diag) tells all of these apart.

use super::socket::{UnixName, UnixSocket};
use crate::text::{hexadecimal, number};

/// How wide an inode number is printed at least, with blanks before it.
const INODE_WIDTH: usize = 5;

/// The sockets of a table.
pub fn net_unix(table: &[u8]) -> impl Iterator<Item = UnixSocket<'_>> {
    let mut rest = table.get(next_entry(table)..).unwrap_or_default();
    std::iter::from_fn(move || {
        let (mut socket, after) = header(rest)?;
        let end = next_entry(after);
        // The name begins after a blank, which no blank follows where there is no name. An entry that was cut has no end.
        let name = after.get(..end)?.strip_suffix(b"\n")?.strip_prefix(b" ");
        socket.name = name.map(|name| match name.strip_prefix(b"@") {
            Some(name) => UnixName::Abstract(name),
            None => UnixName::Path(name),
        });
        rest = after.get(end..)?;
        Some(socket)
    })
}

/// How far it is to the next line that the kernel began, or to the end.
fn next_entry(text: &[u8]) -> usize {
    memchr::memchr_iter(b'\n', text)
        .map(|end| end.saturating_add(1))
        .find(|start| text.get(*start..).is_some_and(|line| header(line).is_some()))
        .unwrap_or(text.len())
}

/// `Num: RefCount Protocol Flags Type St Inode`, each in the kernel's width, and what comes after it.
fn header(line: &[u8]) -> Option<(UnixSocket<'static>, &[u8])> {
    let pointer = line.iter().position(|byte| !byte.is_ascii_hexdigit()).filter(|width| matches!(width, 8 | 16))?;
    let rest = line.get(pointer..)?.strip_prefix(b": ")?;
    let (_ref_count, rest) = field(rest, 8)?;
    let (_protocol, rest) = field(rest, 8)?;
    let (_flags, rest) = field(rest, 8)?;
    let (socket_type, rest) = field(rest, 4)?;
    let (_state, rest) = field(rest, 2)?;
    let blanks = rest.iter().take_while(|byte| **byte == b' ').count();
    let digits = rest.iter().skip(blanks).take_while(|byte| byte.is_ascii_digit()).count();
    let width = blanks.saturating_add(digits);
    if width < INODE_WIDTH || (width > INODE_WIDTH && blanks > 0) {
        return None;
    }
    let inode = number(rest.get(blanks..width)?)?;
    let rest = rest.get(width..).filter(|rest| matches!(rest.first(), Some(b' ' | b'\n')))?;
    let socket = UnixSocket {
        socket_type: socket_type.try_into().ok()?,
        inode: (inode != 0).then_some(inode),
        peer: None,
        name: None,
    };
    Some((socket, rest))
}

/// A hexadecimal number of this width and the blank after it.
fn field(text: &[u8], width: usize) -> Option<(u64, &[u8])> {
    Some((hexadecimal(text.get(..width)?)?, text.get(width..)?.strip_prefix(b" ")?))
}
