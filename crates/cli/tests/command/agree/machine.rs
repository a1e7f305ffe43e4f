//! What is told of disks and users, against iostat, iotop, who and the kernel's files.

use serde_json::Value;

use super::list;
use crate::support::{Kid, eventually, folder_on_disk, tool};

#[test]
fn iostat_agrees_with_iostat() {
    eventually("iostat agrees with iostat", || {
        let ours = list(&["iostat", "--boot", "--all"], "disks");
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
fn iotop_sees_who_writes() {
    let folder = folder_on_disk();
    let script = "echo ready; while :; do dd if=/dev/zero of=\"$0/x\" bs=1M count=1 conv=fsync 2>/dev/null; done";
    let kid = Kid::shell(script, &[folder.path().to_str().unwrap()]);
    let counted = || -> u64 {
        let text = tool("cat", &[&format!("/proc/{}/io", kid.pid())]);
        text.lines().find_map(|line| line.strip_prefix("write_bytes: ")).unwrap().parse().unwrap()
    };
    // What its children wrote counts as its own once they have ended. A file system in memory counts nothing.
    eventually("iotop sees it", || {
        let before = counted();
        let found = list(&["iotop", "-i", "0.3", &kid.pid()], "processes");
        let after = counted();
        let Some(row) = found.first() else { return Err(format!("nothing, from {before} to {after}")) };
        assert!((before..=after).contains(&row["write_bytes"].as_u64().unwrap()), "{row} from {before} to {after}");
        // It may only have read, as its program is loaded piece by piece.
        if row["write_rate"].as_u64() > Some(0) { Ok(()) } else { Err(row.to_string()) }
    });
}

#[test]
fn iotop_shows_nothing_of_one_that_does_nothing_but_in_all() {
    let kid = Kid::shell("echo ready; read -r forever", &[]);
    let found = |more: &[&str]| list(&[&["iotop", "-i", "0.1", &kid.pid()], more].concat(), "processes");
    eventually("it does nothing", || if found(&[]).is_empty() { Ok(()) } else { Err("it does".into()) });
    let all = found(&["--all"]);
    assert_eq!(all.iter().map(|row| &row["pid"]).collect::<Vec<_>>(), [&kid.pid().parse::<u64>().unwrap()]);
}

/// Which of these processes `iotop` sees at the disk, with how much they wrote in kilobytes while it looked. `None` where this
/// kernel does not tell it.
fn real_iotop(pids: &[&str]) -> Option<Vec<(String, f64)>> {
    let mut command = std::process::Command::new("iotop");
    command.args(["--batch", "--accumulated", "--processes", "--kilobytes", "--only", "-qqq", "-n", "2", "-d", "0.5"]);
    for pid in pids {
        command.args(["-p", pid]);
    }
    let out = command.env("LC_ALL", "C.UTF-8").output().unwrap();
    let line = |line: &str| {
        let words: Vec<&str> = line.split_whitespace().collect();
        // PID PRIO USER READ K WRITE K
        Some(((*words.first()?).to_owned(), words.get(5)?.parse().ok()?))
    };
    let text = String::from_utf8_lossy(&out.stdout).into_owned();
    out.status.success().then(|| text.lines().filter_map(line).collect())
}

#[test]
fn root_iotop_agrees_with_iotop() {
    let folder = folder_on_disk();
    let script = "echo ready; while :; do printf '%1000000s' >> \"$0/x\"; sleep 0.05; done";
    let writer = Kid::shell(script, &[folder.path().to_str().unwrap()]);
    let idle = Kid::sleeper();
    let pids = [writer.pid(), idle.pid()];
    let pids = [pids[0].as_str(), pids[1].as_str()];
    let counted = || -> u64 {
        let text = tool("cat", &[&format!("/proc/{}/io", pids[0])]);
        text.lines().find_map(|line| line.strip_prefix("write_bytes: ")).unwrap().parse().unwrap()
    };
    eventually("both see who writes", || {
        let before = counted();
        let theirs = real_iotop(&pids);
        let ours = list(&["iotop", "-i", "0.5", pids[0], pids[1]], "processes");
        let most = counted() - before;
        let ours: Vec<(String, f64)> = ours
            .iter()
            .map(|row| (row["pid"].to_string(), row["write_rate"].as_f64().unwrap() * 0.5 / 1024.0))
            .collect();
        for seen in [Some(&ours), theirs.as_ref()].into_iter().flatten() {
            let is_right = |(pid, written): &(String, f64)| pid == pids[0] && *written <= most as f64 / 1024.0 + 1.0;
            // Of several pictures the last counts.
            if !seen.last().is_some_and(|last| is_right(last) && last.1 > 0.0) || !seen.iter().all(is_right) {
                return Err(format!("{ours:?} and {theirs:?}, of {most} bytes"));
            }
        }
        Ok(())
    });
}
