//! `kill` hits whom it should, and nobody else.

use std::io::{Read, Write};
use std::process::{Command, Stdio};

use super::support::{Kid, binary, command, sysproc, terminal};

#[test]
fn a_child_gets_the_signal() {
    // None of these does a caller have ignored, as one in the background may have SIGINT.
    let cases: &[(&[&str], i32)] = &[
        (&[], 15),
        (&["-9"], 9),
        (&["-KILL"], 9),
        (&["-SIGUSR2"], 12),
        (&["-s", "alrm"], 14),
        (&["--signal=SIGUSR1"], 10),
        (&["-s", "RTMIN"], 34),
        (&["-SIGRTMIN+2"], 36),
        (&["-s", "rtmax-1"], 63),
        (&["-RTMAX"], 64),
    ];
    for (arguments, signal) in cases {
        let mut kid = Kid::sleeper();
        let pid = kid.pid();
        let run = sysproc(&[&["kill"], *arguments, &[&pid]].concat());
        assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (Some(0), "", ""), "{run:?}");
        assert_eq!(kid.ended_by(), Some(*signal), "{arguments:?}");
    }
}

#[test]
fn the_signal_may_stand_after_the_target() {
    let mut kid = Kid::sleeper();
    sysproc(&["kill", &kid.pid(), "-9"]).ok();
    assert_eq!(kid.ended_by(), Some(9));
}

/// A name that no other process has.
fn unique(role: &str) -> String {
    format!("{role}{}", std::process::id())
}

#[test]
fn a_name_must_be_the_whole_name() {
    let name = unique("whole");
    let mut kid = Kid::named(name.as_bytes());
    for other in [&name[..name.len() - 1], &name[1..], &name.to_uppercase(), "whole*"] {
        let run = sysproc(&["kill", other]);
        assert_eq!(run.code, Some(1), "{run:?}");
        assert!(run.stderr.contains("no process is called"), "{run:?}");
    }
    assert!(kid.is_running());
    sysproc(&["kill", &name]).ok();
    assert_eq!(kid.ended_by(), Some(15));
}

#[test]
fn several_are_refused_without_a_terminal_unless_allowed_in_advance() {
    let name = unique("twin");
    let (mut one, mut two) = (Kid::named(name.as_bytes()), Kid::named(name.as_bytes()));
    for targets in [vec![name.clone()], vec![one.pid(), two.pid()]] {
        let targets: Vec<&str> = targets.iter().map(String::as_str).collect();
        let run = sysproc(&[&["kill"][..], &targets].concat());
        assert_eq!(run.code, Some(1));
        assert!(run.stderr.contains("nobody can be asked") && run.stderr.contains(&one.pid()), "{run:?}");
    }
    assert!(one.is_running() && two.is_running());
    sysproc(&["kill", "--yes", &name]).ok();
    assert_eq!((one.ended_by(), two.ended_by()), (Some(15), Some(15)));
}

#[test]
fn a_process_named_twice_is_one() {
    let mut kid = Kid::sleeper();
    let pid = kid.pid();
    sysproc(&["kill", &pid, &pid]).ok();
    assert_eq!(kid.ended_by(), Some(15));
}

/// Signal 0 reaches nobody, should the refusal fail.
#[test]
fn pid_1_ancestors_and_itself_are_refused_without_a_terminal() {
    let parent = std::process::id().to_string();
    for (pid, reason) in [("1", "pid 1"), (parent.as_str(), "was started by it")] {
        let run = sysproc(&["kill", "-0", pid]);
        assert_eq!(run.code, Some(1), "{run:?}");
        assert!(run.stderr.contains("refused") && run.stderr.contains(reason), "{run:?}");
    }
    let script = format!("exec {} kill -0 $$", binary().display());
    let run = Command::new("sh").args(["-c", &script]).stdin(Stdio::null()).output().unwrap();
    assert_eq!(run.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&run.stderr).contains("this command itself"));
}

#[test]
fn the_command_is_never_meant_by_its_own_name() {
    // Under a name of its own, as other tests run it too.
    let (folder, name) = (tempfile::tempdir().unwrap(), unique("self"));
    let link = folder.path().join(&name);
    std::os::unix::fs::symlink(binary(), &link).unwrap();
    let run = Command::new(link).args(["kill", "-0", &name]).stdin(Stdio::null()).output().unwrap();
    assert_eq!(run.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&run.stderr).contains("no process is called"), "{run:?}");
}

#[test]
fn what_failed_is_said_and_the_rest_is_done() {
    let mut kid = Kid::sleeper();
    let run = sysproc(&["kill", "--yes", "4194305", &kid.pid(), "--json"]);
    assert_eq!(run.code, Some(1));
    assert_eq!(run.stderr, "sysproc: no process with pid 4194305\n");
    assert_eq!(kid.ended_by(), Some(15));
    let written: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(written["processes"][0]["sent"], true);
}

#[test]
fn negative_numbers_mean_nobody() {
    for pid in ["-1", "-2"] {
        assert_eq!(sysproc(&["kill", "-0", pid]).code, Some(2));
        assert_eq!(sysproc(&["kill", "-0", "--", pid]).code, Some(1));
    }
    assert_eq!(sysproc(&["kill", "-0", "0"]).code, Some(1));
}

#[test]
fn signals_are_listed_by_name_and_number() {
    let all = sysproc(&["kill", "-l"]).ok();
    assert!(all.lines().any(|line| line.split_whitespace().eq(["9", "KILL"])), "{all}");
    let some = sysproc(&["kill", "-l", "9", "term", "--json"]).json();
    assert_eq!(some.to_string(), r#"{"signals":[{"name":"KILL","number":9},{"name":"TERM","number":15}]}"#);
    for (asked, number) in [("137", 9), ("-9", 9), ("-KILL", 9), ("143", 15), ("192", 64), ("RTMIN+1", 35)] {
        let found = sysproc(&["kill", "--json", "-l", asked]).json();
        assert!(found["signals"].as_array().unwrap().len() == 1, "{asked} {found}");
        assert_eq!(found["signals"][0]["number"], number, "{asked}");
    }
}

#[test]
fn an_unknown_signal_is_answered_by_the_nearest() {
    for wrong in ["-KLIL", "-SIGKIL", "--signal=kil"] {
        let run = sysproc(&["kill", wrong, "1"]);
        assert!(run.code == Some(2) && run.stderr.contains("did you mean \"KILL\"?"), "{run:?}");
    }
}

/// Runs the command on a terminal where somebody types an answer; gives what the terminal showed, and the exit code.
fn asked(arguments: &[&str], answer: &str) -> (String, Option<i32>) {
    let ((mut keyboard, terminal), _) = terminal();
    let on = || terminal.try_clone().unwrap();
    let mut child = command(arguments).stdin(on()).stdout(on()).stderr(on()).spawn().unwrap();
    keyboard.write_all(answer.as_bytes()).unwrap();
    let code = child.wait().unwrap().code();
    drop(terminal);
    let mut shown = Vec::new();
    // Once nobody has the terminal open any more, reading it ends with an error.
    let _ = keyboard.read_to_end(&mut shown);
    (String::from_utf8(shown).unwrap(), code)
}

#[test]
fn on_a_terminal_it_asks_and_does_as_it_is_told() {
    let (mut one, mut two) = (Kid::sleeper(), Kid::sleeper());
    let (first, second) = (one.pid(), two.pid());
    for no in ["n\n", "\n", "maybe\n", "\u{4}"] {
        let (shown, code) = asked(&["kill", &first, &second], no);
        assert!(shown.contains("Send SIGTERM to these 2 processes? [y/N]"), "{shown}");
        assert!(shown.contains("sleep") && shown.contains("nothing was done"), "{shown}");
        assert_eq!(code, Some(1));
        assert!(one.is_running() && two.is_running());
    }
    assert_eq!(asked(&["kill", &first, &second], "y\n").1, Some(0));
    assert_eq!((one.ended_by(), two.ended_by()), (Some(15), Some(15)));
}

#[test]
fn on_a_terminal_it_asks_before_pid_1() {
    let (shown, code) = asked(&["kill", "-0", "1"], "n\n");
    assert!(shown.contains("pid 1, which everything else stands on"), "{shown}");
    assert!(shown.contains("to this process? [y/N]") && code == Some(1), "{shown}");
}

#[test]
fn a_tree_is_killed_with_all_that_descends_from_it() {
    let mut kid = Kid::shell("sleep 1000 & sh -c 'sleep 1000 & echo ready; wait'", &[]);
    let pid = kid.pid();
    let listed = sysproc(&["kill", "--dry-run", "--tree", "--json", &pid]).json();
    let all = listed["processes"].as_array().unwrap().clone();
    assert_eq!((all.len(), &listed["dry_run"]), (4, &true.into()), "{listed}");
    assert!(kid.is_running() && all.iter().all(|process| process["sent"] == false));
    let refused = sysproc(&["kill", "--tree", &pid]);
    assert!(refused.code == Some(1) && refused.stderr.contains("nobody can be asked"), "{refused:?}");
    let done = sysproc(&["kill", "--tree", "--yes", "--wait", "--json", &pid]).json();
    for process in done["processes"].as_array().unwrap() {
        assert_eq!((&process["sent"], &process["ended"]), (&true.into(), &true.into()), "{process}");
    }
    assert_eq!(kid.ended_by(), Some(15));
    for process in all {
        let pid = process["pid"].to_string();
        let gone = sysproc(&["ps", "-o", "status", "--json", &pid]);
        assert!(gone.code == Some(1) || gone.stdout.contains("zombie"), "{gone:?}");
    }
}

#[test]
fn what_still_runs_after_the_timeout_is_named_and_the_code_is_3() {
    let mut kid = Kid::shell("trap '' TERM; echo ready; while :; do read -r forever; done", &[]);
    let pid = kid.pid();
    let run = sysproc(&["kill", "--timeout", "0.1", &pid]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(3), format!("sysproc: still running: {pid}\n").as_str()));
    let written = sysproc(&["kill", "--timeout", "0.1", "--json", &pid]);
    assert!(written.stdout.contains("\"ended\":false"), "{written:?}");
    let ended = sysproc(&["kill", "-9", "--wait", "--json", &pid]).json();
    assert_eq!(ended["processes"][0]["ended"], true);
    assert_eq!(kid.ended_by(), Some(9));
}

#[test]
fn selectors_select_whom_to_kill() {
    let name = unique("choose");
    let (mut one, mut other) = (Kid::named(name.as_bytes()), Kid::named(name.as_bytes()));
    let expression = format!("name={name} and not {}", other.pid());
    sysproc(&["kill", &expression]).ok();
    assert_eq!(one.ended_by(), Some(15));
    assert!(other.is_running());
    // What cannot be known is no reason to act.
    let run = sysproc(&["kill", &format!("{name} and not pss > 1P and cgroup = /no/such")]);
    assert_eq!(run.code, Some(1), "{run:?}");
    assert!(other.is_running());
    let mistake = sysproc(&["kill", "name = and"]);
    assert!(mistake.code == Some(1) && mistake.stderr.contains("no process is name = and"), "{mistake:?}");
}
