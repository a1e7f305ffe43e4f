//! Network interfaces: captures of a network namespace of Linux 6.18 with odd interfaces in it, what older kernels write,
//! files and messages that were cut, and any bytes.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::arithmetic_side_effects, missing_docs)]

use std::net::IpAddr;

use proptest::prelude::*;
use sysproc_decode::bytes::ByteOrder;
use sysproc_decode::linux::net_dev::{NetDev, net_dev};
use sysproc_decode::linux::netlink::{DONE, messages, request};
use sysproc_decode::linux::rtnetlink::{Address, Link, NEW_ADDRESS, NEW_LINK, address, link, netmask};

/// In the namespace were: `lo`, a pair of `veth` of which one has a name that is not UTF-8, a tun, a bridge, a macvlan.
macro_rules! captured {
    ($file:literal) => {
        include_bytes!(concat!("fixtures/linux-6.18/net/", $file)).as_slice()
    };
}

const DEV: &[u8] = captured!("dev");
const LINKS: &[u8] = captured!("links.netlink");
const ADDRESSES: &[u8] = captured!("addresses.netlink");
const ODD: &[u8] = b"v\xff\xc3\xa4";

fn names(text: &[u8]) -> Vec<&[u8]> {
    net_dev(text).map(|dev| dev.name).collect()
}

#[test]
fn counters_of_6_18() {
    let all: Vec<_> = net_dev(DEV).collect();
    assert_eq!(names(DEV), [b"lo".as_slice(), ODD, b"veth0", b"tun0", b"br0", b"mv0"]);
    let odd = NetDev {
        name: ODD,
        rx_bytes: 768,
        rx_packets: 8,
        rx_errors: 0,
        rx_dropped: 0,
        tx_bytes: 516,
        tx_packets: 6,
        tx_errors: 0,
        tx_dropped: 0,
    };
    assert_eq!(all[1], odd);
}

#[test]
fn columns_and_names_of_other_kernels() {
    let text = b"Inter-|   Receive                                                |  Transmit\n \
        face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls\n\
        eth0:1 2 3 4 5 6 7 8 9 10 11 12 13\n  eth0:5:100 2 3 4 0 0 0 0 9 10 11 12 0 0 0 0 new\n\tbond0:\t1 2 3 4 x x x x 9 10 11 12\n";
    let all: Vec<_> = net_dev(text).collect();
    assert_eq!(names(text), [b"eth0".as_slice(), b"eth0:5", b"bond0"]);
    for dev in all {
        assert_eq!((dev.rx_packets, dev.rx_errors, dev.rx_dropped), (2, 3, 4));
        assert_eq!((dev.tx_bytes, dev.tx_packets, dev.tx_errors, dev.tx_dropped), (9, 10, 11, 12));
    }
}

#[test]
fn lines_that_are_no_interfaces() {
    let text = b"\neth0\neth0:\neth0: 1 2 3\neth0: 1 2 3 4 5 6 7 8 9 10 11\neth0: 1 x 3 4 5 6 7 8 9 10 11 12\n\
        eth0: 1 2 3 4 5 6 7 8 9 10 11 99999999999999999999\n";
    assert_eq!(net_dev(text).count(), 0);
}

#[test]
fn cut_lists_are_the_beginning_of_the_list() {
    let twelve_columns = [&b"eth0:"[..], &b" 12345".repeat(12), b"\n"].concat();
    for text in [DEV, &twelve_columns] {
        let whole: Vec<_> = net_dev(text).collect();
        for cut in 0..text.len() {
            let part: Vec<_> = net_dev(&text[..cut]).collect();
            assert!(whole.starts_with(&part), "{cut}");
        }
    }
}

/// The interfaces in a dump of a little-endian machine.
fn links(dump: &[u8]) -> Vec<Link<'_>> {
    let of_type = messages(dump, ByteOrder::Little).filter(|message| message.message_type == NEW_LINK);
    of_type.map(|message| link(message.payload, ByteOrder::Little).unwrap()).collect()
}

fn addresses(dump: &[u8]) -> Vec<Address<'_>> {
    let of_type = messages(dump, ByteOrder::Little).filter(|message| message.message_type == NEW_ADDRESS);
    of_type.map(|message| address(message.payload, ByteOrder::Little).unwrap()).collect()
}

#[test]
fn links_of_6_18() {
    let all = links(LINKS);
    let names: Vec<_> = all.iter().map(|link| link.name).collect();
    assert_eq!(names, [b"lo".as_slice(), ODD, b"veth0", b"tun0", b"br0", b"mv0"]);
    // IFF_UP, LOOPBACK, RUNNING, LOWER_UP.
    assert_eq!((all[0].index, all[0].flags, all[0].mtu), (1, 0x1_0049, Some(65536)));
    assert_eq!((all[0].address, all[0].broadcast), (Some([0; 6].as_slice()), Some([0; 6].as_slice())));
    let veth = Link {
        index: 2,
        // IFF_UP, BROADCAST, RUNNING, MULTICAST, LOWER_UP.
        flags: 0x1_1043,
        name: ODD,
        mtu: Some(1500),
        address: Some(&[0xfa, 0x4f, 0xa3, 0x82, 0x9b, 0x02]),
        broadcast: Some(&[0xff; 6]),
    };
    assert_eq!(all[1], veth);
    // IFF_UP, POINTOPOINT, NOARP, MULTICAST; no carrier, and no address on the link.
    assert_eq!((all[3].flags, all[3].address, all[3].broadcast), (0x1091, None, None));
    assert_eq!(messages(LINKS, ByteOrder::Little).last().unwrap().message_type, DONE);
}

#[test]
fn addresses_of_6_18() {
    let ip = |text: &str| text.parse::<IpAddr>().unwrap();
    let all = addresses(ADDRESSES);
    let one = |local: &str| *all.iter().find(|address| address.local == ip(local)).unwrap();
    assert_eq!(all.len(), 12);
    let plain = Address {
        index: 3,
        prefix: 24,
        local: ip("10.0.0.1"),
        peer: Some(ip("10.0.0.1")),
        broadcast: Some(ip("10.0.0.255")),
        label: Some(b"veth0"),
    };
    assert_eq!(one("10.0.0.1"), plain);
    assert_eq!(
        one("10.0.0.2"),
        Address { local: ip("10.0.0.2"), peer: Some(ip("10.0.0.2")), label: Some(b"veth0:1"), ..plain }
    );
    let (peer, broadcast) = (Some(ip("10.0.1.2")), None);
    assert_eq!(one("10.0.1.1"), Address { local: ip("10.0.1.1"), peer, broadcast, prefix: 32, ..plain });
    assert_eq!(one("10.8.0.1").peer, Some(ip("10.8.0.2")));
    assert_eq!(one("2001:db8:1::1").peer, Some(ip("2001:db8:1::2")));
    let link_local = Address {
        index: 2,
        prefix: 64,
        local: ip("fe80::f84f:a3ff:fe82:9b02"),
        peer: None,
        broadcast: None,
        label: None,
    };
    assert_eq!(one("fe80::f84f:a3ff:fe82:9b02"), link_local);
    assert_eq!((one("127.0.0.1").prefix, one("::1").prefix), (8, 128));
}

#[test]
fn a_link_and_an_address_of_a_big_endian_machine() {
    let link_payload = [
        &[0, 0, 0, 1, 0, 0, 0, 9, 0, 0, 0x10, 0x43, 0, 0, 0, 0][..],
        &[0, 9, 0, 3, b'e', b't', b'h', b'0', 0, 0, 0, 0],
        &[0, 8, 0, 4, 0, 0, 5, 0xdc],
    ];
    let bytes = request(NEW_LINK, 0, 1, &link_payload.concat(), ByteOrder::Big);
    let message = messages(&bytes, ByteOrder::Big).next().unwrap();
    let expected = Link { index: 9, flags: 0x1043, name: b"eth0", mtu: Some(1500), address: None, broadcast: None };
    assert_eq!(link(message.payload, ByteOrder::Big), Some(expected));
    let address_payload =
        [&[2, 8, 0x80, 0, 0, 0, 0, 9][..], &[0, 8, 0, 2, 10, 0, 0, 1], &[0, 8, 0, 1, 10, 0, 0, 1]].concat();
    let found = address(&address_payload, ByteOrder::Big).unwrap();
    assert_eq!((found.index, found.prefix, found.local), (9, 8, "10.0.0.1".parse::<IpAddr>().unwrap()));
}

#[test]
fn other_families_and_addresses_of_a_wrong_size_are_none() {
    let of_family = |family: u8| [&[family, 8, 0, 0, 1, 0, 0, 0][..], &[8, 0, 1, 0, 10, 0, 0, 1]].concat();
    assert!(address(&of_family(2), ByteOrder::Little).is_some());
    assert_eq!(address(&of_family(10), ByteOrder::Little), None);
    assert_eq!(address(&of_family(28), ByteOrder::Little), None);
}

#[test]
fn netmasks() {
    let mask = |ip: &str, prefix| netmask(ip.parse().unwrap(), prefix).map(|mask| mask.to_string());
    let v4 = [(0, "0.0.0.0"), (1, "128.0.0.0"), (22, "255.255.252.0"), (32, "255.255.255.255")];
    for (prefix, expected) in v4 {
        assert_eq!(mask("10.0.0.1", prefix).as_deref(), Some(expected));
    }
    let v6 =
        [(0, "::"), (10, "ffc0::"), (64, "ffff:ffff:ffff:ffff::"), (128, "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")];
    for (prefix, expected) in v6 {
        assert_eq!(mask("fe80::1", prefix).as_deref(), Some(expected));
    }
    assert_eq!((mask("10.0.0.1", 33), mask("::1", 129), mask("10.0.0.1", 255)), (None, None, None));
}

#[test]
fn cut_messages_have_right_fields_or_none() {
    let order = ByteOrder::Little;
    for message in messages(LINKS, order).filter(|message| message.message_type == NEW_LINK) {
        let whole = link(message.payload, order).unwrap();
        for cut in 0..message.payload.len() {
            let Some(part) = link(&message.payload[..cut], order) else { continue };
            assert_eq!((part.index, part.flags, part.name), (whole.index, whole.flags, whole.name), "{cut}");
            assert!(part.mtu.is_none() || part.mtu == whole.mtu, "{cut}");
            assert!(part.address.is_none() || part.address == whole.address, "{cut}");
        }
    }
    for message in messages(ADDRESSES, order).filter(|message| message.message_type == NEW_ADDRESS) {
        let whole = address(message.payload, order).unwrap();
        for cut in 0..message.payload.len() {
            let Some(part) = address(&message.payload[..cut], order) else { continue };
            assert!(part.local == whole.local || Some(part.local) == whole.peer, "{cut}");
            assert!(part.broadcast.is_none() || part.broadcast == whole.broadcast, "{cut}");
        }
    }
}

proptest! {
    #[test]
    fn any_bytes(bytes: Vec<u8>, text in "[ \t]*[a-z:]{0,6}:( ?[0-9x]{1,3}){0,17}\n?") {
        for order in [ByteOrder::Little, ByteOrder::Big] {
            prop_assert!(link(&bytes, order).is_none_or(|link| link.name.len() < bytes.len()));
            prop_assert!(address(&bytes, order).is_none_or(|_| bytes.len() >= 16));
        }
        prop_assert_eq!(net_dev(&bytes).count(), 0);
        for dev in net_dev(text.as_bytes()) {
            prop_assert!(text.contains(&dev.rx_bytes.to_string()) && text.contains(&dev.tx_dropped.to_string()));
        }
    }

    #[test]
    fn netmasks_have_as_many_bits_as_the_prefix(prefix in 0u8..=128) {
        let IpAddr::V6(mask) = netmask("::".parse().unwrap(), prefix).unwrap() else { unreachable!() };
        prop_assert_eq!(mask.to_bits().leading_ones(), u32::from(prefix));
        prop_assert_eq!(mask.to_bits().count_ones(), u32::from(prefix));
    }
}
