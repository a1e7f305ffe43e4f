//! Columns, order and selection of `ps`.

use super::support::{Kid, captured, eventually, sysproc};

/// The pids of a listing of the captured machine, in their order.
fn pids(arguments: &[&str]) -> Vec<u64> {
    let mut all = vec!["ps", "--json"];
    all.extend(arguments);
    let found = captured(80, &all).json();
    found["processes"].as_array().unwrap().iter().map(|process| process["pid"].as_u64().unwrap()).collect()
}

#[test]
fn sorted_by_one_column_and_by_several() {
    assert_eq!(pids(&["--sort", "-rss"])[..3], [4712, 700, 711]);
    assert_eq!(pids(&["-s", "user,-pid"])[..5], [4714, 4713, 4712, 4711, 712]);
    assert_eq!(pids(&["--sort=-user,ppid,-rss"])[..3], [1, 2, 640]);
}

#[test]
fn what_is_not_known_is_sorted_to_the_end() {
    assert_eq!(pids(&["--sort", "exe"])[..3], [4712, 700, 1], "of the others the program is not known");
    assert_eq!(pids(&["--sort", "-exe"])[..3], [1, 700, 4712]);
}

#[test]
fn selected_by_user_name_and_pid() {
    assert_eq!(pids(&["--user", "joshua"]), [4711, 4712, 4713, 4714]);
    assert_eq!(pids(&["--user", "110,joshua", "--name", "postgres,sleep"]), [700, 711, 712, 4714]);
    assert_eq!(pids(&["--name", "ost"]), [700, 711, 712], "a part of the name");
    assert_eq!(pids(&["-p", "1,4711"]), [1, 4711]);
}

#[test]
fn a_selection_that_nothing_passes_is_a_failure() {
    let run = captured(80, &["ps", "--name", "nonsense", "--json"]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(1), "{\"processes\":[]}\n"), "{run:?}");
    assert!(run.stderr.contains("no such process"), "{run:?}");
}

#[test]
fn children_follow_their_parents_in_a_tree() {
    assert_eq!(pids(&["--tree"]), [1, 640, 4711, 4712, 4713, 4714, 700, 711, 712, 2, 14]);
    assert_eq!(pids(&["--tree", "--sort=-rss"]), [1, 700, 711, 712, 640, 4711, 4712, 4713, 4714, 2, 14]);
}

#[test]
fn json_has_the_columns_that_are_asked_for_under_their_full_names() {
    let found = captured(80, &["ps", "--json", "-o", "user,cpu,pid", "-p", "4711"]).json();
    let process = found["processes"][0].as_object().unwrap();
    assert_eq!(process.keys().collect::<Vec<_>>(), ["cpu_percent", "pid", "username"]);
    let twice = captured(80, &["ps", "--json", "-o", "pid,user,pid,username", "-p", "4711"]).ok();
    assert_eq!((twice.matches("\"pid\"").count(), twice.matches("\"username\"").count()), (1, 1), "{twice}");
}

#[test]
fn an_unknown_column_is_answered_by_the_nearest() {
    for (arguments, nearest) in [(["-o", "pid,nmae"], "name"), (["--sort", "-memory_pecent"], "memory_percent")] {
        let run = captured(80, &[&["ps"], &arguments[..]].concat());
        assert!(run.stderr.contains(&format!("did you mean {nearest:?}?")), "{run:?}");
    }
}

#[test]
fn watching_for_a_while_says_who_is_busy_now() {
    let (idle, busy) = (Kid::sleeper(), Kid::busy());
    let pids = format!("{},{}", idle.pid(), busy.pid());
    let arguments = ["ps", "--json", "-o", "pid,cpu", "--interval", "0.5", "--sort", "-cpu", "--pid", &pids];
    // On a loaded machine the busy one may get no turn at once.
    eventually("the busy one comes first", || {
        let found = sysproc(&arguments).json();
        let row = |i: usize| (found["processes"][i]["pid"].to_string(), found["processes"][i]["cpu_percent"].as_f64());
        match (row(0), row(1)) {
            ((first, Some(much)), last) if first == busy.pid() && much > 0.0 && last == (idle.pid(), Some(0.0)) => {
                Ok(())
            }
            _ => Err(found.to_string()),
        }
    });
}
