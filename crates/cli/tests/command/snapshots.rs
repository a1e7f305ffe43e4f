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

#[test]
fn kill_list() {
    assert_snapshot("kill-list", &captured(80, &["kill", "--list"]).ok());
}

#[test]
fn help() {
    for (name, arguments) in [("help", &["--help"][..]), ("help-ps", &["ps", "--help"]), ("help-kill", &["kill", "-h"])]
    {
        assert_snapshot(name, &captured(80, arguments).ok());
    }
}
