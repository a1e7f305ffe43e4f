//! What is told of the network, against netstat, ss, ifconfig, ip and the kernel's files.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{TcpListener, TcpStream, UdpSocket};

use serde_json::Value;

use super::list;
use crate::support::{eventually, sysproc, tool};

/// Whether both ends of a socket have one of these ports, or none.
fn is_asked(line: &str, ports: &[u16]) -> bool {
    let has_port = |end: &str| end == "null:null" || ports.iter().any(|port| end.ends_with(&format!(":{port}")));
    line.split(' ').skip(2).all(has_port)
}

/// What `netstat` says: protocol, state, local and remote end, of sockets with these ports.
fn real_netstat(ports: &[u16]) -> BTreeSet<String> {
    let line = |line: &str| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let state = words.get(5).map_or("null", |state| *state);
        let protocol = words[0].trim_end_matches('6');
        format!("{protocol} {state} {} {}", words[3], words[4].replace("0.0.0.0:*", "null:null"))
    };
    let output = tool("netstat", &["--tcp", "--udp", "--all", "--numeric", "--wide"]);
    output.lines().skip(2).map(line).filter(|line| is_asked(line, ports)).collect()
}

/// The same by `ss`.
fn real_ss(ports: &[u16]) -> BTreeSet<String> {
    let line = |line: &str| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let state = match words[1] {
            "ESTAB" => "ESTABLISHED".into(),
            "UNCONN" => "null".into(),
            state => state.replace('-', "_"),
        };
        format!("{} {state} {} {}", words[0], words[4], words[5].replace("0.0.0.0:*", "null:null"))
    };
    tool("ss", &["-Hntua"]).lines().map(line).filter(|line| is_asked(line, ports)).collect()
}

#[test]
fn netstat_agrees_with_netstat_and_ss() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    let (_server, _) = listener.accept().unwrap();
    let datagrams = UdpSocket::bind("127.0.0.1:0").unwrap();
    let ports = [&listener.local_addr(), &client.local_addr(), &datagrams.local_addr()];
    let ports = ports.map(|address| address.as_ref().unwrap().port());
    eventually("netstat agrees with netstat and ss", || {
        let (before, too) = (real_ss(&ports), real_netstat(&ports));
        let found = sysproc(&["netstat", "--json"]).json();
        // Both ends, since another program's connection may have one of our ports at one of its ends.
        let has_port = |end: &Value| end.is_null() || ports.iter().any(|port| end == port);
        let is_asked = |socket: &&Value| {
            !socket["local_port"].is_null() && has_port(&socket["local_port"]) && has_port(&socket["remote_port"])
        };
        let asked: Vec<&Value> = found["connections"].as_array().unwrap().iter().filter(is_asked).collect();
        let ours = asked.iter().map(|socket| {
            let plain = |key: &str| socket[key].as_str().map_or_else(|| socket[key].to_string(), str::to_owned);
            let end = |end: &str| format!("{}:{}", plain(&format!("{end}_address")), plain(&format!("{end}_port")));
            let protocol = if socket["type"] == "stream" { "tcp" } else { "udp" };
            format!("{protocol} {} {} {}", plain("status"), end("local"), end("remote"))
        });
        let ours: BTreeSet<String> = ours.collect();
        if ours != before || ours != too || ours.len() < 4 {
            return Err(format!("{ours:?}, not {before:?} or {too:?}"));
        }
        // What is left of closed connections belongs to nobody; the rest is this test's.
        for socket in asked.iter().filter(|socket| socket["status"] != "TIME_WAIT") {
            if socket["pid"] != std::process::id() {
                return Err(format!("{socket} is of another program, which has one of the ports too"));
            }
            let fd = socket["fd"].as_u64().unwrap();
            assert!(std::fs::exists(format!("/proc/self/fd/{fd}")).unwrap(), "{socket}");
        }
        Ok(())
    });
}

#[test]
fn netstat_selects_by_kind_state_and_listening() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    let (_server, _) = listener.accept().unwrap();
    let datagrams = UdpSocket::bind("127.0.0.1:0").unwrap();
    let (port, other) = (listener.local_addr().unwrap().port(), client.local_addr().unwrap().port());
    let datagram = datagrams.local_addr().unwrap().port();
    let seen = |arguments: &[&str]| {
        let found = sysproc(&[&["netstat", "--json"], arguments].concat()).json();
        let list = found["connections"].as_array().unwrap().clone();
        // Another test's child holds our sockets too, until it runs its program.
        let count = |port: u16, kind: &str| {
            let is_it = |s: &&Value| s["pid"] == std::process::id() && s["local_port"] == port && s["type"] == kind;
            list.iter().filter(is_it).count()
        };
        [count(port, "stream"), count(other, "stream"), count(datagram, "datagram")]
    };
    assert_eq!(seen(&[]), [2, 1, 1]);
    assert_eq!(seen(&["tcp", "tcp4", "inet"]), [2, 1, 1], "nothing twice");
    assert_eq!(seen(&["udp"]), [0, 0, 1]);
    assert_eq!(seen(&["tcp6"]), [0, 0, 0]);
    assert_eq!(seen(&["--listening"]), [1, 0, 1]);
    assert_eq!(seen(&["--state", "established"]), [1, 1, 0]);
    assert_eq!(seen(&["-s", "LISTEN,close_wait"]), [1, 0, 0]);
}

#[test]
fn ifconfig_agrees_with_ip() {
    eventually("ifconfig agrees with ip", || {
        let real: Value = serde_json::from_str(&tool("ip", &["-json", "-stats", "address"])).unwrap();
        let ours: BTreeMap<String, Value> = list(&["ifconfig"], "interfaces")
            .into_iter()
            .map(|interface| (interface["name"].as_str().unwrap().to_owned(), interface))
            .collect();
        for theirs in real.as_array().unwrap() {
            let name = theirs["ifname"].as_str().unwrap();
            let interface = ours.get(name).ok_or_else(|| format!("{name} is missing"))?;
            let flags = |value: &Value, flag: &str| value["flags"].as_array().unwrap().contains(&flag.into());
            let has = |(ours, real): (&str, &str)| flags(interface, ours) == flags(theirs, real);
            let all = [("up", "UP"), ("loopback", "LOOPBACK"), ("broadcast", "BROADCAST")];
            if interface["mtu"] != theirs["mtu"] || !all.into_iter().all(has) {
                return Err(format!("{interface}, not {theirs}"));
            }
            let mut expected: Vec<String> = theirs["addr_info"]
                .as_array()
                .unwrap()
                .iter()
                .map(|a| format!("{}/{}", a["local"].as_str().unwrap(), a["prefixlen"]))
                .collect();
            let addresses = interface["addresses"].as_array().unwrap();
            let plain = |address: &Value| address["address"].as_str().unwrap().split('%').next().unwrap().to_owned();
            let internet = addresses.iter().filter(|address| address["family"] != "link");
            let mut found: Vec<String> = internet.map(|a| format!("{}/{}", plain(a), a["prefix"])).collect();
            expected.sort();
            found.sort();
            if found != expected {
                return Err(format!("{name}: {found:?}, not {expected:?}"));
            }
            if let Some(mac) = theirs["address"].as_str() {
                assert!(addresses.iter().any(|address| address["address"] == mac), "{name}: {addresses:?}");
            }
            let (before, after) = (&theirs["stats64"]["rx"]["bytes"], &interface["io"]["bytes_recv"]);
            if after.as_u64() < before.as_u64() {
                return Err(format!("{name} received {after}, not at least {before}"));
            }
        }
        Ok(())
    });
}

/// What `ifconfig` says of each interface: its words, and the numbers of bytes received and sent.
fn real_ifconfig() -> BTreeMap<String, (BTreeSet<String>, [u64; 2])> {
    let output = tool("ifconfig", &["-a"]);
    let interface = |part: &str| {
        let (name, rest) = part.split_once(": ")?;
        let words: Vec<&str> = rest.split_whitespace().collect();
        let bytes: Vec<u64> =
            words.windows(2).filter(|pair| pair[0] == "bytes").map(|pair| pair[1].parse().unwrap()).collect();
        let after = |key: &str| words.windows(2).filter(|pair| pair[0] == key).map(|pair| pair[1].to_owned()).collect();
        let found: [Vec<String>; 5] = ["mtu", "inet", "netmask", "inet6", "ether"].map(after);
        Some((name.to_owned(), (found.into_iter().flatten().collect(), [bytes[0], bytes[1]])))
    };
    output.split("\n\n").filter_map(interface).collect()
}

#[test]
fn ifconfig_agrees_with_ifconfig() {
    eventually("ifconfig agrees with ifconfig", || {
        let before = real_ifconfig();
        let ours = list(&["ifconfig"], "interfaces");
        let after = real_ifconfig();
        let names: BTreeSet<&str> = ours.iter().map(|interface| interface["name"].as_str().unwrap()).collect();
        if names != before.keys().map(String::as_str).collect() || names != after.keys().map(String::as_str).collect() {
            return Err(format!("{names:?}, not {before:?} and {after:?}"));
        }
        for interface in &ours {
            let name = interface["name"].as_str().unwrap();
            let ((expected, least), (_, most)) = (&before[name], &after[name]);
            let mut found = BTreeSet::from([interface["mtu"].to_string()]);
            for address in interface["addresses"].as_array().unwrap() {
                let plain = address["address"].as_str().unwrap().split('%').next().unwrap();
                // It leaves out the link address of the loopback, which is zero.
                if address["family"] != "link" || interface["flags"].as_array().unwrap().iter().all(|f| f != "loopback")
                {
                    found.insert(plain.to_owned());
                }
                if address["family"] == "inet4" {
                    found.extend(address["netmask"].as_str().map(str::to_owned));
                }
            }
            if found != *expected {
                return Err(format!("{name}: {found:?}, not {expected:?}"));
            }
            for (i, key) in ["bytes_recv", "bytes_sent"].into_iter().enumerate() {
                let bytes = interface["io"][key].as_u64().unwrap();
                assert!((least[i]..=most[i]).contains(&bytes), "{key} of {name}: {bytes}, of {least:?} to {most:?}");
            }
        }
        Ok(())
    });
}

#[test]
fn nettop_counts_what_the_kernel_counts() {
    let counters = || -> BTreeMap<String, u64> {
        let text = tool("cat", &["/proc/net/dev"]);
        let line = |line: &str| {
            let (name, numbers) = line.split_once(':')?;
            Some((name.trim().to_owned(), numbers.split_whitespace().next()?.parse().ok()?))
        };
        text.lines().filter_map(line).collect()
    };
    let before = counters();
    let found = list(&["nettop", "-i", "0.05"], "interfaces");
    let after = counters();
    assert!(!found.is_empty());
    for interface in found {
        let name = interface["name"].as_str().unwrap();
        let received = interface["bytes_recv"].as_u64().unwrap();
        assert!((before[name]..=after[name]).contains(&received), "{name}: {received}");
    }
}
