//! Thousands of processes at once: each is shown, and none costs a descriptor that is not there. In a program of its own, so
//! that the other tests do not have them on their machine.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, dead_code)]

#[path = "../command/support.rs"]
mod support;
#[path = "../command/top/tmux.rs"]
mod tmux;

use std::collections::BTreeSet;
use std::process::Command;

use serde_json::Value;

use support::{Kid, Run, binary, sysproc};
use tmux::Tmux;

const COUNT: usize = 5_000;

/// Far fewer descriptors than processes.
const FEW: &str = "--nofile=256:256";

/// Shells that wait for the end of their standard input, and the one that has started them.
struct Crowd(Kid);

impl Crowd {
    fn start() -> Self {
        let script = format!(
            "exec 3<&0; i=0; while [ $i -lt {COUNT} ]; do read -r x <&3 & i=$((i + 1)); done; echo ready; exec >&-; wait"
        );
        Self(Kid::shell(&script, &[]))
    }

    fn pid(&self) -> u64 {
        self.0.0.id().into()
    }

    /// The pids of all, with that of the first.
    fn pids(&self) -> BTreeSet<u64> {
        let all = support::tool("ps", &["--no-headers", "-o", "pid", "--ppid", &self.0.pid()]);
        let children = all.lines().map(|pid| pid.trim().parse().unwrap());
        children.chain([self.pid()]).collect()
    }
}

impl Drop for Crowd {
    fn drop(&mut self) {
        // They end by themselves, and the first waits for the others.
        self.0.0.stdin = None;
        let _ = self.0.0.wait();
    }
}

fn pids(found: &Value) -> BTreeSet<u64> {
    found["processes"].as_array().unwrap().iter().map(|process| process["pid"].as_u64().unwrap()).collect()
}

#[test]
fn five_thousand_processes() {
    let crowd = Crowd::start();
    let all = crowd.pids();
    assert_eq!(all.len(), COUNT + 1);
    lists_have_each(&crowd, &all);
    again_and_again_with_few_descriptors(&all);
    full_screen_with_few_descriptors(&crowd, &all);
}

fn lists_have_each(crowd: &Crowd, all: &BTreeSet<u64>) {
    let every = "pid,ppid,name,command,user,status,cpu,rss,threads,start";
    assert!(pids(&sysproc(&["ps", "--json", "-o", every]).json()).is_superset(all));
    let tree = sysproc(&["tree", "--json", &crowd.0.pid()]).json();
    assert_eq!(pids(&tree), *all);
    assert_eq!(tree["processes"][0]["tree_count"], all.len());
    let shown = sysproc(&["tree", &crowd.0.pid()]).ok();
    assert_eq!(shown.lines().count(), all.len() + 1, "a line each, and the head");
}

fn again_and_again_with_few_descriptors(all: &BTreeSet<u64>) {
    let arguments = ["ps", "--watch", "0.1", "-n", "3", "--json"];
    let run = Command::new("prlimit").arg(FEW).arg(binary()).args(arguments).output().unwrap();
    let run = Run::from(run);
    assert_eq!(run.stderr, "");
    let lines: Vec<Value> = run.ok().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 3);
    for line in &lines {
        assert!(pids(line).is_superset(all));
    }
}

fn full_screen_with_few_descriptors(crowd: &Crowd, all: &BTreeSet<u64>) {
    let last = all.last().unwrap();
    let terminal = Tmux::run(100, 30, &format!("prlimit {FEW} $SYSPROC top --delay 0.2 'ppid = {}'", crowd.pid()));
    terminal.wait_for(&format!("{COUNT} of "));
    // It answers to keys, picture after picture.
    terminal.press(&["End"]);
    terminal.press(&["f"]);
    terminal.send(&format!("pid = {last}"));
    terminal.press(&["Enter"]);
    terminal.wait("the one that is meant", |screen| {
        let is_row = |line: &str| line.split_whitespace().next().is_some_and(|word| word.parse::<u64>().is_ok());
        let mut rows = screen.lines().skip_while(|line| !line.contains("COMMAND")).skip(1).filter(|line| is_row(line));
        rows.next().is_some_and(|row| row.trim_start().starts_with(&last.to_string())) && rows.next().is_none()
    });
    let open = std::fs::read_dir(format!("/proc/{}/fd", terminal.pid())).unwrap().count();
    assert!(open < 128, "{open} descriptors, of 256");
    terminal.press(&["q"]);
}
