//! What is done to processes, and shown of it, against kill, nice, renice, ionice, taskset and prlimit.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{list, text};
use crate::support::{Kid, binary, eventually, sysproc, tool};

#[test]
fn signals_have_the_numbers_and_names_of_kill() {
    let theirs = tool("kill", &["-l"]);
    let theirs: BTreeSet<String> =
        theirs.split_whitespace().map(|name| format!("{} {name}", tool("kill", &["-l", name]).trim())).collect();
    let ours = sysproc(&["kill", "--list"]).ok();
    let line = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    let ours: BTreeSet<String> = ours.lines().skip(1).map(line).collect();
    assert!(theirs.len() >= 30, "{theirs:?}");
    // Some numbers have two names.
    let (numbers, known) = (
        |of: &BTreeSet<String>| -> BTreeSet<String> {
            of.iter().map(|line| line.split(' ').next().unwrap().to_owned()).collect()
        },
        theirs.intersection(&ours).count(),
    );
    assert!(numbers(&theirs).is_subset(&numbers(&ours)), "{ours:?}, not {theirs:?}");
    assert!(known + 2 >= theirs.len(), "{ours:?}, not {theirs:?}");
}

#[test]
fn kill_does_what_kill_does() {
    for name in ["TERM", "KILL", "USR1"] {
        let (mut ours, mut theirs) = (Kid::sleeper(), Kid::sleeper());
        sysproc(&["kill", "-s", name, &ours.pid()]).ok();
        tool("kill", &["-s", name, &theirs.pid()]);
        assert_eq!(ours.ended_by(), theirs.ended_by());
    }
}

#[test]
fn nice_starts_and_shows_what_nice_does() {
    assert_eq!(sysproc(&["nice", "-n", "19", "--", "nice"]).ok(), "19\n");
    let script = format!("nice; {} nice --csv $$", binary().display());
    let both = tool("nice", &["-n", "3", "sh", "-c", &script]);
    let [theirs, _, ours] = both.lines().collect::<Vec<_>>()[..] else { panic!("{both}") };
    assert_eq!(ours.rsplit(',').next(), Some(theirs), "{both}");
}

#[test]
fn nice_is_shown_and_set_as_by_renice() {
    let kid = Kid::sleeper();
    let pid = kid.pid();
    let real = || tool("ps", &["-o", "ni=", "-p", &pid]).trim().to_owned();
    for value in ["5", "19"] {
        sysproc(&["nice", "-n", value, &pid]).ok();
        assert_eq!(real(), value);
        assert_eq!(text(&list(&["nice", &pid], "processes")[0]["nice"]), value);
    }
    let started = sysproc(&["nice", "-n", "7", "--", "sh", "-c", "ps -o ni= -p $$; exit 3"]);
    assert_eq!((started.stdout.trim(), started.code), ("7", Some(3)), "the program takes the place of the command");
    let missing = sysproc(&["nice", "-n", "7", "--", "no-such-program"]);
    // 127, or 126 where a folder is in PATH that this user may not look into.
    let theirs = std::process::Command::new("nice").arg("no-such-program").output().unwrap();
    assert_eq!(missing.code, theirs.status.code(), "{missing:?}");
}

#[test]
fn ionice_is_shown_and_set_as_by_ionice() {
    let kid = Kid::sleeper();
    let pid = kid.pid();
    let real = || tool("ionice", &["-p", &pid]).trim().to_owned();
    let ours = || text(&list(&["ionice", &pid], "processes")[0]["ionice"]);
    sysproc(&["ionice", "-c", "best-effort", "-l", "6", &pid]).ok();
    assert_eq!((real().as_str(), ours().as_str()), ("best-effort: prio 6", "best-effort/6"));
    sysproc(&["ionice", "-c", "3", &pid]).ok();
    assert_eq!((real().as_str(), ours().as_str()), ("idle", "idle"));
    tool("ionice", &["-c", "2", "-n", "1", "-p", &pid]);
    assert_eq!(ours(), "best-effort/1");
    assert_eq!(sysproc(&["ionice", "-c", "idle", "--", "ionice"]).ok().trim(), "idle");
}

#[test]
fn taskset_is_shown_and_set_as_by_taskset() {
    let kid = Kid::sleeper();
    let pid = kid.pid();
    let real = || tool("taskset", &["-cp", &pid]).rsplit_once(": ").unwrap().1.trim().to_owned();
    let ours = || list(&["taskset", &pid], "processes")[0]["cpu_affinity"].clone();
    let numbers = |list: String| -> Vec<u64> {
        let part = |part: &str| {
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            first.parse().unwrap()..=last.parse::<u64>().unwrap()
        };
        list.split(',').flat_map(part).collect()
    };
    assert_eq!(ours(), Value::from(numbers(real())));
    let first = ours()[0].to_string();
    sysproc(&["taskset", "-c", &first, &pid]).ok();
    assert_eq!((real(), ours().to_string()), (first.clone(), format!("[{first}]")));
    let started = sysproc(&["taskset", "-c", &first, "--", "sh", "-c", "taskset -cp $$"]).ok();
    assert_eq!(started.trim().rsplit_once(": ").unwrap().1, first);
}

#[test]
fn rlimit_is_shown_and_set_as_by_prlimit() {
    let kid = Kid::sleeper();
    let pid = kid.pid();
    let real = || tool("prlimit", &["--pid", &pid, "--raw", "--noheadings", "--output", "RESOURCE,SOFT,HARD"]);
    let agree = || {
        let found = list(&["rlimit", &pid], "limits");
        let ours = found.iter().map(|l| format!("{} {} {}", text(&l["resource"]), text(&l["soft"]), text(&l["hard"])));
        let theirs = real();
        let theirs = theirs.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase());
        assert_eq!(ours.collect::<BTreeSet<_>>(), theirs.collect::<BTreeSet<_>>());
    };
    agree();
    sysproc(&["rlimit", "-s", "nofile=100:200", "-s", "core=0:1M", &pid]).ok();
    assert!(real().lines().any(|line| line.split_whitespace().eq(["NOFILE", "100", "200"])), "{}", real());
    assert!(real().lines().any(|line| line.split_whitespace().eq(["CORE", "0", "1048576"])), "{}", real());
    agree();
    sysproc(&["rlimit", "-s", "cpu=5m:-1", &pid]).ok();
    assert!(real().lines().any(|line| line.split_whitespace().eq(["CPU", "300", "unlimited"])), "{}", real());
    assert_eq!(sysproc(&["rlimit", "-s", "nofile=64", "--", "sh", "-c", "ulimit -n"]).ok().trim(), "64");
}

#[test]
fn suspended_processes_stop_and_resumed_ones_go_on() {
    let kid = Kid::sleeper();
    let pid = kid.pid();
    let state = || tool("ps", &["-o", "stat=", "-p", &pid]).chars().next().unwrap();
    let becomes = |expected: char| {
        eventually("its state changes", || if state() == expected { Ok(()) } else { Err(state().to_string()) });
    };
    sysproc(&["suspend", &pid]).ok();
    becomes('T');
    assert_eq!(list(&["ps", "-o", "status", &pid], "processes")[0]["status"], "stopped");
    sysproc(&["resume", &pid]).ok();
    becomes('S');
    let refused = sysproc(&["suspend", "1"]);
    assert!(refused.code == Some(1) && refused.stderr.contains("refused to suspend 1 (pid 1"), "{refused:?}");
}
