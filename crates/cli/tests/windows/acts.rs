//! What is done to processes.

use crate::support::{Kid, of, sysproc};

#[test]
fn kill_ends_what_it_is_told_to_and_waits() {
    let (mut one, mut other) = (Kid::new("wait"), Kid::new("wait"));
    let done = sysproc(["kill", "--wait", "--timeout", "60", "--json", &one.pid().to_string()]).json();
    let sent = of(&done["processes"], "pid", one.pid());
    assert_eq!((&sent["sent"], &sent["ended"], &sent["exit_code"]), (&true.into(), &true.into(), &15.into()), "{done}");
    assert!(!one.is_running() && other.is_running());
    // By name they are several, and nobody can be asked.
    let name = std::env::current_exe().unwrap().file_name().unwrap().to_str().unwrap().to_owned();
    let _third = Kid::new("wait");
    let refused = sysproc(["kill", &name]);
    assert!(refused.code == Some(1) && refused.stderr.starts_with("sysproc: refused to end "), "{refused:?}");
    assert!(other.is_running());
    let gone = sysproc(["kill", &one.pid().to_string()]);
    assert!(gone.code == Some(1) && gone.stderr.contains("no process with pid"), "{gone:?}");
}

#[test]
fn what_may_not_be_opened_is_not_ended() {
    let mut kid = Kid::new("lock");
    let refused = sysproc(["kill", &kid.pid().to_string()]);
    let message = format!("sysproc: you may not end process {}", kid.pid());
    assert_eq!((refused.code, refused.stderr.trim()), (Some(1), message.as_str()));
    assert!(kid.is_running());
}

#[test]
fn a_suspended_process_goes_on_when_it_is_resumed() {
    let mut kid = Kid::new("wait");
    let pid = kid.pid().to_string();
    sysproc(["suspend", &pid]).ok();
    // It would end now.
    drop(kid.0.stdin.take());
    assert!(kid.is_running());
    sysproc(["resume", &pid]).ok();
    assert_eq!(kid.0.wait().unwrap().code(), Some(0));
}

#[test]
fn priority_classes_go_by_their_names() {
    let kid = Kid::new("wait");
    let pid = kid.pid().to_string();
    let class = || sysproc(["ps", &pid, "-o", "priority", "--json"]).json()["processes"][0]["priority"].clone();
    assert_eq!(class(), "normal");
    sysproc(["nice", "-n", "below-normal", &pid]).ok();
    assert_eq!(class(), "below-normal");
    let shown = sysproc(["nice", &pid]).ok();
    assert!(shown.contains("PRIORITY") && shown.contains("below-normal"), "{shown}");
    let wrong = sysproc(["nice", "-n", "5", &pid]);
    assert!(
        wrong.code == Some(2) && wrong.stderr.contains("a priority class is one of idle, below-normal"),
        "{wrong:?}"
    );
}

#[test]
fn processors_are_those_set() {
    let kid = Kid::new("wait");
    let pid = kid.pid().to_string();
    sysproc(["taskset", "-c", "0", &pid]).ok();
    let shown = sysproc(["taskset", &pid, "--json"]).json();
    assert_eq!(shown["processes"][0]["cpu_affinity"], serde_json::json!([0]));
}

#[test]
fn a_program_that_is_started_gives_the_exit_code() {
    assert_eq!(sysproc(["nice", "-n", "normal", "--", "cmd", "/c", "exit 7"]).code, Some(7));
    assert_eq!(sysproc(["nice", "-n", "normal", "--", "no such program"]).code, Some(127));
}
