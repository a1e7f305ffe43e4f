//! What is shown.

use std::net::TcpListener;

use crate::support::{Kid, of, sysproc};

#[test]
fn ps_has_the_processes_that_were_started() {
    let kids = [Kid::with_arguments("wait", &["one", "b l a n k s"]), Kid::with_arguments("wait", &["two"])];
    let listed = sysproc(["ps", "--json"]).json();
    let program = std::env::current_exe().unwrap();
    for (kid, last) in kids.iter().zip(["b l a n k s", "two"]) {
        let found = of(&listed["processes"], "pid", kid.pid());
        assert_eq!(found["ppid"], std::process::id(), "{found}");
        assert_eq!(found["name"], program.file_name().unwrap().to_str().unwrap());
        assert_eq!(found["cmdline"].as_array().unwrap().last().unwrap(), last);
        assert!(found["rss"].as_u64().unwrap() > 0 && found["create_time"].is_string(), "{found}");
        assert!(found["username"].as_str().unwrap().contains('\\') && found["uid"].is_null(), "{found}");
    }
    let pid = kids[0].pid().to_string();
    assert!(sysproc(["ps", &pid]).ok().contains("b l a n k s"));
    assert_eq!(sysproc(["pidof", &pid]).ok().trim(), pid);
    let tree = sysproc(["tree", &std::process::id().to_string()]).ok();
    assert!(tree.contains("├─ ") && tree.contains("└─ "), "{tree}");
}

#[test]
fn every_view_of_the_machine_can_be_had() {
    for arguments in [
        &["--json"][..],
        &["free", "--json"],
        &["df", "--json"],
        &["netstat", "--json"],
        &["ifconfig", "--json"],
        &["uptime", "--json"],
        &["who", "--json"],
        &["sensors", "--json"],
        &["iostat", "--boot", "--json"],
        &["nettop", "--interval", "0.05", "--json"],
        &["iotop", "--interval", "0.05", "--json"],
        &["lsof", "--json"],
    ] {
        let shown = sysproc(arguments).json();
        assert!(shown.as_object().is_some_and(|keys| !keys.is_empty()), "{arguments:?} {shown}");
        let plain: Vec<_> = arguments.iter().copied().filter(|argument| *argument != "--json").collect();
        assert!(!sysproc(plain).ok().is_empty(), "{arguments:?}");
    }
    let memory = sysproc(["free", "--json"]).json();
    assert!(memory["memory"]["total"].as_u64().unwrap() > 1 << 20, "{memory}");
    let drive = &sysproc(["df", "C:\\", "--json"]).json()["file_systems"][0];
    assert_eq!((drive["mountpoint"].as_str().unwrap(), drive["fstype"].as_str().unwrap()), (r"C:\\", "NTFS"));
}

#[test]
fn netstat_says_who_listens() {
    let socket = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = socket.local_addr().unwrap().port();
    let found = sysproc(["netstat", "--port", &port.to_string(), "--json"]).json();
    // Another's datagrams may have the same number.
    let mut streams = found["connections"].as_array().unwrap().iter().filter(|one| one["type"] == "stream");
    let one = streams.find(|one| one["local_port"] == port).unwrap();
    assert_eq!((&one["status"], &one["local_address"]), (&"LISTEN".into(), &"127.0.0.1".into()), "{one}");
    assert_eq!(one["pid"], std::process::id());
    let holders = sysproc(["pidof", &format!(":{port}")]).ok();
    assert!(holders.split_whitespace().any(|pid| pid == std::process::id().to_string()), "{holders}");
}

#[test]
fn lsof_has_what_is_open() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("open.txt");
    std::fs::write(&path, "x").unwrap();
    let kid = Kid::new(&format!("open {}", path.display()));
    // What is not answered soon is left out.
    let line = (0..20).find_map(|_| {
        let shown = sysproc(["lsof", &kid.pid().to_string()]).ok();
        shown.lines().find(|line| line.ends_with("open.txt")).map(str::to_owned)
    });
    assert!(line.as_ref().is_some_and(|line| line.contains(" file ")), "{line:?}");
}

#[test]
fn info_says_what_windows_has() {
    let kid = Kid::new("wait");
    let shown = sysproc(["info", &kid.pid().to_string()]).ok();
    assert!(shown.contains("class normal") && shown.contains("handles"), "{shown}");
    for absent in ["uid", "terminal", "cgroup", "nice", "pss"] {
        assert!(!shown.contains(absent), "{absent}: {shown}");
    }
}

#[test]
fn what_was_denied_is_said_once() {
    let locked = [Kid::new("lock"), Kid::new("lock")];
    let pids = locked.each_ref().map(|kid| kid.pid().to_string());
    let run = sysproc(["ps", "-o", "pid,name,username,cmdline,rss", &pids[0], &pids[1]]);
    assert_eq!(
        run.stderr.trim(),
        "sysproc: kept from you: cmdline (2 processes), username (2 processes); an administrator sees it"
    );
    let shown = run.ok();
    let name = std::env::current_exe().unwrap().file_name().unwrap().to_str().unwrap().to_owned();
    for pid in &pids {
        let line = shown.lines().find(|line| line.trim_start().starts_with(pid)).unwrap_or_else(|| panic!("{shown}"));
        assert!(line.contains(&name), "what the system tells everybody is shown: {line}");
    }
}
