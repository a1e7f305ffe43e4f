//! What each subcommand prints of the captured machine.

use super::support::{assert_snapshot, captured};

#[test]
fn overview() {
    assert_snapshot("overview", &captured(80, &[]).ok());
}

#[test]
fn overview_in_colors_and_with_more_room() {
    assert_snapshot("overview-color-120", &captured(120, &["--color", "always"]).ok());
}

#[test]
fn ps() {
    assert_snapshot("ps", &captured(80, &["ps"]).ok());
}

#[test]
fn ps_as_a_tree() {
    assert_snapshot("ps-tree", &captured(100, &["ps", "--tree", "--sort=-rss"]).ok());
}

#[test]
fn ps_with_columns() {
    let columns = "pid,ppid,name,uid,status,nice,threads,rss,vms,peak_rss,vcsw,start,elapsed";
    assert_snapshot("ps-columns", &captured(120, &["ps", "-o", columns, "--bytes"]).ok());
}

#[test]
fn free() {
    assert_snapshot("free", &captured(80, &["free"]).ok());
}

#[test]
fn df() {
    assert_snapshot("df", &captured(80, &["df"]).ok());
}

#[test]
fn netstat() {
    assert_snapshot("netstat", &captured(80, &["netstat", "all"]).ok());
}

#[test]
fn uptime() {
    assert_snapshot("uptime", &captured(80, &["uptime"]).ok());
}

/// Of each of these, what it prints in 90 columns.
#[test]
fn subcommands() {
    for (name, arguments) in [
        ("tree", &["tree"][..]),
        ("tree-below", &["tree", "bash"]),
        ("ps-selected", &["ps", "user=joshua and not (name=sleep or rss > 1G)", "711", ":443"]),
        ("ps-csv", &["ps", "--csv", "user=joshua"]),
        ("info", &["info", "--environ", "python3"]),
        ("info-without-much", &["info", "4714"]),
        ("why", &["why", "python3", "711", "14", "1"]),
        ("pidof", &["pidof", "postgres", "bash"]),
        ("tty", &["tty", "bash"]),
        ("lsof", &["lsof"]),
        ("lsof-csv", &["lsof", "--csv", "--mapped", "python3"]),
        ("pmap", &["pmap", "python3"]),
        ("pmap-grouped", &["pmap", "--grouped", "4712"]),
        ("iostat", &["iostat", "--boot"]),
        ("iostat-all", &["iostat", "--boot", "--all", "--csv"]),
        ("iotop", &["iotop", "--all", "--interval", "0.01"]),
        ("nettop", &["nettop", "--interval", "0.01"]),
        ("ifconfig", &["ifconfig"]),
        ("who", &["who"]),
        ("sensors", &["sensors"]),
        ("sensors-csv", &["sensors", "--csv"]),
        ("nice", &["nice", "postgres"]),
        ("ionice", &["ionice", "postgres"]),
        ("taskset", &["taskset", "postgres"]),
        ("rlimit", &["rlimit", "python3"]),
        ("netstat-filtered", &["netstat", "--port", "443,22", "--process", "python3", "--numeric"]),
        ("kill-dry-run", &["kill", "--dry-run", "--tree", "bash"]),
    ] {
        let run = captured(90, arguments);
        assert_snapshot(name, &run.ok());
    }
}

#[test]
fn the_help_of_each_subcommand() {
    let help = captured(80, &["--help"]).ok();
    let (_, commands) = help.split_once("Commands:\n").unwrap();
    let names = commands.lines().take_while(|line| line.starts_with("  ")).filter(|line| !line.starts_with("   "));
    for name in names.map(|line| line.split_whitespace().next().unwrap()).filter(|name| *name != "help") {
        assert_snapshot(&format!("help/{name}"), &captured(80, &[name, "--help"]).ok());
    }
}

#[test]
fn kill_list() {
    assert_snapshot("kill-list", &captured(80, &["kill", "--list"]).ok());
}

#[test]
fn help() {
    assert_snapshot("help", &captured(80, &["--help"]).ok());
    assert_snapshot("help-kill", &captured(80, &["kill", "-h"]).ok());
}
