//! What control groups allow, in trees of both versions.

use std::fmt::Write as _;

use sysproc::process::{GroupLimit, GroupLimits};
use sysproc::{Error, Process};

use crate::support::{Kid, Tree};

/// Of process 7, in these groups.
fn limits(groups: &str, files: &[(&str, &str)]) -> GroupLimits {
    let tree = Tree::new();
    tree.file("proc/7/stat", format!("7 (x) S 1 {}\n", "0 ".repeat(47))).file("proc/7/cgroup", groups);
    for (path, text) in files {
        tree.file(&format!("sys/fs/cgroup/{path}"), text);
    }
    tree.system().process(7).unwrap().group_limits().unwrap()
}

fn limit(most: u64, used: impl Into<Option<u64>>) -> Option<GroupLimit> {
    Some(GroupLimit { most, used: used.into() })
}

#[test]
fn the_narrowest_of_a_group_and_those_above_it() {
    let found = limits(
        "0::/a.slice/b.scope\n",
        &[
            ("a.slice/b.scope/memory.max", "max\n"),
            ("a.slice/b.scope/cpu.max", "150000 100000\n"),
            ("a.slice/b.scope/pids.max", "100\n"),
            ("a.slice/b.scope/pids.current", "7\n"),
            ("a.slice/memory.max", "2000000\n"),
            ("a.slice/memory.current", "900000\n"),
            ("a.slice/memory.stat", "anon 1\ninactive_file 300000\nactive_file 5\n"),
            ("a.slice/memory.swap.max", "0\n"),
            ("a.slice/memory.swap.current", "0\n"),
            ("a.slice/cpu.max", "400000 100000\n"),
            ("a.slice/pids.max", "100\n"),
            ("a.slice/pids.current", "9\n"),
            ("memory.max", "3000000\n"),
            ("other.slice/memory.max", "1\n"),
        ],
    );
    let expected =
        GroupLimits { memory: limit(2_000_000, 600_000), swap: limit(0, 0), cpus: Some(1.5), tasks: limit(100, 7) };
    assert_eq!(found, expected);
}

#[test]
fn a_container_sees_its_own_group_as_the_root() {
    let outside = ("../memory.max", "1\n");
    let files = [outside, ("memory.max", "5000\n"), ("memory.current", "4000\n"), ("pids.max", "max\n")];
    // What it has used cannot be told without knowing how much of it is cache.
    let expected = GroupLimits { memory: limit(5000, None), ..GroupLimits::default() };
    for groups in ["0::/\n", "0::/docker/4711\n", "0::/../../init.scope\n"] {
        assert_eq!(limits(groups, &files), expected, "{groups}");
    }
}

#[test]
fn groups_of_version_1() {
    let found = limits(
        "4:memory:/docker/x\n3:cpu,cpuacct:/docker/x\n2:pids:/docker/x\n1:name=systemd:/docker/x\n0::/\n",
        &[
            ("memory/docker/x/memory.limit_in_bytes", "9223372036854771712\n"),
            ("memory/docker/memory.limit_in_bytes", "8000\n"),
            ("memory/docker/memory.usage_in_bytes", "5000\n"),
            ("memory/docker/memory.stat", "inactive_file 1\ntotal_inactive_file 2000\n"),
            ("cpu/docker/x/cpu.cfs_quota_us", "50000\n"),
            ("cpu/docker/x/cpu.cfs_period_us", "100000\n"),
            ("cpu/cpu.cfs_quota_us", "-1\n"),
            ("cpu/cpu.cfs_period_us", "100000\n"),
            ("pids/pids.max", "50\n"),
            ("pids/pids.current", "garbage\n"),
        ],
    );
    let expected = GroupLimits { memory: limit(8000, 3000), swap: None, cpus: Some(0.5), tasks: limit(50, None) };
    assert_eq!(found, expected);
}

#[test]
fn groups_of_both_versions_side_by_side() {
    let groups = "3:cpu,cpuacct:/a\n2:pids:/a\n0::/a\n";
    let files = [
        ("cpu,cpuacct/a/cpu.cfs_quota_us", "50000\n"),
        ("cpu,cpuacct/a/cpu.cfs_period_us", "100000\n"),
        ("pids/a/pids.max", "50\n"),
        ("unified/cgroup.controllers", "memory\n"),
        ("unified/memory.max", "9000\n"),
        ("unified/a/memory.max", "8000\n"),
    ];
    let expected = GroupLimits { memory: limit(8000, None), swap: None, cpus: Some(0.5), tasks: limit(50, None) };
    assert_eq!(limits(groups, &files), expected);
    // A group may be called so.
    let found = limits("0::/\n", &[("cgroup.controllers", ""), files[3], files[4], ("memory.max", "7000\n")]);
    assert_eq!(found.memory, limit(7000, None));
}

#[test]
fn without_limits_there_are_none() {
    assert_eq!(limits("0::/user.slice\n", &[]), GroupLimits::default());
    assert_eq!(limits("0::/\n", &[("cpu.max", "1 0\n"), ("memory.max", "1073")]), GroupLimits::default());
    let largest = [("memory/memory.limit_in_bytes", "9223372036854771712\n")];
    assert_eq!(limits("4:memory:/\n", &largest), GroupLimits::default(), "as version 1 writes no limit");
    let mut deep = String::from("0::");
    (0..200).for_each(|level| write!(deep, "/{level}").unwrap());
    assert_eq!(limits(&(deep + "\n"), &[]), GroupLimits::default());
}

#[test]
fn of_the_live_machine_they_can_be_asked() {
    Process::current().unwrap().group_limits().unwrap();
    let gone = Kid::sleeper().process();
    assert!(matches!(gone.group_limits(), Err(Error::NoSuchProcess { .. })));
}
