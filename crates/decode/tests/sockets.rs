//! The sockets of one network namespace of Linux 6.18, as each of the kernel's interfaces told of them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use proptest::prelude::*;
use sysproc_decode::bytes::ByteOrder::{Big, Little};
use sysproc_decode::linux::net_tcp::net_tcp;
use sysproc_decode::linux::net_unix::net_unix;
use sysproc_decode::linux::netlink::{messages, request};
use sysproc_decode::linux::sock_diag;
use sysproc_decode::linux::socket::{InetSocket, UnixName, UnixSocket};

macro_rules! fixture {
    ($name:literal) => {
        include_bytes!(concat!("fixtures/linux-6.18/net/", $name)).as_slice()
    };
}

const ESTABLISHED: u8 = 1;
const TIME_WAIT: u8 = 6;
const CLOSE: u8 = 7;
const LISTEN: u8 = 10;

fn inet(local: &str, remote: &str, state: u8, inode: u64) -> InetSocket {
    let inode = (inode != 0).then_some(inode);
    InetSocket { local: local.parse().unwrap(), remote: remote.parse().unwrap(), state, inode }
}

fn tcp() -> Vec<InetSocket> {
    vec![
        inet("0.0.0.0:65535", "0.0.0.0:0", LISTEN, 16083),
        inet("127.0.0.1:8080", "0.0.0.0:0", LISTEN, 16077),
        inet("127.0.0.1:8080", "127.0.0.1:40000", ESTABLISHED, 16079),
        inet("127.0.0.1:8080", "127.0.0.1:40002", ESTABLISHED, 0),
        inet("127.0.0.1:40000", "127.0.0.1:8080", ESTABLISHED, 16078),
        inet("127.0.0.1:40001", "127.0.0.1:8080", TIME_WAIT, 0),
        inet("127.0.0.1:40002", "127.0.0.1:8080", ESTABLISHED, 16082),
        inet("127.0.0.1:40011", "127.0.0.1:8081", ESTABLISHED, 16087),
    ]
}

fn tcp6() -> Vec<InetSocket> {
    vec![
        inet("[::]:8081", "[::]:0", LISTEN, 16084),
        inet("[::ffff:127.0.0.1]:8081", "[::ffff:127.0.0.1]:40011", ESTABLISHED, 16088),
        inet("[::1]:8081", "[::1]:40010", ESTABLISHED, 16086),
        inet("[::1]:40010", "[::1]:8081", ESTABLISHED, 16085),
    ]
}

fn udp() -> Vec<InetSocket> {
    vec![
        inet("127.0.0.1:5353", "0.0.0.0:0", CLOSE, 16089),
        inet("127.0.0.1:40020", "127.0.0.1:5353", ESTABLISHED, 16090),
    ]
}

fn udp6() -> Vec<InetSocket> {
    vec![inet("[::1]:5354", "[::]:0", CLOSE, 16091)]
}

#[test]
fn the_tables_of_inet_sockets() {
    assert_eq!(net_tcp(fixture!("tcp"), Little).collect::<Vec<_>>(), tcp());
    assert_eq!(net_tcp(fixture!("tcp6"), Little).collect::<Vec<_>>(), tcp6());
    assert_eq!(net_tcp(fixture!("udp"), Little).collect::<Vec<_>>(), udp());
    assert_eq!(net_tcp(fixture!("udp6"), Little).collect::<Vec<_>>(), udp6());
}

#[test]
fn a_table_of_a_big_endian_machine() {
    let table = b"sl ...\n 12345: 7F000001:1F90 00000000:0000 0A 0:0 00:0 0 0 0 77 1 0\n";
    assert_eq!(net_tcp(table, Big).collect::<Vec<_>>(), [inet("127.0.0.1:8080", "0.0.0.0:0", LISTEN, 77)]);
}

#[test]
fn a_table_cut_at_any_byte_has_whole_sockets_or_none() {
    for (table, whole) in [(fixture!("tcp"), tcp()), (fixture!("tcp6"), tcp6()), (fixture!("udp"), udp())] {
        for cut in 0..table.len() {
            let part: Vec<_> = net_tcp(&table[..cut], Little).collect();
            assert!(whole.starts_with(&part), "{cut}: {part:?}");
        }
    }
}

#[test]
fn lines_that_are_no_sockets_are_left_out() {
    let rest = "0A 0:0 00:0 0 0 0 77 1 0\n";
    for addresses in [
        "0100007F 00000000:0000",              // no port
        "0100007:1F90 00000000:0000",          // seven digits
        "0100007F0100007F:1F90 00000000:0000", // two words
        "0100007G:1F90 00000000:0000",         // not a digit
        "+100007F:1F90 00000000:0000",         // a sign
        "0100007F:1FFFF 00000000:0000",        // a port that overflows
        "0100007F:1F90",                       // a field is missing, and the others are in its place
    ] {
        let table = format!("sl\n 0: {addresses} {rest}");
        assert_eq!(net_tcp(table.as_bytes(), Little).count(), 0, "{addresses}");
    }
}

fn unix(socket_type: u16, inode: u64, name: Option<UnixName<'static>>) -> UnixSocket<'static> {
    UnixSocket { socket_type, inode: (inode != 0).then_some(inode), peer: None, name }
}

/// In the order of the table; the name with NULs is given as the source tells it.
fn unix_sockets(with_nul: &'static [u8]) -> Vec<UnixSocket<'static>> {
    const FORGED: &[u8] = b"forged\n0000000000000001: 00000002 00000000 00010000 0001 01 4242 fake";
    let path = |path: &'static [u8]| Some(UnixName::Path(path));
    vec![
        unix(1, 16094, path(b"listen.sock")),
        unix(1, 16093, None),
        unix(1, 0, path(b"listen.sock")),
        unix(1, 16101, None),
        unix(1, 16100, None),
        unix(1, 16092, path(b"listen.sock")),
        unix(2, 16095, path(b"/tmp/sockcap/dgram")),
        unix(1, 16097, path(b"two\nlines")),
        unix(2, 16098, path(b"\xff not utf8 ")),
        unix(1, 16099, path(FORGED)),
        unix(1, 16102, None),
        unix(5, 16096, Some(UnixName::Abstract(with_nul))),
    ]
}

#[test]
fn the_table_of_unix_sockets() {
    assert_eq!(net_unix(fixture!("unix")).collect::<Vec<_>>(), unix_sockets(b"seq@pa@cket"));
}

#[test]
fn names_of_unix_sockets_that_begin_or_end_with_a_newline() {
    let entry = "00000000bd9c1225: 00000003 00000000 00000000 0001 03 16093";
    for name in ["\nfoo", "foo\n", "\n", "a\n\nb", " ", "a\nfoo: 0 0 0\nNum"] {
        let table = format!("Num\n{entry} {name}\n{entry}\n");
        let sockets: Vec<_> = net_unix(table.as_bytes()).map(|socket| socket.name).collect();
        assert_eq!(sockets, [Some(UnixName::Path(name.as_bytes())), None], "{name:?}");
    }
}

/// What the documentation of the decoder says cannot be told apart: here, so that a reader can see the limit.
#[test]
fn a_name_with_a_whole_entry_of_the_kernels_form_passes_for_a_socket() {
    let entry = "00000000bd9c1225: 00000003 00000000 00000000 0001 03 16093";
    let table = format!("Num\n{entry} a\n{entry} b\n");
    assert_eq!(net_unix(table.as_bytes()).count(), 2);
}

#[test]
fn a_table_of_unix_sockets_cut_at_any_byte() {
    let table = fixture!("unix");
    let whole = unix_sockets(b"seq@pa@cket");
    for cut in 0..table.len() {
        for (part, whole) in net_unix(&table[..cut]).zip(&whole) {
            let (Some(UnixName::Path(part_name)), Some(UnixName::Path(name))) = (part.name, whole.name) else {
                assert_eq!(part, *whole, "{cut}");
                continue;
            };
            // A name with newlines that is cut at one of them looks like a shorter name.
            assert!(part_name == name || (name.starts_with(part_name) && name[part_name.len()] == b'\n'), "{cut}");
            assert_eq!(UnixSocket { name: None, ..part }, UnixSocket { name: None, ..*whole }, "{cut}");
        }
    }
}

/// The payloads of the answers in a captured dump.
fn answers(dump: &[u8]) -> impl Iterator<Item = &[u8]> {
    messages(dump, Little).filter(|message| message.message_type == sock_diag::BY_FAMILY).map(|message| message.payload)
}

#[test]
fn sock_diag_tells_the_same_of_inet_sockets_as_the_tables() {
    let sorted = |mut sockets: Vec<InetSocket>| {
        sockets.sort_by_key(|socket| (socket.local, socket.remote));
        sockets
    };
    for (dump, expected) in [
        (fixture!("tcp.diag"), tcp()),
        (fixture!("tcp6.diag"), tcp6()),
        (fixture!("udp.diag"), udp()),
        (fixture!("udp6.diag"), udp6()),
    ] {
        let told: Vec<_> = answers(dump).map(|answer| sock_diag::inet(answer, Little).unwrap()).collect();
        assert_eq!(sorted(told), sorted(expected));
    }
}

#[test]
fn sock_diag_tells_more_of_unix_sockets_than_the_table() {
    let told: Vec<_> = answers(fixture!("unix.diag")).map(|answer| sock_diag::unix(answer, Little).unwrap()).collect();
    let mut expected = unix_sockets(b"seq\0pa@cket");
    // It leaves out one that was not accepted yet, and has the peers.
    expected.retain(|socket| socket.inode.is_some());
    for (socket, peer) in [(16094, 16093), (16093, 16094), (16101, 16100), (16100, 16101)] {
        expected.iter_mut().find(|found| found.inode == Some(socket)).unwrap().peer = Some(peer);
    }
    assert_eq!(told, expected);
}

#[test]
fn an_answer_cut_at_any_byte_is_whole_or_nothing() {
    let answer = answers(fixture!("tcp6.diag")).next().unwrap();
    for cut in 0..72 {
        assert_eq!(sock_diag::inet(&answer[..cut], Little), None, "{cut}");
    }
    for answer in answers(fixture!("unix.diag")) {
        let whole = sock_diag::unix(answer, Little).unwrap();
        for cut in 0..answer.len() {
            let Some(part) = sock_diag::unix(&answer[..cut], Little) else { continue };
            assert_eq!((part.inode, part.socket_type), (whole.inode, whole.socket_type), "{cut}");
            assert!(part.name.is_none() || part.name == whole.name, "{cut}");
            assert!(part.peer.is_none() || part.peer == whole.peer, "{cut}");
        }
    }
}

#[test]
fn answers_of_another_family_are_nothing() {
    let inet = answers(fixture!("tcp.diag")).next().unwrap();
    let unix = answers(fixture!("unix.diag")).next().unwrap();
    assert_eq!(sock_diag::unix(inet, Little), None);
    assert_eq!(sock_diag::inet(&[unix, &[0; 72]].concat(), Little), None);
}

#[test]
fn an_answer_of_a_big_endian_machine() {
    let mut answer = answers(fixture!("udp6.diag")).next().unwrap().to_vec();
    answer[68..72].reverse();
    assert_eq!(sock_diag::inet(&answer, Big), Some(udp6()[0]));
}

#[test]
fn requests_in_the_kernels_layout() {
    let inet = sock_diag::inet_request(sock_diag::INET6, 17, Big);
    assert_eq!((&inet[..8], inet.len()), (&[10, 17, 0, 0, 0, 0, 0x1f, 0xfe][..], 56));
    let unix = sock_diag::unix_request(Little);
    assert_eq!(unix, [1, 0, 0, 0, 255, 255, 255, 255, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    assert_eq!(messages(&request(sock_diag::BY_FAMILY, 0x301, 1, &unix, Little), Little).count(), 1);
}

proptest! {
    #[test]
    fn any_bytes_for_a_table(bytes: Vec<u8>) {
        for _ in net_tcp(&bytes, Little) {}
        for _ in net_unix(&bytes) {}
    }

    #[test]
    fn any_bytes_for_an_answer(bytes: Vec<u8>) {
        let inet = sock_diag::inet(&bytes, Little);
        prop_assert!(inet.is_none() || bytes.len() >= 72);
        let unix = sock_diag::unix(&bytes, Little);
        prop_assert!(unix.is_none() || bytes[0] == 1);
    }

    /// Lines that are almost right: what comes out stands in the text.
    #[test]
    fn almost_a_table(text in "(( [0-9]{1,2}:|[0-9A-F]{8}:[0-9A-F]{4}|[0-9A-F]{2}|[0-9]{1,5}|\n) ){0,40}") {
        for socket in net_tcp(text.as_bytes(), Little) {
            let port = format!(":{:04X} ", socket.local.port());
            prop_assert!(text.contains(&port), "{}", port);
            let inode = socket.inode.unwrap_or(0);
            prop_assert!(text.split_ascii_whitespace().any(|word| word.parse() == Ok(inode)), "{}", inode);
        }
    }

    /// A name of any bytes without a whole entry in it stays one name.
    #[test]
    fn any_name(name in proptest::collection::vec(any::<u8>(), 0..107), inode in 1u64..=u64::from(u32::MAX)) {
        let mut table = format!("Num\n0000000000000000: 00000002 00000000 00000000 0002 01 {inode:5} ").into_bytes();
        table.extend_from_slice(&name);
        table.push(b'\n');
        let sockets: Vec<_> = net_unix(&table).collect();
        let expected = match name.strip_prefix(b"@") {
            Some(name) => UnixName::Abstract(name),
            None => UnixName::Path(&name),
        };
        prop_assert_eq!(sockets, [UnixSocket { socket_type: 2, inode: Some(inode), peer: None, name: Some(expected) }]);
    }
}
