//! What is shown again and again, recorded and replayed.

use std::process::Command;

use serde_json::Value;

use super::support::{Kid, captured, sysproc};

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn each_update_has_its_time_and_csv_its_keys_once() {
    let text = captured(80, &["ps", "--watch", "0.01", "-n", "2", "1"]).ok();
    assert_eq!(text.lines().filter(|line| line.contains("COMMAND")).count(), 2, "{text}");
    let csv = captured(80, &["ps", "--csv", "--watch", "0.01", "-n", "3", "-o", "pid,name", "1"]).ok();
    let rows: Vec<&str> = csv.lines().collect();
    assert_eq!((rows.len(), rows[0]), (4, "time,pid,name"), "{csv}");
    assert!(rows[1..].iter().all(|row| row.ends_with("Z,1,systemd")), "{csv}");
}

#[test]
fn a_recording_is_replayed_with_its_times_and_rates() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("busy.jsonl");
    let path = file.to_str().unwrap();
    let kid = Kid::busy();
    let pid = kid.pid();
    let live = sysproc(&["ps", "--json", "--watch", "0.2", "-n", "3", "--record", path, &pid]).ok();
    let frames = lines(&std::fs::read_to_string(&file).unwrap());
    assert_eq!(frames.len(), 3);
    assert!(frames[0]["snapshots"].as_array().unwrap().len() > 1, "all processes are recorded");
    let replayed = lines(&sysproc(&["ps", "--json", "--replay", path, &pid]).ok());
    let row = |update: &Value, key: &str| update["processes"][0][key].clone();
    assert_eq!(replayed.len(), 3);
    for (then, now) in lines(&live).iter().zip(&replayed) {
        for key in ["pid", "name", "cmdline", "cpu_time", "rss", "create_time", "username"] {
            assert_eq!(row(then, key), row(now, key), "{key}");
        }
    }
    for (frame, update) in frames.iter().zip(&replayed) {
        let recorded = frame["time"].as_f64().unwrap().floor();
        let shown = update["time"].as_str().unwrap();
        let stamp = Command::new("date").args(["-u", "-d", shown, "+%s"]).output().unwrap();
        assert_eq!(String::from_utf8_lossy(&stamp.stdout).trim(), recorded.to_string());
    }
    std::fs::write(&file, "{\"time\": 1}\n").unwrap();
    let broken = sysproc(&["ps", "--replay", path]);
    assert!(broken.code == Some(1) && broken.stderr.contains("line 1 is not of a recording"), "{broken:?}");
}

#[test]
fn a_process_is_watched_to_its_end_and_its_code_is_the_outcome() {
    let mut kid = Kid::shell("echo ready; read -r go; exit 7", &[]);
    let pid = kid.pid();
    let watching = super::support::command(&["watch", "--json", "-i", "0.05", &pid])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    // It ends only once it is watched.
    let mut watching = watching;
    let mut samples = std::io::BufReader::new(watching.stdout.take().unwrap());
    let mut first = String::new();
    std::io::BufRead::read_line(&mut samples, &mut first).unwrap();
    assert_eq!(serde_json::from_str::<Value>(&first).unwrap()["processes"][0]["pid"].to_string(), pid);
    drop(kid.0.stdin.take());
    // The watcher learns the end of what is not its child, but the code only where the system tells it.
    let end = watching.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&end.stderr).into_owned();
    let code = end.status.code().unwrap();
    assert!(
        (code == 7 && said.contains("exit code 7")) || (code == 0 && said.contains("does not say")),
        "{code} {said}"
    );
}

#[test]
fn watch_records_and_replays_and_draws() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("run.jsonl");
    let path = file.to_str().unwrap();
    let kid = Kid::sleeper();
    let pid = kid.pid();
    let live = sysproc(&["watch", "-i", "0.05", "-n", "3", "--record", path, &pid]).ok();
    assert!(live.lines().count() == 4 && live.lines().last().unwrap().ends_with("▁▁▁"), "{live}");
    let replayed = lines(&sysproc(&["watch", "--json", "--replay", path]).ok());
    assert!(replayed.iter().all(|line| line["processes"][0]["pid"] == pid.parse::<u32>().unwrap()), "{replayed:?}");
    assert_eq!(replayed.len(), 3, "the first sample only begins, as in the live run");
    assert!(replayed.iter().all(|line| line["processes"][0]["cpu_percent"] == 0.0), "{replayed:?}");
    assert_eq!(sysproc(&["watch", "--csv", "-n", "2", "--replay", path]).ok().lines().count(), 3);
    let several = sysproc(&["watch", "-n", "1", &pid, "--csv", "-i", "0.01"]).ok();
    assert!(several.starts_with("time,pid,cpu_percent,rss,"), "{several}");
}

#[test]
fn a_recording_has_no_sockets_and_may_have_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("recorded.jsonl");
    let path = file.to_str().unwrap();
    sysproc(&["ps", "--record", path]).ok();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = format!(":{}", listener.local_addr().unwrap().port());
    for subcommand in ["ps", "tree", "iotop"] {
        let run = sysproc(&[subcommand, "--replay", path, &port]);
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{run:?}");
        assert!(run.stderr.contains("a recording has no sockets"), "{run:?}");
    }
    std::fs::write(&file, "").unwrap();
    for subcommand in ["ps", "watch"] {
        let run = sysproc(&[subcommand, "--replay", path]);
        assert_eq!((run.code, run.stdout.as_str()), (Some(1), ""), "{run:?}");
        assert!(run.stderr.contains("nothing is recorded in it"), "{run:?}");
    }
}

#[test]
fn completions_and_manual_pages_come_from_the_one_definition() {
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let script = sysproc(&["completions", shell]).ok();
        assert!(script.contains("netstat") && script.contains("listening"), "{shell}");
    }
    let bash = sysproc(&["completions", "bash"]).ok();
    for option in ["--sort)", "--columns)"] {
        let offers: Vec<&str> = bash.split(option).skip(1).filter_map(|after| after.lines().nth(1)).collect();
        assert!(!offers.is_empty() && offers.iter().all(|offer| offer.contains(" memory_percent ")), "{offers:?}");
    }
    let page = sysproc(&["man", "kill"]).ok();
    assert!(page.contains(".TH sysproc-kill 1") && page.contains("\\-\\-dry\\-run"), "{page}");
    assert!(sysproc(&["man"]).ok().contains(".TH sysproc 1"));
    let unknown = sysproc(&["man", "klil"]);
    assert!(unknown.stderr.contains("did you mean \"kill\"?"), "{unknown:?}");
}
