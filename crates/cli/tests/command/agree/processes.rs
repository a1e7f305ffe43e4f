//! What is told of processes, against lsof, pmap, pidof, ps and tty.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::net::TcpListener;

use serde_json::Value;

use super::{list, text};
use crate::support::{Kid, command, copy, eventually, sysproc, tool};

#[test]
fn pidof_agrees_with_pidof() {
    let name = format!("pidof{}", std::process::id());
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join(&name);
    copy("/bin/sleep".as_ref(), &program);
    let start = || Kid(std::process::Command::new(&program).arg("1000").spawn().unwrap());
    let _kids = [start(), start()];
    let sorted = |text: String| text.split_whitespace().map(str::to_owned).collect::<BTreeSet<_>>();
    eventually("pidof agrees with pidof", || {
        // Before it runs its program, a child has another name.
        let (ours, theirs) = (sysproc(&["pidof", &name]), std::process::Command::new("pidof").arg(&name).output());
        let (ours, theirs) = (sorted(ours.stdout), sorted(String::from_utf8(theirs.unwrap().stdout).unwrap()));
        if ours == theirs && ours.len() == 2 { Ok(()) } else { Err(format!("{ours:?}, not {theirs:?}")) }
    });
    let newest = sysproc(&["pidof", "-s", &name]).ok();
    let both = sysproc(&["pidof", &name]).ok();
    assert_eq!(newest.trim(), both.split(' ').next().unwrap());
    assert_eq!(sysproc(&["pidof", "-0", &name]).ok(), both.trim().replace(' ', "\0") + "\0");
    let nobody = sysproc(&["pidof", "no-such-name"]);
    assert_eq!((nobody.code, nobody.stdout.as_str()), (Some(1), ""));
}

#[test]
fn tree_agrees_with_ps_forest() {
    // They end with their standard input.
    let kid = Kid::shell("exec 3<&0; sh -c 'cat <&3 & echo ready; wait'; :", &[]);
    let root = kid.pid();
    let rows = list(&["tree", &root], "processes");
    assert_eq!(rows.len(), 3, "the shell, the shell in it, and cat: {rows:?}");
    let ours: Vec<String> = rows.iter().map(|row| format!("{} {}", row["pid"], row["ppid"])).collect();
    let forest = tool("ps", &["--forest", "-e", "-o", "pid=,ppid="]);
    let lines = forest.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    let theirs: Vec<String> = lines.filter(|line| ours.contains(line)).collect();
    assert_eq!(ours, theirs, "the same processes in the same order");
    let sum = |key: &str| rows.iter().map(|row| row[key].as_u64().unwrap()).sum::<u64>();
    assert_eq!((rows[0]["tree_count"].as_u64(), rows[0]["tree_rss"].as_u64()), (Some(3), Some(sum("rss"))));
    assert_eq!((&rows[2]["tree_count"], &rows[2]["tree_rss"]), (&1.into(), &rows[2]["rss"]), "nothing is below cat");
    eventually("cat runs", || {
        let shown = sysproc(&["tree", "--wide", &root]).ok();
        if shown.lines().nth(3).unwrap().contains("   └─ cat") { Ok(()) } else { Err(shown) }
    });
}

/// What `lsof` says of something open.
#[derive(Debug, Default)]
struct RealOpen {
    /// `r`, `w`, or `u` for both.
    access: String,
    kind: String,
    name: String,
}

/// What `lsof` says of a process, by descriptor.
fn real_lsof(pid: &str) -> BTreeMap<String, RealOpen> {
    let output = tool("lsof", &["-nP", "-p", pid, "-F", "fatn"]);
    let (mut fd, mut found) = (String::new(), BTreeMap::<String, RealOpen>::new());
    for line in output.lines() {
        let (key, value) = line.split_at(1);
        if key == "f" {
            fd = value.to_owned();
            continue;
        }
        let open = found.entry(fd.clone()).or_default();
        match key {
            "a" => open.access = value.trim().to_owned(),
            "t" => open.kind = value.to_owned(),
            "n" => open.name = value.to_owned(),
            _ => {}
        }
    }
    found
}

#[test]
fn lsof_agrees_with_lsof() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path().canonicalize().unwrap();
    std::fs::write(at.join("read me"), "hello").unwrap();
    let script = "exec 3<\"$0/read me\" 4>>\"$0/log\" 5<>\"$0/both\" 6</dev/null 7>/dev/null 8<\"$0\"; rm \"$0/both\"; \
                  echo ready; read -r x";
    let kid = Kid::shell(script, &[at.to_str().unwrap()]);
    let found = list(&["lsof", &kid.pid()], "files");
    let theirs = real_lsof(&kid.pid());
    let mut compared = 0;
    for open in &found {
        let fd = if open["use"] == "descriptor" { open["fd"].to_string() } else { text(&open["use"]) };
        let fd = if fd == "exe" { "txt" } else { &fd };
        let name = text(&open["path"]);
        let expected = theirs.get(fd).unwrap_or_else(|| panic!("{fd} is not in {theirs:?}"));
        let access = match open["mode"].as_str() {
            None => "",
            Some("r") => "r",
            Some("w" | "a") => "w",
            Some(_) => "u",
        };
        let kind = match open["kind"].as_str().unwrap() {
            "file" => "REG",
            "directory" => "DIR",
            "character_device" => "CHR",
            "pipe" => "FIFO",
            other => other,
        };
        assert_eq!((access, kind), (expected.access.as_str(), expected.kind.as_str()), "{open}, not {expected:?}");
        // Of a pipe lsof says less.
        if open["kind"] != "pipe" {
            assert_eq!(expected.name.trim_end_matches(" (deleted)"), name, "{open}");
            compared += 1;
        }
    }
    assert!(found.iter().any(|open| open["kind"] == "pipe") && compared >= 8, "{found:?}");
    let numbers =
        |lines: Vec<String>| lines.into_iter().filter(|fd| fd.parse::<u32>().is_ok()).collect::<BTreeSet<_>>();
    let ours = numbers(found.iter().map(|open| open["fd"].to_string()).collect());
    assert_eq!(ours, numbers(theirs.into_keys().collect()), "the same descriptors");
    let of = |fd: u32| found.iter().find(|open| open["fd"] == fd).unwrap();
    assert_eq!((&of(3)["mode"], &of(3)["size"]), (&Value::from("r"), &Value::from(5)));
    assert_eq!((&of(4)["mode"], &of(5)["mode"]), (&Value::from("a"), &Value::from("r+")));
    assert_eq!((&of(5)["deleted"], &of(3)["deleted"]), (&Value::from(true), &Value::from(false)));
}

#[test]
fn lsof_by_path_and_by_port() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path().canonicalize().unwrap();
    let kept = File::create(at.join("kept")).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let me = std::process::id().to_string();
    let by_path = list(&["lsof", "--path", at.to_str().unwrap(), &me], "files");
    assert_eq!(by_path.iter().map(|open| text(&open["path"])).collect::<Vec<_>>(), [at.join("kept").to_str().unwrap()]);
    let nul = sysproc(&["lsof", "-0", "--path", at.to_str().unwrap(), &me]).ok();
    assert_eq!(nul, format!("{}\0", at.join("kept").display()));
    let by_port = list(&["lsof", "--port", &port.to_string(), &me], "files");
    assert_eq!((by_port.len(), &by_port[0]["local_port"], &by_port[0]["status"]), (1, &port.into(), &"LISTEN".into()));
    drop(kept);
    let none = sysproc(&["lsof", "--path", at.to_str().unwrap(), &me]);
    assert_eq!(none.code, Some(1), "{none:?}");
    assert!(!none.stderr.contains("does not exist"), "{none:?}");
}

#[test]
fn lsof_finds_a_path_however_it_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path().canonicalize().unwrap();
    std::fs::create_dir(at.join("real")).unwrap();
    std::os::unix::fs::symlink("real", at.join("link")).unwrap();
    let _open = [File::create(at.join("real/kept")).unwrap(), File::create(at.join("real/lost")).unwrap()];
    std::fs::remove_file(at.join("real/lost")).unwrap();
    let me = std::process::id().to_string();
    let find = |path: &str| {
        let mut command = command(&["lsof", "-0", "--path", path, &me]);
        crate::support::Run::from(command.current_dir(&at).output().unwrap())
    };
    let named = |name: &str| format!("{}\0", at.join("real").join(name).display());
    let absolute = at.join("link/kept");
    for path in ["real/kept", "./real/../link/kept", "link/kept", "real/../real//kept", absolute.to_str().unwrap()] {
        assert_eq!(find(path).ok(), named("kept"), "{path}");
    }
    for path in ["real/lost", "link/lost", "real/none/../lost"] {
        assert_eq!(find(path).ok(), named("lost"), "what is deleted is still open: {path}");
    }
    let nowhere = find("nowhere");
    assert!(nowhere.code == Some(1) && nowhere.stderr.contains("nowhere: does not exist"), "{nowhere:?}");
}

#[test]
fn pmap_agrees_with_pmap() {
    let kid = Kid::sleeper();
    let pid = kid.pid();
    eventually("pmap agrees with pmap", || {
        // Address, size, rss, dirty in kilobytes, permissions; the last line has the sums.
        let theirs = tool("pmap", &["-x", &pid]);
        let found = sysproc(&["pmap", "--json", &pid]).json();
        let process = &found["processes"][0];
        let kilobytes = |map: &Value, key: &str| map[key].as_u64().unwrap() / 1024;
        let mut ours = BTreeSet::new();
        for map in process["maps"].as_array().unwrap() {
            let address = format!("{:016x}", map["start"].as_u64().unwrap());
            let perms = text(&map["perms"])[..3].to_owned();
            ours.insert((address, kilobytes(map, "size"), kilobytes(map, "rss"), kilobytes(map, "dirty"), perms));
        }
        let line = |line: &str| {
            let words: Vec<&str> = line.split_whitespace().collect();
            let [address, size, rss, dirty, perms, ..] = words[..] else { return None };
            let numbers = [size, rss, dirty].map(|number| number.parse().ok());
            let [Some(size), Some(rss), Some(dirty)] = numbers else { return None };
            // The page of system calls has its own address on some kernels, which pmap leaves out.
            (address.len() == 16).then(|| (address.to_owned(), size, rss, dirty, perms[..3].to_owned()))
        };
        let expected: BTreeSet<_> = theirs.lines().filter_map(line).collect();
        let missing: Vec<_> = expected.difference(&ours).collect();
        if !missing.is_empty() || expected.len() < 5 {
            return Err(format!("missing {missing:?} of {ours:?}"));
        }
        let rollup = tool("cat", &[&format!("/proc/{pid}/smaps_rollup")]);
        let pss = rollup.lines().find_map(|line| line.strip_prefix("Pss:")).unwrap();
        let pss: u64 = pss.trim().trim_end_matches(" kB").parse().unwrap();
        let total = process["total"]["pss"].as_u64().unwrap() / 1024;
        // Each region is rounded by itself.
        if total.abs_diff(pss) > ours.len() as u64 { Err(format!("pss {total}, not {pss}")) } else { Ok(()) }
    });
}

#[test]
fn tty_says_what_tty_says() {
    let none = sysproc(&["tty"]);
    let theirs = std::process::Command::new("tty").stdin(std::process::Stdio::null()).output().unwrap();
    assert_eq!((none.stdout.as_bytes(), none.code), (theirs.stdout.as_slice(), theirs.status.code()));
    let quiet = sysproc(&["tty", "-s"]);
    assert_eq!((quiet.stdout.as_str(), quiet.code), ("", Some(1)));
    let (terminal, path) = crate::support::terminal();
    let on = |mut command: std::process::Command| {
        String::from_utf8(command.stdin(terminal.1.try_clone().unwrap()).output().unwrap().stdout).unwrap()
    };
    let (ours, theirs) = (on(command(&["tty"])), on(std::process::Command::new("tty")));
    assert_eq!((ours.as_str(), ours.trim()), (theirs.as_str(), path.as_str()));
}

#[test]
fn info_and_why_say_who_started_it() {
    let kid = Kid::sleeper();
    let me = std::process::id();
    let info = &list(&["info", &kid.pid()], "processes")[0];
    assert_eq!((&info["ppid"], &info["name"]), (&me.into(), &"sleep".into()));
    let above = list(&["why", &kid.pid()], "processes")[0]["ancestors"].clone();
    let ours: Vec<String> = above.as_array().unwrap().iter().map(|process| process["pid"].to_string()).collect();
    let mut theirs = vec![me.to_string()];
    while let Some(last) = theirs.last().filter(|pid| *pid != "0") {
        let parent = tool("ps", &["-o", "ppid=", "-p", last]).trim().to_owned();
        theirs.push(parent);
    }
    theirs.pop();
    assert_eq!(ours, theirs);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    // Another test's child holds it too, until it runs its program.
    let holders = list(&["why", &format!(":{port}")], "processes");
    let holder = holders.iter().find(|holder| holder["pid"] == me).unwrap();
    assert!(holder["ports"].as_array().unwrap().contains(&port.into()), "{holder}");
}
