//! Interfaces and sockets.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream, UdpSocket};

use sysproc::net::{Connection, ConnectionKind, ConnectionStatus, Endpoint, Family, InterfaceAddressValue, SocketType};
use sysproc::{Process, System};

use crate::support::in_some_try;

/// For looking one up.
fn by_name<T>(interfaces: sysproc::Result<Vec<(OsString, T)>>) -> BTreeMap<OsString, T> {
    interfaces.unwrap().into_iter().collect()
}

fn at(all: &[Connection], kind: SocketType, local: SocketAddr, remote: Option<SocketAddr>) -> &Connection {
    let remote = remote.map_or(Endpoint::None, Endpoint::Inet);
    let local = Endpoint::Inet(local);
    let is_it = |one: &&Connection| one.socket_type == kind && one.local == local && one.remote == remote;
    let found: Vec<_> = all.iter().filter(is_it).collect();
    assert_eq!(found.len(), 1, "{local:?} {remote:?} in {all:#?}");
    found[0]
}

#[test]
fn sockets_are_those_opened() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let server = listener.local_addr().unwrap();
    let client = TcpStream::connect(server).unwrap();
    let (accepted, _) = listener.accept().unwrap();
    let udp = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let me = std::process::id();

    let of_machine = System::default().net_connections(ConnectionKind::Inet4).unwrap();
    let of_process = Process::current().unwrap().net_connections(ConnectionKind::All).unwrap();
    for all in [&of_machine, &of_process] {
        let listening = at(all, SocketType::Stream, server, None);
        assert_eq!((listening.status, listening.pid), (ConnectionStatus::Listen, Some(me)));
        assert_eq!((listening.family, listening.fd), (Family::Inet4, None));
        for (socket, other) in [(&client, &accepted), (&accepted, &client)] {
            let found = at(all, SocketType::Stream, socket.local_addr().unwrap(), Some(other.local_addr().unwrap()));
            assert_eq!((found.status, found.pid), (ConnectionStatus::Established, Some(me)));
        }
        assert_eq!(at(all, SocketType::Datagram, udp.local_addr().unwrap(), None).status, ConnectionStatus::None);
    }
    assert!(of_process.iter().all(|one| one.pid == Some(me)));
    let without = System::default().net_connections_without_owners(ConnectionKind::Tcp4).unwrap();
    assert_eq!(at(&without, SocketType::Stream, server, None).pid, None);
    assert!(without.iter().all(|one| one.family == Family::Inet4 && one.socket_type == SocketType::Stream));
    assert!(System::default().net_connections(ConnectionKind::Unix).unwrap().is_empty());
}

#[test]
fn sockets_of_ipv6() {
    // A machine may have none.
    let Ok(listener) = TcpListener::bind((Ipv6Addr::LOCALHOST, 0)) else { return };
    let udp = UdpSocket::bind((Ipv6Addr::LOCALHOST, 0)).unwrap();
    let all = System::default().net_connections(ConnectionKind::Inet6).unwrap();
    let listening = at(&all, SocketType::Stream, listener.local_addr().unwrap(), None);
    assert_eq!((listening.status, listening.pid), (ConnectionStatus::Listen, Some(std::process::id())));
    // Wine's table of UDP over IPv6 may be empty.
    if all.iter().any(|one| one.socket_type == SocketType::Datagram) {
        at(&all, SocketType::Datagram, udp.local_addr().unwrap(), None);
    }
}

#[test]
fn interfaces_have_names_addresses_and_counters() {
    in_some_try(look_at_interfaces);
}

fn look_at_interfaces() {
    let system = System::default();
    let (addrs, stats, io) =
        (by_name(system.net_if_addrs()), by_name(system.net_if_stats()), by_name(system.net_io_per_interface()));
    assert!(!addrs.is_empty());
    assert!(addrs.keys().all(|name| stats.contains_key(name) && !name.is_empty()), "{addrs:?} {stats:?}");
    assert_eq!(io.keys().collect::<Vec<_>>(), stats.keys().collect::<Vec<_>>());
    let loopback = InterfaceAddressValue::Inet4(Ipv4Addr::LOCALHOST);
    let (name, found) = addrs.iter().find(|(_, all)| all.iter().any(|one| one.address == loopback)).unwrap();
    let found = found.iter().find(|one| one.address == loopback).unwrap();
    assert_eq!(found.netmask, Some(InterfaceAddressValue::Inet4(Ipv4Addr::new(255, 0, 0, 0))));
    assert!(stats[name].is_up);
}

#[test]
fn traffic_is_counted() {
    let system = System::default();
    let before = system.net_io().unwrap().unwrap();
    let receiver = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let sender = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    for _ in 0..10 {
        sender.send_to(&[0; 1000], receiver.local_addr().unwrap()).unwrap();
        receiver.recv(&mut [0; 1000]).unwrap();
    }
    let after = system.net_io().unwrap().unwrap();
    // Windows does not count what goes over its loopback.
    assert!(after.bytes_sent >= before.bytes_sent && after.packets_recv >= before.packets_recv);
}
