//! `--json` says what the kernel's files and the system's own tools say.

mod control;
mod machine;
mod net;
mod processes;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::support::{Kid, eventually, sysproc, tool};

/// The objects of a list in what a run wrote.
fn list(arguments: &[&str], key: &str) -> Vec<Value> {
    sysproc(&[arguments, &["--json"]].concat()).json()[key].as_array().unwrap().clone()
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The processes by pid, with the columns asked for.
fn ps(columns: &str) -> BTreeMap<u64, Value> {
    let found = sysproc(&["ps", "--json", "-o", columns]).json();
    let all = found["processes"].as_array().unwrap().iter();
    all.map(|process| (process["pid"].as_u64().unwrap(), process.clone())).collect()
}

/// What ps(1) says, a line of words for each pid; the last word may have blanks.
fn real_ps(columns: &str) -> BTreeMap<u64, Vec<String>> {
    let count = columns.split(',').count();
    let headless = columns.split(',').flat_map(|column| ["-o".into(), format!("{column}=")]).collect::<Vec<String>>();
    let arguments: Vec<&str> = std::iter::once("-e").chain(headless.iter().map(String::as_str)).collect();
    let line = |line: &str| {
        let mut rest = line;
        let mut words = Vec::new();
        for _ in 1..count {
            let (word, after) = rest.trim_start().split_once(' ').unwrap();
            words.push(word.to_owned());
            rest = after;
        }
        words.push(rest.trim_start().to_owned());
        (words[0].parse().unwrap(), words)
    };
    tool("ps", &arguments).lines().map(line).collect()
}

#[test]
fn ps_agrees_with_ps() {
    // What does not change in the life of a process that sleeps. `ps` prints kilobytes.
    let (real, ours) = (
        "pid,ppid,uid,gid,euid,egid,ni,nlwp,comm",
        ["ppid", "uid", "gid", "euid", "egid", "nice", "num_threads", "name"],
    );
    let _kids = [Kid::sleeper(), Kid::sleeper()];
    let mut compared = 0;
    eventually("ps agrees with ps", || {
        let before = real_ps(real);
        let found = ps("pid,ppid,uid,gid,euid,egid,nice,num_threads,name");
        let after = real_ps(real);
        compared = 0;
        for (pid, expected) in before.iter().filter(|(pid, words)| after.get(pid) == Some(words)) {
            let process = found.get(pid).ok_or_else(|| format!("{pid} {expected:?} is missing"))?;
            for (key, expected) in ours.iter().zip(&expected[1..]) {
                let value = process[*key].as_str().map_or_else(|| process[*key].to_string(), str::to_owned);
                // ps(1) cuts names at 15 bytes, escapes in its own way, and writes - for no nice value.
                let agrees = match *key {
                    "name" => {
                        let expected = expected.trim_end_matches(" <defunct>");
                        value.starts_with(&expected[..expected.len().min(15)])
                            || !expected.is_ascii()
                            || value.contains('\\')
                            || expected.contains('?')
                    }
                    "nice" => expected == "-" || value == *expected,
                    _ => value == *expected,
                };
                if !agrees {
                    return Err(format!("{key} of {pid}: {value}, not {expected}"));
                }
            }
            compared += 1;
        }
        Ok(())
    });
    assert!(compared > 2, "compared with {compared} processes");
}

#[test]
fn ps_agrees_with_the_files_of_a_process() {
    let kid = Kid::shell("echo ready; read -r forever", &["a b", ""]);
    let pid = kid.0.id();
    let read = |file: &str| std::fs::read_to_string(format!("/proc/{pid}/{file}")).unwrap();
    eventually("ps agrees with /proc", || {
        let found = sysproc(&["ps", "--json", "-p", &pid.to_string()]).json();
        let process = &found["processes"][0];
        let pages = |i: usize| read("statm").split(' ').nth(i).unwrap().parse::<u64>().unwrap();
        let page = tool("getconf", &["PAGESIZE"]).trim().parse::<u64>().unwrap();
        let arguments: Vec<String> = read("cmdline").split_terminator('\0').map(str::to_owned).collect();
        let stat = read("stat");
        let fields: Vec<&str> = stat.rsplit_once(") ").unwrap().1.split(' ').collect();
        let checks = [
            ("ppid", process["ppid"] == std::process::id()),
            ("name", process["name"] == read("comm").trim_end()),
            ("cmdline", process["cmdline"] == Value::from(arguments)),
            ("rss", process["rss"] == pages(1) * page),
            ("vms", process["vms"] == pages(0) * page),
            ("status", process["status"] == if fields[0] == "S" { "sleeping" } else { fields[0] }),
            ("num_threads", process["num_threads"] == fields[17].parse::<u64>().unwrap()),
            ("cpu_time", process["cpu_time"].as_f64().is_some_and(|time| time < 5.0)),
        ];
        match checks.iter().find(|(_, agrees)| !agrees) {
            Some((key, _)) => Err(format!("{key}: {process}")),
            None => Ok(()),
        }
    });
}

/// The numbers of a line of `free -b`, by the names of the heads.
fn real_free() -> BTreeMap<String, u64> {
    let text = tool("free", &["-b"]);
    let mut lines = text.lines();
    let heads: Vec<&str> = lines.next().unwrap().split_whitespace().collect();
    let mut found = BTreeMap::new();
    for line in lines {
        let (label, numbers) = line.split_once(':').unwrap();
        for (head, number) in heads.iter().zip(numbers.split_whitespace()) {
            found.insert(format!("{label} {head}"), number.parse().unwrap());
        }
    }
    found
}

/// Whether a number lies between two that were read before and after it, or very near.
fn lies_between(number: u64, before: u64, after: u64, slack: u64) -> bool {
    number >= before.min(after).saturating_sub(slack) && number <= before.max(after).saturating_add(slack)
}

#[test]
fn free_agrees_with_free() {
    const SLACK: u64 = 4 << 20;
    eventually("free agrees with free", || {
        let before = real_free();
        let found = sysproc(&["free", "--json"]).json();
        let after = real_free();
        let memory = |key: &str| found["memory"][key].as_u64().unwrap();
        let ours = [
            ("Mem total", memory("total")),
            ("Mem used", memory("used")),
            ("Mem free", memory("free")),
            ("Mem shared", memory("shared")),
            ("Mem buff/cache", memory("buffers") + memory("cached")),
            ("Mem available", memory("available")),
            ("Swap total", found["swap"]["total"].as_u64().unwrap()),
            ("Swap used", found["swap"]["used"].as_u64().unwrap()),
            ("Swap free", found["swap"]["free"].as_u64().unwrap()),
        ];
        for (key, number) in ours {
            let slack = if key.ends_with("total") { 0 } else { SLACK };
            if !lies_between(number, before[key], after[key], slack) {
                return Err(format!("{key}: {number}, not from {} to {}", before[key], after[key]));
            }
        }
        Ok(())
    });
}

/// What `df` says: by mount point, file system, size, used and available.
fn real_df() -> BTreeMap<String, (String, [u64; 3])> {
    // It fails for a mount that the user may not see, and lists the others.
    let columns = "--output=size,used,avail,source,target";
    let out = std::process::Command::new("df").args(["-B1", columns]).env("LC_ALL", "C").output().unwrap();
    let text = String::from_utf8_lossy(&out.stdout).into_owned();
    let line = |line: &str| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let number = |i: usize| words[i].parse().unwrap_or(0);
        (words[4..].join(" "), (words[3].to_owned(), [number(0), number(1), number(2)]))
    };
    text.lines().skip(1).map(line).collect()
}

#[test]
fn df_agrees_with_df() {
    eventually("df agrees with df", || {
        let before = real_df();
        let found = sysproc(&["df", "--json"]).json();
        let after = real_df();
        let list = found["file_systems"].as_array().unwrap();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let ours: BTreeSet<String> = list.iter().map(|mount| text(&mount["mountpoint"])).collect();
        let theirs: BTreeSet<String> = before.keys().cloned().collect();
        if ours != theirs {
            return Err(format!("{ours:?} are not {theirs:?}"));
        }
        for mount in list {
            let path = text(&mount["mountpoint"]);
            let ((device, before), Some((_, after))) = (&before[&path], after.get(&path)) else {
                return Err(format!("{path} vanished"));
            };
            assert_eq!(text(&mount["device"]), *device, "{path}");
            for (i, key) in ["total", "used", "free"].into_iter().enumerate() {
                let Some(number) = mount[key].as_u64() else { return Err(format!("{path} did not answer in time")) };
                if !lies_between(number, before[i], after[i], 0) {
                    return Err(format!("{key} of {path}: {number}, not from {} to {}", before[i], after[i]));
                }
            }
        }
        Ok(())
    });
}

#[test]
fn uptime_agrees_with_the_kernel() {
    let read = || tool("cat", &["/proc/uptime"]).split(' ').next().unwrap().parse::<f64>().unwrap();
    let before = read();
    let found = sysproc(&["uptime", "--json"]).json();
    let uptime = found["uptime"].as_f64().unwrap();
    assert!(before <= uptime && uptime <= read(), "{before} {uptime}");
    let since = tool("date", &["-u", "-d", found["boot_time"].as_str().unwrap(), "+%s"]);
    assert!(tool("cat", &["/proc/stat"]).lines().any(|line| line == format!("btime {}", since.trim())), "{found}");
    let online = tool("getconf", &["_NPROCESSORS_ONLN"]);
    assert_eq!(found["cpu_count"].to_string(), online.trim());
}

#[test]
fn uptime_agrees_with_uptime() {
    let seconds = |text: &str| tool("date", &["-u", "-d", text, "+%s"]).trim().parse::<i64>().unwrap();
    let load = || {
        let line = tool("uptime", &[]);
        line.rsplit_once("load average: ").unwrap().1.trim().replace(", ", " ")
    };
    eventually("uptime agrees with uptime", || {
        let (before, found, after) = (load(), sysproc(&["uptime", "--json"]).json(), load());
        let ours = ["one", "five", "fifteen"].map(|key| found["load_average"][key].as_f64().unwrap());
        let ours = ours.map(|load| format!("{load:.2}")).join(" ");
        if before == after && ours != before {
            return Err(format!("load {ours}, not {before}"));
        }
        // It counts back from now, and rounds.
        let theirs = seconds(&format!("{} {}", tool("uptime", &["-s"]).trim(), tool("date", &["+%z"]).trim()));
        let ours = seconds(found["boot_time"].as_str().unwrap());
        if ours.abs_diff(theirs) > 1 { Err(format!("since {ours}, not {theirs}")) } else { Ok(()) }
    });
}
