//! Sockets: of every kind that a test can make, held against what it made, `ss`, and the kernel's other interface.

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::os::unix::net::{UnixDatagram, UnixListener, UnixStream};
use std::process::Command;

use rustix::net::{AddressFamily, SocketAddrUnix, SocketFlags, bind, socket_with};
use sysproc::net::{Connection, ConnectionKind, ConnectionStatus, Endpoint, Family, SocketType};
use sysproc::process::Fields;
use sysproc::{Error, Pid, Process, System};

use crate::support::{Kid, Tree, again, eventually, output, unprivileged};

/// A socket of a process, with nothing at its ends.
fn socket_of(pid: Pid, fd: u32, family: Family, socket_type: SocketType) -> Connection {
    Connection {
        fd: Some(fd),
        family,
        socket_type,
        local: Endpoint::None,
        remote: Endpoint::None,
        status: ConnectionStatus::None,
        pid: Some(pid),
    }
}

/// A socket of this process.
fn mine(socket: &impl AsRawFd, family: Family, socket_type: SocketType) -> Connection {
    socket_of(std::process::id(), socket.as_raw_fd().try_into().unwrap(), family, socket_type)
}

fn tcp(socket: &impl AsRawFd, local: SocketAddr, remote: Option<SocketAddr>, status: ConnectionStatus) -> Connection {
    let family = if local.is_ipv4() { Family::Inet4 } else { Family::Inet6 };
    Connection {
        local: Endpoint::Inet(local),
        remote: inet(remote),
        status,
        ..mine(socket, family, SocketType::Stream)
    }
}

fn inet(address: Option<SocketAddr>) -> Endpoint {
    address.map_or(Endpoint::None, Endpoint::Inet)
}

fn name(text: impl AsRef<OsStr>) -> Endpoint {
    Endpoint::Unix(text.as_ref().to_owned())
}

/// Checks that a list has each of these once, and no other of the same descriptors of the same process.
fn assert_once(all: &[Connection], expected: &[Connection]) {
    for socket in expected {
        let found: Vec<_> = all.iter().filter(|found| (found.pid, found.fd) == (socket.pid, socket.fd)).collect();
        assert_eq!(found, [socket]);
    }
}

fn connections(kind: ConnectionKind) -> Vec<Connection> {
    System::default().net_connections(kind).unwrap()
}

#[test]
fn tcp_in_its_states() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let at = listener.local_addr().unwrap();
    let connect = || (TcpStream::connect(at).unwrap(), listener.accept().unwrap().0);
    let ((client, server), (half, kept)) = (connect(), connect());
    half.shutdown(Shutdown::Write).unwrap();
    let port = |stream: &TcpStream| stream.local_addr().unwrap();
    let expected = [
        tcp(&listener, at, None, ConnectionStatus::Listen),
        tcp(&client, port(&client), Some(at), ConnectionStatus::Established),
        tcp(&server, at, Some(port(&client)), ConnectionStatus::Established),
        tcp(&half, port(&half), Some(at), ConnectionStatus::FinWait2),
        tcp(&kept, at, Some(port(&half)), ConnectionStatus::CloseWait),
    ];
    eventually("both sides know", || {
        let now = connections(ConnectionKind::Tcp4);
        expected.iter().all(|socket| now.contains(socket))
    });
    assert_once(&connections(ConnectionKind::Tcp4), &expected);
    assert_once(&Process::current().unwrap().net_connections(ConnectionKind::All).unwrap(), &expected);
}

#[test]
fn what_is_left_of_a_closed_connection_is_nobodys() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let at = listener.local_addr().unwrap();
    let client = TcpStream::connect(at).unwrap();
    let (server, _) = listener.accept().unwrap();
    let left = Connection {
        pid: None,
        fd: None,
        ..tcp(&client, client.local_addr().unwrap(), Some(at), ConnectionStatus::TimeWait)
    };
    // Whoever closes first waits.
    client.shutdown(Shutdown::Both).unwrap();
    drop(server);
    drop(client);
    eventually("TIME_WAIT", || connections(ConnectionKind::Tcp).contains(&left));
}

#[test]
fn a_connection_that_is_not_accepted_yet_is_nobodys() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let at = listener.local_addr().unwrap();
    let client = TcpStream::connect(at).unwrap();
    let waiting = tcp(&client, at, Some(client.local_addr().unwrap()), ConnectionStatus::Established);
    let waiting = Connection { pid: None, fd: None, ..waiting };
    eventually("established", || connections(ConnectionKind::Tcp).contains(&waiting));
}

#[test]
fn an_ipv4_address_on_an_ipv6_socket_stays_ipv6() {
    // Not every machine has IPv6.
    let Ok(listener) = TcpListener::bind("[::]:0") else { return };
    let port = listener.local_addr().unwrap().port();
    let client = TcpStream::connect(("127.0.0.1", port)).unwrap();
    let (server, _) = listener.accept().unwrap();
    let mapped = |port: u16| format!("[::ffff:127.0.0.1]:{port}").parse().unwrap();
    let client_port = client.local_addr().unwrap().port();
    let expected = [
        tcp(&listener, format!("[::]:{port}").parse().unwrap(), None, ConnectionStatus::Listen),
        tcp(&server, mapped(port), Some(mapped(client_port)), ConnectionStatus::Established),
    ];
    assert_once(&connections(ConnectionKind::Tcp6), &expected);
    assert_once(&connections(ConnectionKind::Inet), &expected);
}

#[test]
fn udp_has_no_status() {
    let udp = |address: &str| UdpSocket::bind(address).ok();
    let (bound, connected) = (udp("127.0.0.1:0").unwrap(), udp("127.0.0.1:0").unwrap());
    let at = |socket: &UdpSocket| socket.local_addr().unwrap();
    connected.connect(at(&bound)).unwrap();
    let expected = |socket: &UdpSocket, remote| Connection {
        socket_type: SocketType::Datagram,
        ..tcp(socket, at(socket), remote, ConnectionStatus::None)
    };
    let v4 = [expected(&bound, None), expected(&connected, Some(at(&bound)))];
    assert_once(&connections(ConnectionKind::Udp), &v4);
    assert_once(&connections(ConnectionKind::Inet4), &v4);
    if let Some(bound) = udp("[::1]:0") {
        assert_once(&connections(ConnectionKind::Udp6), &[expected(&bound, None)]);
    }
}

/// A Unix socket that is bound to an abstract name.
fn bound_abstract(socket_type: rustix::net::SocketType, name: &[u8]) -> OwnedFd {
    let bound = socket_with(AddressFamily::UNIX, socket_type, SocketFlags::CLOEXEC, None).unwrap();
    bind(&bound, &SocketAddrUnix::new_abstract_name(name).unwrap()).unwrap();
    bound
}

#[test]
fn unix_sockets_with_their_names_and_their_peers() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("listener");
    let listener = UnixListener::bind(&path).unwrap();
    let client = UnixStream::connect(&path).unwrap();
    let (server, _) = listener.accept().unwrap();
    let datagram = UnixDatagram::bind(dir.path().join("datagram")).unwrap();
    let unbound = UnixDatagram::unbound().unwrap();
    let packets = bound_abstract(rustix::net::SocketType::SEQPACKET, &[&dir_name(&dir), &b"\0nul@"[..]].concat());
    let unix = |socket: &dyn AsRawFd, socket_type| mine(&socket.as_raw_fd(), Family::Unix, socket_type);
    let expected = [
        Connection { local: name(&path), ..unix(&listener, SocketType::Stream) },
        Connection { remote: name(&path), ..unix(&client, SocketType::Stream) },
        Connection { local: name(&path), ..unix(&server, SocketType::Stream) },
        Connection { local: name(dir.path().join("datagram")), ..unix(&datagram, SocketType::Datagram) },
        unix(&unbound, SocketType::Datagram),
        Connection {
            local: name(OsString::from_vec([b"@", &*dir_name(&dir), b"\0nul@"].concat())),
            ..unix(&packets, SocketType::SeqPacket)
        },
    ];
    assert_once(&connections(ConnectionKind::Unix), &expected);
    assert_once(&Process::current().unwrap().net_connections(ConnectionKind::Unix).unwrap(), &expected);
}

/// Bytes that are no other test's.
fn dir_name(dir: &tempfile::TempDir) -> Vec<u8> {
    dir.path().as_os_str().as_bytes().to_vec()
}

#[test]
fn names_of_unix_sockets_cannot_pass_for_other_sockets() {
    let dir = tempfile::tempdir().unwrap();
    let forged = "0000000000000000: 00000002 00000000 00000000 0002 01 99999 x";
    let names = ["a\nb", "\n", "\n\n@", forged, &format!("\n{forged}\n")]
        .map(|name| [&dir_name(&dir), name.as_bytes()].concat());
    let bound = names.clone().map(|name| bound_abstract(rustix::net::SocketType::DGRAM, &name));
    let path = dir.path().join("line\nline");
    let file = UnixDatagram::bind(&path).unwrap();
    let expected: Vec<_> = bound
        .iter()
        .zip(&names)
        .map(|(bound, name)| (bound.as_raw_fd(), OsString::from_vec([b"@", &**name].concat())))
        .chain([(file.as_raw_fd(), path.into())])
        .map(|(fd, text)| Connection { local: name(text), ..mine(&fd, Family::Unix, SocketType::Datagram) })
        .collect();
    let all = connections(ConnectionKind::Unix);
    assert_once(&all, &expected);
    assert!(!all.iter().any(|socket| socket.local == name("x")));
}

#[test]
fn a_socket_is_listed_for_each_descriptor_and_each_holder() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let twice = listener.try_clone().unwrap();
    let kid = holding([listener.as_fd(), listener.as_fd()]);
    let expected = tcp(&listener, listener.local_addr().unwrap(), None, ConnectionStatus::Listen);
    let of = |pid, fd| Connection { pid: Some(pid), fd: Some(fd), ..expected.clone() };
    let here = |socket: &TcpListener| of(std::process::id(), socket.as_raw_fd().try_into().unwrap());
    let all = [here(&listener), here(&twice), of(kid.pid(), 1), of(kid.pid(), 2)];
    // Another test may be about to start a program, and have copies of all descriptors until it does.
    let holders = [Some(std::process::id()), Some(kid.pid())];
    let is_ours = |socket: &Connection| socket.local == expected.local && holders.contains(&socket.pid);
    let found: Vec<_> = connections(ConnectionKind::Tcp).into_iter().filter(is_ours).collect();
    assert_eq!(found.len(), all.len());
    assert_eq!(BTreeSet::from_iter(found), BTreeSet::from(all));
    assert_eq!(kid.process().net_connections(ConnectionKind::Inet).unwrap(), [of(kid.pid(), 1), of(kid.pid(), 2)]);
}

/// A child that has these sockets as its descriptors 1 and 2, and no others.
fn holding(sockets: [BorrowedFd<'_>; 2]) -> Kid {
    let [one, two] = sockets.map(|socket| socket.try_clone_to_owned().unwrap());
    Kid::asleep(Command::new("sleep").arg("1000").stdout(one).stderr(two))
}

#[test]
fn each_kind_has_the_sockets_that_it_names() {
    let tcp = TcpListener::bind("127.0.0.1:0").unwrap();
    let udp = UdpSocket::bind("127.0.0.1:0").unwrap();
    let (unix, _other) = UnixStream::pair().unwrap();
    let tcp6 = TcpListener::bind("[::1]:0").ok();
    let udp6 = UdpSocket::bind("[::1]:0").ok();
    let fd = |socket: &dyn AsRawFd| u32::try_from(socket.as_raw_fd()).unwrap();
    let all: Vec<_> =
        [Some(fd(&tcp)), tcp6.as_ref().map(|s| fd(s)), Some(fd(&udp)), udp6.as_ref().map(|s| fd(s)), Some(fd(&unix))]
            .into_iter()
            .zip(["tcp4", "tcp6", "udp4", "udp6", "unix"])
            .filter_map(|(fd, name)| Some((fd?, name)))
            .collect();
    for (kind, names) in [
        ("all", "tcp4 tcp6 udp4 udp6 unix"),
        ("inet", "tcp4 tcp6 udp4 udp6"),
        ("inet4", "tcp4 udp4"),
        ("inet6", "tcp6 udp6"),
        ("tcp", "tcp4 tcp6"),
        ("tcp4", "tcp4"),
        ("tcp6", "tcp6"),
        ("udp", "udp4 udp6"),
        ("udp4", "udp4"),
        ("udp6", "udp6"),
        ("unix", "unix"),
    ] {
        let kind: ConnectionKind = kind.parse().unwrap();
        let expected: BTreeSet<u32> = all.iter().filter(|(_, name)| names.contains(name)).map(|(fd, _)| *fd).collect();
        let mine = |found: Vec<Connection>| -> BTreeSet<u32> {
            let here = |socket: &Connection| socket.fd.filter(|_| socket.pid == Some(std::process::id()));
            found.iter().filter_map(here).filter(|fd| all.iter().any(|(one, _)| one == fd)).collect()
        };
        assert_eq!(mine(connections(kind)), expected, "{kind:?}");
        assert_eq!(mine(Process::current().unwrap().net_connections(kind).unwrap()), expected, "{kind:?}");
    }
}

#[test]
fn without_owners_the_sockets_are_the_same() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let expected = tcp(&listener, listener.local_addr().unwrap(), None, ConnectionStatus::Listen);
    let found = System::default().net_connections_without_owners(ConnectionKind::Tcp).unwrap();
    assert!(found.contains(&Connection { pid: None, fd: None, ..expected }));
    assert!(found.iter().all(|socket| socket.pid.is_none() && socket.fd.is_none()));
}

#[test]
fn the_files_tell_the_same_as_sock_diag() {
    let dir = tempfile::tempdir().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    let listener6 = TcpListener::bind("[::1]:0").ok();
    let udp = UdpSocket::bind("127.0.0.1:0").unwrap();
    let path = UnixListener::bind(dir.path().join("a\nb")).unwrap();
    let peer = UnixStream::connect(dir.path().join("a\nb")).unwrap();
    let packets = bound_abstract(rustix::net::SocketType::SEQPACKET, &dir_name(&dir));
    let ours: Vec<u32> = [&listener as &dyn AsRawFd, &client, &udp, &path, &peer, &packets]
        .into_iter()
        .chain(listener6.as_ref().map(|listener| listener as &dyn AsRawFd))
        .map(|socket| socket.as_raw_fd().try_into().unwrap())
        .collect();
    let pid = std::process::id();
    let pick = |found: Vec<Connection>| -> BTreeSet<Connection> {
        let ours = |s: &Connection| s.pid == Some(pid) && s.fd.is_some_and(|fd| ours.contains(&fd));
        // The peer of a Unix socket is not in the files.
        let told =
            |s: Connection| if s.family == Family::Unix { Connection { remote: Endpoint::None, ..s } } else { s };
        found.into_iter().filter(ours).map(told).collect()
    };
    // A proc root that is not mounted is answered from its files.
    let tree = Tree::new();
    tree.link("proc/net", "/proc/thread-self/net").link(&format!("proc/{pid}"), format!("/proc/{pid}"));
    let from_files = pick(tree.system().net_connections(ConnectionKind::All).unwrap());
    assert_eq!(from_files.len(), ours.len());
    assert_eq!(from_files, pick(connections(ConnectionKind::All)));
    let process = tree.system().process(pid).unwrap();
    assert_eq!(from_files, pick(process.net_connections(ConnectionKind::All).unwrap()));
}

/// What `ss` tells of the kinds of sockets, more than one, that these options of it name; of Unix sockets without their
/// peers.
fn by_ss(kinds: &[&str]) -> Vec<Connection> {
    let address = |text: &str| -> Endpoint {
        let (ip, port) = text.rsplit_once(':').unwrap();
        let ip = ip.split('%').next().unwrap();
        let Ok(port) = port.parse::<u16>() else { return Endpoint::None };
        // A socket for both IPv6 and IPv4.
        let ip = if ip == "*" { "::" } else { ip.trim_matches(['[', ']']) };
        Endpoint::Inet(SocketAddr::new(ip.parse().unwrap(), port))
    };
    let line = |line: &str| {
        let words: Vec<_> = line.split_whitespace().collect();
        let (kind, state, local) = (words[0], words[1], words[4]);
        let socket_type = match kind {
            "tcp" | "u_str" => SocketType::Stream,
            "udp" | "u_dgr" => SocketType::Datagram,
            "u_seq" => SocketType::SeqPacket,
            other => panic!("{other}"),
        };
        if kind.starts_with("u_") {
            let local = if local == "*" { Endpoint::None } else { name(local) };
            return Connection { local, pid: None, fd: None, ..socket_of(0, 0, Family::Unix, socket_type) };
        }
        let (local, remote) = (address(local), address(words[5]));
        let family = match local {
            Endpoint::Inet(SocketAddr::V6(_)) => Family::Inet6,
            _ => Family::Inet4,
        };
        let status = match state {
            _ if kind == "udp" => ConnectionStatus::None,
            "LISTEN" => ConnectionStatus::Listen,
            "ESTAB" => ConnectionStatus::Established,
            "TIME-WAIT" => ConnectionStatus::TimeWait,
            "FIN-WAIT-1" => ConnectionStatus::FinWait1,
            "FIN-WAIT-2" => ConnectionStatus::FinWait2,
            "CLOSE-WAIT" => ConnectionStatus::CloseWait,
            "LAST-ACK" => ConnectionStatus::LastAck,
            "SYN-SENT" => ConnectionStatus::SynSent,
            "SYN-RECV" => ConnectionStatus::SynRecv,
            "CLOSING" => ConnectionStatus::Closing,
            other => panic!("{other}"),
        };
        Connection { local, remote, status, pid: None, fd: None, ..socket_of(0, 0, family, socket_type) }
    };
    output("ss", &[&["-H", "-a", "-n"], kinds].concat()).lines().map(line).collect()
}

#[test]
fn root_the_sockets_of_a_namespace_are_those_that_ss_knows() {
    again(&["unshare", "--net"], "sockets::root_the_sockets_of_a_namespace_are_those_that_ss_knows", || {
        output("ip", &["link", "set", "lo", "up"]);
        let dir = tempfile::tempdir().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let closed = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let (_server, _) = listener.accept().unwrap();
        drop((closed, listener.accept().unwrap()));
        client.shutdown(Shutdown::Write).unwrap();
        let _others = (TcpListener::bind("[::]:0"), UdpSocket::bind("[::1]:0"), UdpSocket::bind("0.0.0.0:0"));
        let _unix = (
            UnixListener::bind(dir.path().join("one")),
            UnixDatagram::pair(),
            UnixDatagram::bind(dir.path().join("two")),
        );
        let _packets = bound_abstract(rustix::net::SocketType::SEQPACKET, b"three");
        eventually("the same sockets", || {
            let mut found = System::default().net_connections_without_owners(ConnectionKind::All).unwrap();
            for socket in found.iter_mut().filter(|socket| socket.family == Family::Unix) {
                socket.remote = Endpoint::None;
            }
            let mut by_ss = by_ss(&["-t", "-u", "-x"]);
            found.sort();
            by_ss.sort();
            assert!(found.len() >= 10);
            found == by_ss
        });
    });
}

#[test]
fn root_all_connections_of_an_mptcp_socket() {
    again(&["unshare", "--net"], "sockets::root_all_connections_of_an_mptcp_socket", || {
        output("ip", &["link", "set", "lo", "up"]);
        let mptcp = || {
            let protocol = Some(rustix::net::ipproto::MPTCP);
            socket_with(AddressFamily::INET, rustix::net::SocketType::STREAM, SocketFlags::CLOEXEC, protocol)
        };
        // Not every kernel has it, and not every `ip` can set it up. A socket goes by what was set before it was made.
        let ip = |line: &str| Command::new("ip").args(line.split(' ')).output().unwrap().status.success();
        if !ip("mptcp limits set subflow 2") || !ip("mptcp endpoint add 127.0.0.2 dev lo subflow") {
            return;
        }
        let (Ok(listener), Ok(client)) = (mptcp(), mptcp()) else { return };
        bind(&listener, &SocketAddr::from(([127, 0, 0, 1], 4000))).unwrap();
        rustix::net::listen(&listener, 1).unwrap();
        rustix::net::connect(&client, &SocketAddr::from(([127, 0, 0, 1], 4000))).unwrap();
        let server = rustix::net::accept(&listener).unwrap();
        // The second connection is made once both ends have heard of the other.
        for (from, to) in [(&client, &server), (&server, &client)] {
            rustix::io::write(from, b"x").unwrap();
            assert_eq!(rustix::io::read(to, &mut [0]), Ok(1));
        }
        let of_ss = || by_ss(&["-t", "-u"]).into_iter().collect::<BTreeSet<_>>();
        // The listener, and two connections with two ends each.
        eventually("the second connection", || {
            of_ss().iter().filter(|socket| socket.status == ConnectionStatus::Established).count() == 4
        });
        let of_system = connections(ConnectionKind::Tcp);
        let of_process = Process::current().unwrap().net_connections(ConnectionKind::All).unwrap();
        for (socket, count) in [(&listener, 1), (&client, 2), (&server, 2)] {
            let fd = Some(socket.as_raw_fd().try_into().unwrap());
            for all in [&of_system, &of_process] {
                assert_eq!(all.iter().filter(|socket| socket.fd == fd).count(), count, "{all:?}");
            }
        }
        let without_holders = |socket| Connection { pid: None, fd: None, ..socket };
        assert_eq!(of_system.into_iter().map(without_holders).collect::<BTreeSet<_>>(), of_ss());
    });
}

#[test]
fn ss_knows_the_sockets_too() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    let of_ss = by_ss(&["-t", "-u"]);
    for socket in [listener.local_addr().unwrap(), client.local_addr().unwrap()].map(Endpoint::Inet) {
        let of =
            |all: &[Connection]| -> Vec<Connection> { all.iter().filter(|s| s.local == socket).cloned().collect() };
        let ours = System::default().net_connections_without_owners(ConnectionKind::Tcp4).unwrap();
        assert!(!of(&ours).is_empty());
        assert_eq!(of(&ours), of(&of_ss));
    }
}

/// Does something in a thread with a network namespace of its own.
#[allow(unsafe_code)]
fn in_another_namespace<T: Send>(act: impl FnOnce() -> T + Send) -> T {
    let act = || {
        // SAFETY: what may not be unshared while others use it are descriptors.
        unsafe { rustix::thread::unshare_unsafe(rustix::thread::UnshareFlags::NEWNET) }.unwrap();
        act()
    };
    std::thread::scope(|scope| scope.spawn(act).join().unwrap())
}

#[test]
fn root_a_process_in_another_network_namespace() {
    let of_kid = |kid: &Kid| kid.process().net_connections(ConnectionKind::All).unwrap();
    let (kid, expected) = in_another_namespace(|| {
        let listener = TcpListener::bind("0.0.0.0:0").unwrap();
        let named = bound_abstract(rustix::net::SocketType::DGRAM, b"in a namespace");
        let kid = holding([listener.as_fd(), named.as_fd()]);
        let tcp = tcp(&listener, listener.local_addr().unwrap(), None, ConnectionStatus::Listen);
        let unix = Connection {
            local: name("@in a namespace"),
            ..socket_of(kid.pid(), 2, Family::Unix, SocketType::Datagram)
        };
        let expected = [Connection { pid: Some(kid.pid()), fd: Some(1), ..tcp }, unix];
        // The threads of a process may be in different ones, and the question is the caller's.
        assert_once(&connections(ConnectionKind::All), &expected);
        assert_eq!(of_kid(&kid), expected);
        (kid, expected)
    });
    assert_eq!(of_kid(&kid), expected);
    assert!(!connections(ConnectionKind::All).iter().any(|socket| socket.pid == Some(kid.pid())));
}

#[test]
fn root_an_unprivileged_caller_sees_the_sockets_of_others_without_their_owners() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let kid = holding([listener.as_fd(), listener.as_fd()]);
    let expected = tcp(&listener, listener.local_addr().unwrap(), None, ConnectionStatus::Listen);
    drop(listener);
    let process = kid.process();
    unprivileged(|| {
        let found: Vec<_> =
            connections(ConnectionKind::Tcp).into_iter().filter(|socket| socket.local == expected.local).collect();
        assert_eq!(found, [Connection { pid: None, fd: None, ..expected }]);
        let denied = process.net_connections(ConnectionKind::Tcp);
        assert!(matches!(denied, Err(Error::AccessDenied { pid: Some(pid), .. }) if pid == kid.pid()), "{denied:?}");
    });
}

const STAT: &str = "7 (made) S 1 7 7 0 -1 0 1 2 3 4 5 6 7 8 20 0 1 0 4711 1000 10 \n";
const TCP: &str = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";

/// A line of `/proc/net/tcp` of a socket that listens at 127.0.0.1.
fn listening(port: u16, inode: u32) -> String {
    // The kernel prints the address as a number of the machine.
    let address = u32::from_ne_bytes([127, 0, 0, 1]);
    format!("   0: {address:08X}:{port:04X} 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 {inode} 1 0\n")
}

#[test]
fn a_captured_tree_tells_its_own_sockets() {
    let tree = Tree::new();
    tree.file("proc/net/tcp", TCP.to_owned() + &listening(80, 77) + &listening(81, 78)).file("proc/7/stat", STAT);
    tree.link("proc/7/fd/3", "socket:[77]").link("proc/7/fd/4", "pipe:[78]").link("proc/7/fd/x", "socket:[78]");
    tree.link("proc/7/net", "../net");
    let socket = |port| Connection {
        local: Endpoint::Inet(SocketAddr::from(([127, 0, 0, 1], port))),
        status: ConnectionStatus::Listen,
        ..socket_of(7, 3, Family::Inet4, SocketType::Stream)
    };
    let unheld = Connection { pid: None, fd: None, ..socket(81) };
    // Without IPv6 there is no table of it.
    assert_eq!(tree.system().net_connections(ConnectionKind::Tcp).unwrap(), [socket(80), unheld]);
    let process = tree.system().process(7).unwrap();
    assert_eq!(process.net_connections(ConnectionKind::Tcp).unwrap(), [socket(80)]);
    // Without the others, nothing is known.
    for kind in [ConnectionKind::All, ConnectionKind::Udp, ConnectionKind::Unix] {
        assert!(matches!(tree.system().net_connections(kind), Err(Error::System { .. })), "{kind:?}");
    }
}

#[test]
fn a_listing_reads_each_namespace_once() {
    let tree = Tree::new();
    let tables = |pid: u32, port| {
        tree.file(&format!("proc/{pid}/net/tcp"), TCP.to_owned() + &listening(port, 77) + &listening(port + 1, 78));
        tree.file(&format!("proc/{pid}/net/udp"), TCP).file(&format!("proc/{pid}/net/unix"), "Num\n");
    };
    let process = |pid: u32, namespace: &str, inode: u32| {
        tree.file(&format!("proc/{pid}/stat"), STAT.replace("7 (made)", &format!("{pid} (made)")));
        tree.link(&format!("proc/{pid}/fd/3"), format!("socket:[{inode}]"));
        if !namespace.is_empty() {
            tree.link(&format!("proc/{pid}/ns/net"), namespace);
        }
    };
    // The tables of the first process of a namespace are those of all in it; where it has no name, each has its own.
    for (pid, namespace, inode) in
        [(7, "net:[1]", 77), (8, "net:[2]", 77), (9, "net:[1]", 78), (10, "", 77), (11, "", 77), (12, "net:[3]", 77)]
    {
        process(pid, namespace, inode);
    }
    for (pid, port) in [(7, 1000), (8, 2000), (10, 3000)] {
        tables(pid, port);
    }
    for fields in [Fields::empty(), Fields::OPEN_FILES, Fields::OPEN_FILES | Fields::NUM_FDS] {
        let listing = tree.system().processes(Fields::NET_CONNECTIONS | fields).unwrap();
        let told = listing.snapshots.iter().map(|found| {
            assert!(found.num_fds.value().is_none_or(|count| *count == 1));
            assert_eq!(found.asked(), Fields::NET_CONNECTIONS | fields);
            let [socket] = found.net_connections.value()?.as_slice() else { panic!("{found:?}") };
            assert_eq!((socket.pid, socket.fd), (Some(found.pid), Some(3)));
            let Endpoint::Inet(local) = socket.local else { panic!("{socket:?}") };
            Some(local.port())
        });
        assert_eq!(told.collect::<Vec<_>>(), [Some(1000), Some(2000), Some(1001), Some(3000), None, None]);
    }
}

#[test]
fn root_a_listing_has_the_sockets_that_each_process_says() {
    let (kid, other) = in_another_namespace(|| {
        let listener = TcpListener::bind("0.0.0.0:0").unwrap();
        let named = bound_abstract(rustix::net::SocketType::DGRAM, b"in the other namespace");
        (holding([listener.as_fd(), named.as_fd()]), holding([named.as_fd(), named.as_fd()]))
    });
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let here = holding([listener.as_fd(), listener.as_fd()]);
    let listing = System::default().processes(Fields::NET_CONNECTIONS).unwrap();
    for kid in [kid, other, here] {
        let found = listing.snapshots.iter().find(|found| found.pid == kid.pid()).unwrap();
        let asked = kid.process().net_connections(ConnectionKind::All).unwrap();
        assert_eq!(asked.len(), 2);
        assert_eq!(found.net_connections.value(), Some(&asked));
    }
}

#[test]
fn the_sockets_of_a_container_are_those_of_its_first_process() {
    let tree = Tree::new();
    tree.file("proc/net/tcp", TCP.to_owned() + &listening(80, 0))
        .file("proc/1/net/tcp", TCP.to_owned() + &listening(81, 0));
    let found = tree.system().net_connections(ConnectionKind::Tcp).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].local, Endpoint::Inet(SocketAddr::from(([127, 0, 0, 1], 81))));
}

#[test]
fn a_name_with_newlines_in_a_captured_table_is_one_name() {
    let tree = Tree::new();
    let entry = "ffff888000000000: 00000002 00000000 00010000 0001 01 16093";
    let lines = format!("Num       RefCount Protocol Flags    Type St Inode Path\n{entry} /run/a\nb\n\nNum 4242 c\n");
    tree.file("proc/net/unix", lines);
    let found = tree.system().net_connections(ConnectionKind::Unix).unwrap();
    assert_eq!(found.iter().map(|socket| &socket.local).collect::<Vec<_>>(), [&name("/run/a\nb\n\nNum 4242 c")]);
}

#[test]
fn thousands_of_descriptors_and_none_left_open() {
    // In a process of its own, with room for them and without the sockets of other tests.
    again(&[], "sockets::thousands_of_descriptors_and_none_left_open", || {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let limit = getrlimit(Resource::Nofile).maximum;
        setrlimit(Resource::Nofile, Rlimit { current: limit, maximum: limit }).unwrap();
        // More than a call for the entries of a directory returns.
        let count = limit.map_or(3000, |limit| limit.saturating_sub(100).min(3000));
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let copies: Vec<_> = (0..count).map(|_| listener.try_clone().unwrap()).collect();
        let me = Process::current().unwrap();
        let before = std::fs::read_dir("/proc/self/fd").unwrap().count();
        for _ in 0..5 {
            let of_process = me.net_connections(ConnectionKind::Tcp).unwrap();
            let all = connections(ConnectionKind::Tcp);
            let of_system: Vec<_> = all.into_iter().filter(|socket| socket.pid == Some(me.pid())).collect();
            let fds: BTreeSet<_> = of_process.iter().map(|socket| socket.fd).collect();
            assert_eq!((of_process.len(), fds.len()), (copies.len() + 1, copies.len() + 1));
            assert_eq!(of_process, of_system);
            assert!(Tree::new().system().net_connections(ConnectionKind::All).is_err());
        }
        assert_eq!(std::fs::read_dir("/proc/self/fd").unwrap().count(), before);
    });
}

#[test]
fn sockets_of_processes_without_any() {
    let none = |process: &Process| process.net_connections(ConnectionKind::All).unwrap().is_empty();
    assert!(none(&Kid::sleeper().process()));
    let zombie = Kid::zombie();
    assert!(none(&zombie.process()));
    unprivileged(|| assert!(none(&zombie.process())));
    let gone = Kid::sleeper().process();
    let answer = gone.net_connections(ConnectionKind::All);
    assert!(matches!(answer, Err(Error::NoSuchProcess { pid }) if pid == gone.pid()), "{answer:?}");
}
