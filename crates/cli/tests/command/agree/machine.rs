//! What is told of the machine, against ip, iostat, who and the kernel's files.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::support::{eventually, sysproc, tool};

fn list(arguments: &[&str], key: &str) -> Vec<Value> {
    sysproc(&[arguments, &["--json"]].concat()).json()[key].as_array().unwrap().clone()
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
            assert_eq!(interface["mtu"], theirs["mtu"], "{name}");
            let flags = |value: &Value, flag: &str| value["flags"].as_array().unwrap().contains(&flag.into());
            for (ours, real) in [("up", "UP"), ("loopback", "LOOPBACK"), ("broadcast", "BROADCAST")] {
                assert_eq!(flags(interface, ours), flags(theirs, real), "{real} of {name}");
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
            assert_eq!(found, expected, "{name}");
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

#[test]
fn iostat_agrees_with_iostat() {
    eventually("iostat agrees with iostat", || {
        let ours = list(&["iostat", "--boot"], "disks");
        let report: Value = serde_json::from_str(&tool("iostat", &["-dx", "-o", "JSON"])).unwrap();
        let theirs = report["sysstat"]["hosts"][0]["statistics"][0]["disk"].as_array().unwrap();
        for disk in theirs {
            let name = &disk["disk_device"];
            let found = ours.iter().find(|ours| ours["name"] == *name).ok_or_else(|| format!("{name} is missing"))?;
            for (key, real, unit) in [
                ("reads", "r/s", 1.0),
                ("writes", "w/s", 1.0),
                ("read_bytes", "rkB/s", 1024.0),
                ("write_bytes", "wkB/s", 1024.0),
                ("read_await", "r_await", 0.001),
                ("write_await", "w_await", 0.001),
                ("queue", "aqu-sz", 1.0),
                ("utilization", "util", 1.0),
            ] {
                let ours = found[key].as_f64().unwrap_or(0.0) / unit;
                let theirs = disk[real].as_f64().unwrap();
                // It rounds to hundredths, and both read at different times.
                if (ours - theirs).abs() > 0.02 + theirs * 0.02 {
                    return Err(format!("{key} of {name}: {ours}, not {theirs}"));
                }
            }
        }
        assert!(!theirs.is_empty());
        Ok(())
    });
}

#[test]
fn who_agrees_with_who() {
    eventually("who agrees with who", || {
        let ours = list(&["who"], "users");
        let theirs = tool("who", &[]);
        let line = |line: &str| line.split_whitespace().take(2).map(str::to_owned).collect::<Vec<_>>();
        let theirs: Vec<Vec<String>> = theirs.lines().map(line).collect();
        let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
        let ours: Vec<Vec<String>> = ours.iter().map(|u| vec![text(&u["name"]), text(&u["terminal"])]).collect();
        if ours == theirs { Ok(()) } else { Err(format!("{ours:?}, not {theirs:?}")) }
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

#[test]
fn iotop_sees_who_writes() {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let script = "echo ready; while :; do dd if=/dev/zero of=\"$0/x\" bs=1M count=1 conv=fsync 2>/dev/null; done";
    let kid = crate::support::Kid::shell(script, &[folder.path().to_str().unwrap()]);
    let counted = || -> u64 {
        let text = tool("cat", &[&format!("/proc/{}/io", kid.pid())]);
        text.lines().find_map(|line| line.strip_prefix("write_bytes: ")).unwrap().parse().unwrap()
    };
    // What its children wrote counts as its own once they have ended. A file system in memory counts nothing.
    eventually("iotop sees it", || {
        let before = counted();
        let found = list(&["iotop", "-i", "0.3", &kid.pid()], "processes");
        let after = counted();
        match found.first() {
            Some(row) if after > before => {
                let total = row["write_bytes"].as_u64().unwrap();
                assert!((before..=after).contains(&total) && row["write_rate"].as_u64() > Some(0), "{row}");
                Ok(())
            }
            None if after == before => Ok(()),
            other => Err(format!("{other:?} from {before} to {after}")),
        }
    });
}
