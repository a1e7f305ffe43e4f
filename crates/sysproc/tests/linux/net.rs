//! Interfaces, held against `/sys/class/net`, `/proc/net/fib_trie`, `/proc/net/if_inet6`, and interfaces that are made.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::os::fd::AsFd;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use sysproc::net::{Duplex, HardwareAddress, InterfaceAddress, InterfaceAddressValue, InterfaceFlags};
use sysproc::{Error, System};

use crate::support::{Kid, Tree, again, eventually, in_some_try};

type Addresses = BTreeMap<OsString, Vec<InterfaceAddress>>;

/// For looking one up.
fn by_name<T>(interfaces: sysproc::Result<Vec<(OsString, T)>>) -> BTreeMap<OsString, T> {
    interfaces.unwrap().into_iter().collect()
}

/// A file of an interface in sysfs; none if the kernel does not answer.
fn sysfs(interface: &OsStr, file: &str) -> Option<String> {
    let path = Path::new("/sys/class/net").join(interface).join(file);
    std::fs::read_to_string(path).ok().map(|text| text.trim_end().to_owned())
}

fn sysfs_names() -> BTreeSet<OsString> {
    std::fs::read_dir("/sys/class/net").unwrap().map(|entry| entry.unwrap().file_name()).collect()
}

// Interfaces and addresses of the machine may come and go between two looks.

#[test]
fn counters_are_those_of_sysfs() {
    in_some_try(compare_counters);
}

fn compare_counters() {
    let counter = |name: &OsStr, file| sysfs(name, &format!("statistics/{file}")).unwrap().parse::<u64>().unwrap();
    let all = || {
        let of = |name: OsString| {
            let read = |file| counter(&name, file);
            let values =
                [read("tx_bytes"), read("rx_bytes"), read("tx_packets"), read("rx_packets"), read("tx_errors")];
            (name, values)
        };
        sysfs_names().into_iter().map(of).collect::<BTreeMap<_, _>>()
    };
    let before = all();
    let found = by_name(System::default().net_io_per_interface());
    let after = all();
    for (name, low) in before {
        let Some(high) = after.get(&name) else { continue };
        let io = found[&name];
        let got = [io.bytes_sent, io.bytes_recv, io.packets_sent, io.packets_recv, io.errout];
        assert!((0..5).all(|i| (low[i]..=high[i]).contains(&got[i])), "{name:?}: {low:?} <= {got:?} <= {high:?}");
    }
}

const HEADINGS: &str =
    "Inter-|   Receive                            |  Transmit\n face |bytes    packets errs drop fifo\n";

#[test]
fn counters_of_odd_names_and_their_sum() {
    let tree = Tree::new();
    let mut text = HEADINGS.as_bytes().to_vec();
    text.extend(b"eth0:1:100 2 3 4 0 0 0 0 5 6 7 8 0 0 0 0\n  v\xff\xc3\xa4:10 20 30 40 0 0 0 0 50 60 70 80\n");
    text.extend(b"    lo: 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1\n cut: 1 2 3\n last: 1 2 3 4 5 6 7 8 9 10 11 1");
    let system = tree.file("proc/net/dev", &text).system();
    let found = by_name(system.net_io_per_interface());
    let names: Vec<_> = found.keys().map(|name| name.as_bytes()).collect();
    assert_eq!(names, [b"eth0:1".as_slice(), b"lo", b"v\xff\xc3\xa4"]);
    let io = found[OsStr::new("eth0:1")];
    assert_eq!((io.bytes_recv, io.packets_recv, io.errin, io.dropin), (100, 2, 3, 4));
    assert_eq!((io.bytes_sent, io.packets_sent, io.errout, io.dropout), (5, 6, 7, 8));
    let total = system.net_io().unwrap().unwrap();
    assert_eq!((total.bytes_recv, total.dropin, total.bytes_sent, total.dropout), (111, 45, 56, 89));
    assert_eq!(Tree::new().file("proc/net/dev", HEADINGS).system().net_io().unwrap(), None);
}

#[test]
fn counters_that_do_not_fit_together_stay_at_the_highest() {
    let max = u64::MAX;
    let tree = Tree::new();
    let line = |name: &str| format!("{name}: {max} 1 0 0 0 0 0 0 1 1 0 0 0 0 0 0\n");
    let total = tree.file("proc/net/dev", line("a") + &line("b")).system().net_io().unwrap().unwrap();
    assert_eq!((total.bytes_recv, total.packets_recv), (max, 2));
}

#[test]
fn another_machine_is_seen_by_its_first_process() {
    let line = |bytes: u32| format!("eth0: {bytes} 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n");
    let tree = Tree::new();
    let bytes = || tree.system().net_io().unwrap().unwrap().bytes_recv;
    // In the proc of an outer pid namespace `self` is the caller, and in its network namespace.
    tree.file("proc/net/dev", line(1));
    assert_eq!(bytes(), 1);
    tree.file("proc/self/net/dev", line(2));
    assert_eq!(bytes(), 2);
    tree.file("proc/1/net/dev", line(3));
    assert_eq!(bytes(), 3);
}

#[test]
fn the_interfaces_of_another_machine_are_not_made_up_from_the_callers() {
    let tree = Tree::new();
    let system = tree.file("proc/net/dev", HEADINGS).system();
    assert!(matches!(system.net_if_addrs(), Err(Error::Unsupported { .. })));
    assert!(matches!(system.net_if_stats(), Err(Error::Unsupported { .. })));
}

#[test]
fn a_proc_without_anything_is_an_error_of_the_system() {
    let system = Tree::new().system();
    let errors = [
        system.net_io().unwrap_err(),
        system.net_io_per_interface().unwrap_err(),
        system.net_if_addrs().unwrap_err(),
        system.net_if_stats().unwrap_err(),
    ];
    for error in errors {
        assert!(matches!(&error, Error::System { what, .. } if what.ends_with("proc/net/dev")), "{error}");
    }
}

/// Those flags that sysfs shows as well.
const PLAIN: InterfaceFlags = InterfaceFlags::UP
    .union(InterfaceFlags::BROADCAST)
    .union(InterfaceFlags::LOOPBACK)
    .union(InterfaceFlags::POINTOPOINT)
    .union(InterfaceFlags::NOARP)
    .union(InterfaceFlags::MULTICAST);

/// Holds every interface against its folder in sysfs.
fn compare_stats_with_sysfs() {
    let found = by_name(System::default().net_if_stats());
    assert_eq!(found.keys().cloned().collect::<BTreeSet<_>>(), sysfs_names());
    for (name, stats) in found {
        let flags = sysfs(&name, "flags").unwrap();
        let flags = u32::from_str_radix(flags.strip_prefix("0x").unwrap(), 16).unwrap();
        assert_eq!(stats.flags & PLAIN, InterfaceFlags::from_bits_truncate(flags) & PLAIN, "{name:?}");
        assert_eq!(Some(stats.mtu.to_string()), sysfs(&name, "mtu"));
        let operates = ["up", "unknown"].contains(&sysfs(&name, "operstate").unwrap().as_str());
        assert_eq!(stats.is_up, operates && stats.flags.contains(InterfaceFlags::UP), "{name:?}");
        // Of an interface that is down sysfs does not say it.
        if stats.flags.contains(InterfaceFlags::UP) {
            let speed = sysfs(&name, "speed").and_then(|speed| speed.parse().ok()).filter(|speed| *speed > 0);
            assert_eq!(stats.speed.map(i64::from), speed, "{name:?}");
            let duplex = match sysfs(&name, "duplex").as_deref() {
                Some("half") => Duplex::Half,
                Some("full") => Duplex::Full,
                _ => Duplex::Unknown,
            };
            assert_eq!(stats.duplex, duplex, "{name:?}");
        }
    }
}

#[test]
fn stats_are_those_of_sysfs() {
    in_some_try(compare_stats_with_sysfs);
}

/// Holds every address against the kernel's own lists.
fn compare_addresses_with_proc() {
    let found = by_name(System::default().net_if_addrs());
    let values = |name: &OsStr| found.get(name).into_iter().flatten().map(|address| &address.address);
    for name in sysfs_names() {
        let hardware = values(&name).find_map(|value| match value {
            InterfaceAddressValue::Link(mac) => Some(mac.to_string()),
            _ => None,
        });
        assert_eq!(hardware.unwrap_or_default(), sysfs(&name, "address").unwrap(), "{name:?}");
    }
    let mut inet6 = BTreeSet::new();
    for line in std::fs::read("/proc/thread-self/net/if_inet6").unwrap().split(|byte| *byte == b'\n') {
        // Address, index, prefix, scope, flags, name.
        let fields: Vec<_> = line.split(|byte| *byte == b' ').filter(|field| !field.is_empty()).collect();
        let [ip, index, .., name] = fields.as_slice() else { continue };
        let hex = |text: &[u8]| u128::from_str_radix(std::str::from_utf8(text).unwrap(), 16).unwrap();
        let ip = Ipv6Addr::from_bits(hex(ip));
        inet6.insert((OsStr::from_bytes(name).to_owned(), ip, ip.is_unicast_link_local().then(|| hex(index) as u32)));
    }
    let mut ours6 = BTreeSet::new();
    let mut ours4 = BTreeSet::new();
    for (name, address) in found.iter().flat_map(|(name, all)| all.iter().map(move |address| (name, address))) {
        match address.address {
            InterfaceAddressValue::Inet6(ip, scope) => drop(ours6.insert((name.clone(), ip, scope))),
            InterfaceAddressValue::Inet4(ip) => drop(ours4.insert(ip)),
            InterfaceAddressValue::Link(_) => {}
        }
    }
    assert_eq!(ours6, inet6);
    // An address of this machine is two lines: `|-- 10.0.0.1`, and below `/32 host LOCAL`.
    let trie = std::fs::read_to_string("/proc/thread-self/net/fib_trie").unwrap();
    let lines: Vec<_> = trie.lines().map(str::trim_start).collect();
    let local = lines.windows(2).filter(|pair| pair[1] == "/32 host LOCAL");
    let local: BTreeSet<Ipv4Addr> = local.map(|pair| pair[0].strip_prefix("|-- ").unwrap().parse().unwrap()).collect();
    assert_eq!(ours4, local);
}

#[test]
fn addresses_are_those_of_proc() {
    in_some_try(compare_addresses_with_proc);
}

#[test]
fn addresses_are_sorted_by_family_and_have_one_other_end_at_most() {
    for addresses in by_name(System::default().net_if_addrs()).into_values() {
        let rank = |address: &InterfaceAddress| match address.address {
            InterfaceAddressValue::Inet4(_) => 0,
            InterfaceAddressValue::Inet6(..) => 1,
            InterfaceAddressValue::Link(_) => 2,
        };
        assert!(addresses.is_sorted_by_key(rank));
        assert!(addresses.iter().all(|address| address.broadcast.is_none() || address.ptp.is_none()));
    }
}

#[test]
fn the_loopback_is_there() {
    let addresses = &by_name(System::default().net_if_addrs())[OsStr::new("lo")];
    let netmask = Some(InterfaceAddressValue::Inet4(Ipv4Addr::new(255, 0, 0, 0)));
    let localhost = InterfaceAddressValue::Inet4(Ipv4Addr::LOCALHOST);
    let expected = InterfaceAddress { address: localhost, netmask, broadcast: None, ptp: None };
    assert!(addresses.contains(&expected), "{addresses:?}");
    let stats = by_name(System::default().net_if_stats())[OsStr::new("lo")];
    assert!(stats.flags.contains(InterfaceFlags::LOOPBACK) && stats.speed.is_none());
    assert_eq!(stats.duplex, Duplex::Unknown);
}

/// Runs `ip` with words, of which some may be any bytes.
fn ip(words: &[&[u8]]) {
    let out = Command::new("ip").args(words.iter().map(|word| OsStr::from_bytes(word))).output().unwrap();
    assert!(out.status.success(), "{words:?}: {}", String::from_utf8_lossy(&out.stderr));
}

/// Runs `ip` with words between blanks.
fn ip_words(line: &str) {
    ip(&line.split(' ').map(str::as_bytes).collect::<Vec<_>>());
}

fn value(ip: &str) -> InterfaceAddressValue {
    match ip.parse().unwrap() {
        IpAddr::V4(ip) => InterfaceAddressValue::Inet4(ip),
        IpAddr::V6(ip) => InterfaceAddressValue::Inet6(ip, None),
    }
}

/// An address with its netmask, broadcast address and other end, `-` for none.
fn inet([address, netmask, broadcast, ptp]: [&str; 4]) -> InterfaceAddress {
    let optional = |text: &str| (text != "-").then(|| value(text));
    let address = value(address);
    InterfaceAddress { address, netmask: optional(netmask), broadcast: optional(broadcast), ptp: optional(ptp) }
}

fn has(addresses: &Addresses, name: &str, fields: [&str; 4]) {
    let of_name = &addresses[OsStr::new(name)];
    assert!(of_name.contains(&inet(fields)), "{name} {fields:?}: {of_name:?}");
}

const IN_NAMESPACE: &[&str] = &["unshare", "--net", "--mount"];

/// Shows the interfaces of this namespace in `/sys`.
fn mount_sysfs() {
    assert!(Command::new("mount").args(["-t", "sysfs", "sysfs", "/sys"]).status().unwrap().success());
}

#[test]
fn root_interfaces_of_every_kind() {
    again(IN_NAMESPACE, "net::root_interfaces_of_every_kind", || {
        mount_sysfs();
        let odd: &[u8] = b"v\xff\xc3\xa4";
        ip(&[b"link", b"add", b"veth0", b"type", b"veth", b"peer", b"name", odd]);
        ip(&[b"link", b"set", odd, b"up", b"mtu", b"1280"]);
        for line in [
            "link set lo up",
            "address add 192.0.2.9/32 dev lo",
            "address add 192.0.2.10/24 broadcast 192.0.2.255 dev lo",
            "link set veth0 up",
            "address add 10.0.0.1/24 broadcast + dev veth0",
            "address add 10.0.0.2/24 broadcast + label veth0:1 dev veth0",
            "address add 10.0.1.1 peer 10.0.1.2/30 dev veth0",
            "address add 10.0.2.1/25 dev veth0",
            "address add 2001:db8::1/64 dev veth0 nodad",
            "address add 2001:db8:1::1 peer 2001:db8:1::2/126 dev veth0 nodad",
            "tuntap add tun0 mode tun",
            "link set tun0 up",
            "address add 10.8.0.1 peer 10.8.0.2/32 dev tun0",
            "address add 10.9.0.1/24 dev tun0",
            "tuntap add tap0 mode tap",
        ] {
            ip_words(line);
        }
        let carries = |name: &[u8]| sysfs(OsStr::from_bytes(name), "operstate").as_deref() == Some("up");
        eventually("both ends of the pair are up", || carries(b"veth0") && carries(odd));
        compare_stats_with_sysfs();
        // An address that an interface gives itself comes after it is up.
        in_some_try(compare_addresses_with_proc);

        let addresses = by_name(System::default().net_if_addrs());
        has(&addresses, "lo", ["192.0.2.9", "255.255.255.255", "-", "-"]);
        has(&addresses, "lo", ["192.0.2.10", "255.255.255.0", "-", "-"]);
        has(&addresses, "veth0", ["10.0.0.1", "255.255.255.0", "10.0.0.255", "-"]);
        has(&addresses, "veth0:1", ["10.0.0.2", "255.255.255.0", "10.0.0.255", "-"]);
        has(&addresses, "veth0", ["10.0.1.1", "255.255.255.252", "-", "10.0.1.2"]);
        has(&addresses, "veth0", ["10.0.2.1", "255.255.255.128", "-", "-"]);
        has(&addresses, "veth0", ["2001:db8::1", "ffff:ffff:ffff:ffff::", "-", "-"]);
        let mask = "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffc";
        has(&addresses, "veth0", ["2001:db8:1::1", mask, "-", "2001:db8:1::2"]);
        has(&addresses, "tun0", ["10.8.0.1", "255.255.255.255", "-", "10.8.0.2"]);
        has(&addresses, "tun0", ["10.9.0.1", "255.255.255.0", "-", "10.9.0.1"]);
        let links = |name: &[u8]| {
            let of_name = addresses[OsStr::from_bytes(name)].clone();
            of_name.into_iter().filter(|a| matches!(a.address, InterfaceAddressValue::Link(_))).collect::<Vec<_>>()
        };
        let broadcast = Some(InterfaceAddressValue::Link(HardwareAddress(vec![0xff; 6])));
        assert_eq!(links(odd)[0].broadcast, broadcast);
        assert_eq!(links(b"lo")[0].broadcast, None);
        assert_eq!(links(b"tun0"), [], "a tun has no address on its link");

        let stats = by_name(System::default().net_if_stats());
        assert_eq!(stats[OsStr::from_bytes(odd)].mtu, 1280);
        assert_eq!((stats[OsStr::new("veth0")].duplex, stats[OsStr::new("veth0")].is_up), (Duplex::Full, true));
        let tun = stats[OsStr::new("tun0")];
        assert!(tun.flags.contains(InterfaceFlags::UP | InterfaceFlags::POINTOPOINT) && !tun.is_up, "no carrier");
        assert!(!stats[OsStr::new("tap0")].is_up && !stats[OsStr::new("tap0")].flags.contains(InterfaceFlags::UP));

        let counters = by_name(System::default().net_io_per_interface());
        assert_eq!(counters.into_keys().collect::<BTreeSet<_>>(), sysfs_names());
    });
}

#[test]
fn root_interfaces_are_in_the_order_of_the_kernel() {
    again(IN_NAMESPACE, "net::root_interfaces_are_in_the_order_of_the_kernel", || {
        for name in ["wlan0", "br-1", "docker0", "zz", "aa"] {
            ip_words(&format!("link add {name} type veth peer name {name}-end"));
        }
        for line in
            ["10.0.0.5/24 dev wlan0", "172.18.0.1/16 dev br-1", "172.17.0.1/16 dev docker0", "fd00::1/64 dev zz"]
        {
            ip_words(&format!("address add {line}"));
        }
        let listed = std::fs::read_to_string("/proc/net/dev").unwrap();
        let listed: Vec<_> = listed.lines().skip(2).map(|line| line.split(':').next().unwrap().trim()).collect();
        fn names<T>(interfaces: sysproc::Result<Vec<(OsString, T)>>) -> Vec<String> {
            interfaces.unwrap().into_iter().map(|(name, _)| name.into_string().unwrap()).collect()
        }
        let system = System::default();
        assert_eq!(names(system.net_io_per_interface()), listed);
        assert_eq!(names(system.net_if_stats()), listed);
        // Who has an address of version 4 first, who has no address last.
        let first = ["wlan0", "br-1", "docker0", "zz"];
        let last = listed.into_iter().filter(|name| !first.contains(name));
        assert_eq!(names(system.net_if_addrs()), first.into_iter().chain(last).collect::<Vec<_>>());
    });
}

#[test]
fn root_a_thousand_interfaces_do_not_fit_one_message() {
    again(IN_NAMESPACE, "net::root_a_thousand_interfaces_do_not_fit_one_message", || {
        let mut batch = Command::new("ip").args(["-batch", "-"]).stdin(Stdio::piped()).spawn().unwrap();
        let mut lines = batch.stdin.take().unwrap();
        for i in 0..500 {
            use std::io::Write;
            writeln!(
                lines,
                "link add a{i} type veth peer name b{i}\naddress add 10.1.{}.{}/32 dev a{i}",
                i / 250,
                i % 250
            )
            .unwrap();
        }
        drop(lines);
        assert!(batch.wait().unwrap().success());
        mount_sysfs();
        let system = System::default();
        assert_eq!(by_name(system.net_if_stats()).len(), 1001);
        assert_eq!(by_name(system.net_io_per_interface()).len(), 1001);
        let addresses = by_name(system.net_if_addrs());
        for i in 0..500 {
            has(&addresses, &format!("a{i}"), [&format!("10.1.{}.{}", i / 250, i % 250), "255.255.255.255", "-", "-"]);
        }
    });
}

#[test]
fn root_a_thread_in_another_network_namespace_sees_its_own() {
    let kid = Kid::spawn(Command::new("unshare").args(["--net", "sleep", "1000"]));
    let own = std::fs::read_link("/proc/self/ns/net").unwrap();
    let theirs = PathBuf::from(format!("/proc/{}/ns/net", kid.pid()));
    eventually("a network namespace", || std::fs::read_link(&theirs).unwrap() != own);
    let namespace = std::fs::File::open(theirs).unwrap();
    let inside = std::thread::scope(|scope| {
        let look = || {
            rustix::thread::move_into_link_name_space(namespace.as_fd(), None).unwrap();
            let system = System::default();
            (by_name(system.net_io_per_interface()).len(), by_name(system.net_if_stats()).len())
        };
        scope.spawn(look).join().unwrap()
    });
    let there = Command::new("nsenter")
        .arg(format!("--net=/proc/{}/ns/net", kid.pid()))
        .args(["cat", "/proc/net/dev"])
        .output();
    let there = there.unwrap().stdout.iter().filter(|byte| **byte == b':').count();
    assert_eq!(inside, (there, there));
    assert_eq!(by_name(System::default().net_io_per_interface()).len(), sysfs_names().len());
}
