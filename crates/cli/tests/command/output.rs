//! How output is written: width, colours, closed pipes, exit codes.

use std::fs::File;
use std::process::Stdio;

use super::support::{self, Kid, Run, binary, captured, command, container, machine, sysproc};

/// A run of each subcommand.
const ALL: &[&[&str]] = &[
    &[],
    &["ps"],
    &["ps", "--tree"],
    &["tree"],
    &["free"],
    &["df"],
    &["netstat", "all"],
    &["uptime"],
    &["kill", "-l"],
    &["lsof", "python3"],
    &["pmap", "python3"],
    &["iostat", "--boot"],
    &["nettop", "-i", "0.01"],
    &["iotop", "--all", "-i", "0.01"],
    &["ifconfig"],
    &["who"],
    &["sensors"],
    &["info", "python3"],
    &["why", "python3"],
    &["pidof", "postgres"],
    &["rlimit", "python3"],
];

/// How many cells of a terminal a line takes: no character of the captured machine combines.
fn cells(line: &str) -> usize {
    line.chars().map(|c| if ('\u{2e80}'..='\u{9fff}').contains(&c) { 2 } else { 1 }).sum()
}

#[test]
fn every_line_fits_the_terminal() {
    for arguments in ALL {
        for columns in [60, 80, 120, 200] {
            for line in captured(columns, arguments).ok().lines() {
                assert!(cells(line) <= columns, "{arguments:?} at {columns}: {line}");
            }
        }
    }
}

#[test]
fn the_overview_fits_80_columns_in_a_pipe() {
    let root = machine();
    for line in sysproc(&["--root", root.to_str().unwrap()]).ok().lines() {
        assert!(cells(line) <= 80, "{line}");
    }
}

#[test]
fn lists_are_not_cut_in_a_pipe_nor_with_wide() {
    let root = machine();
    let piped = sysproc(&["ps", "--root", root.to_str().unwrap()]).ok();
    assert!(piped.contains("config_file=/etc/postgresql/15/main/postgresql.conf\n"), "{piped}");
    assert_eq!(captured(80, &["ps", "--wide"]).ok(), piped);
}

#[test]
fn columns_that_do_not_fit_are_named() {
    let run = captured(40, &["ps", "-o", "pid,user,rss,vms,peak_rss,status,start"]);
    assert!(run.stderr.contains("no room for") && run.stderr.contains("START"), "{run:?}");
    assert!(!run.stdout.contains("START"), "{run:?}");
}

fn is_colored(arguments: &[&str], environment: &[(&str, &str)]) -> bool {
    let root = machine();
    let run = command(arguments).args(["--root", root.to_str().unwrap()]).envs(environment.iter().copied()).output();
    run.unwrap().stdout.contains(&0x1b)
}

#[test]
fn colors_are_used_only_where_they_are_wanted() {
    assert!(!is_colored(&["ps"], &[]), "in a pipe");
    assert!(is_colored(&["ps"], &[("CLICOLOR_FORCE", "1")]));
    assert!(!is_colored(&["ps"], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
    assert!(is_colored(&["ps", "--color", "always"], &[("NO_COLOR", "1")]), "the argument decides");
    assert!(!is_colored(&["--color=never", "ps"], &[("CLICOLOR_FORCE", "1")]));
    assert!(!is_colored(&["ps", "--json", "--color=always"], &[]), "JSON has no colours");
}

/// The command on the captured machine.
fn on_the_machine(arguments: &[&str]) -> std::process::Command {
    let mut command = command(arguments);
    command.arg("--root").arg(machine());
    command
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    for arguments in ALL.iter().chain(&[&["ps", "--json"][..], &["ps", "--help"]]) {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let run = on_the_machine(arguments).stdout(writer).stderr(Stdio::piped()).output().unwrap();
        let said = String::from_utf8_lossy(&run.stderr);
        // What is not in the capture may be noted.
        let said = said.lines().filter(|line| !line.starts_with("sysproc: not available here")).count();
        assert_eq!((run.status.code(), said), (Some(0), 0), "{arguments:?}: {run:?}");
    }
}

#[test]
fn names_are_each_printed_once_with_a_nul_behind_it() {
    for (arguments, names) in [
        (&["ps", "user=joshua"][..], &["4711", "4712", "4713", "4714"][..]),
        (&["ps", "-o", "user,pid"], &["root", "postgres", "joshua"]),
        (&["tree", "postgres"], &["700", "711", "712"]),
        (&["pidof", "postgres", "bash"], &["712", "711", "700", "4711"]),
        (&["nice", "postgres"], &["700", "711", "712"]),
        (
            &["lsof", "python3"],
            &["/home/joshua", "/usr/bin/python3.11", "/dev/pts/3", "/home/joshua/train.log", "/tmp/scratch"],
        ),
        (&["netstat", "tcp"], &["640", "700", "4712"]),
        (&["df", "/"], &["/"]),
    ] {
        let run = captured(80, &[arguments, &["-0"]].concat());
        let found: Vec<&str> = run.stdout.split_terminator('\0').collect();
        assert!(run.code == Some(0) && run.stdout.ends_with('\0'), "{arguments:?}: {run:?}");
        let sorted = |mut names: Vec<String>| {
            names.sort();
            names
        };
        let owned = |names: &[&str]| sorted(names.iter().map(ToString::to_string).collect());
        assert_eq!(owned(&found), owned(names), "{arguments:?}");
    }
}

#[test]
fn a_full_disk_is_a_failure() {
    for arguments in ALL {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let run = on_the_machine(arguments).stdout(full).stderr(Stdio::piped()).output().unwrap();
        let said = String::from_utf8_lossy(&run.stderr);
        assert!(said.contains("sysproc: cannot write: No space left on device"), "{arguments:?}: {said}");
        assert_eq!(run.status.code(), Some(1), "{arguments:?}");
    }
}

#[test]
fn nobody_on_standard_error_is_no_failure() {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let run = command(&["ps", "--pid", "4194305"]).stderr(writer).output().unwrap();
    assert_eq!(run.status.code(), Some(1));
}

#[test]
fn wrong_usage_is_2_and_goes_to_standard_error() {
    let wrong: &[&[&str]] = &[
        &["nonsense"],
        &["ps", "--nonsense"],
        &["ps", "-o", "nonsense"],
        &["ps", "--pid", "x"],
        &["ps", "--tree", "-o", "pid"],
        &["ps", "--interval", "0"],
        &["ps", "--interval", "nan"],
        &["netstat", "nonsense"],
        &["netstat", "--state", "nonsense"],
        &["kill"],
        &["kill", "-NONSENSE", "1"],
        &["kill", "-s", "999", "1"],
        &["kill", "-s", "137", "1"],
        &["kill", "-s", "RTMIN+31", "1"],
        &["kill", "-s", "RTMAX+1", "1"],
        &["kill", "-s", "RTMIN+-1", "1"],
        &["kill", "-s", "RTMIN-1", "1"],
        &["kill", "-l", "193"],
        &["kill", "-l", "-s", "9"],
        &["kill", ""],
        &["ps", "cpu >"],
        &["kill", "user = root and"],
        &["uptime", "--csv"],
        &["ps", "--json", "--csv"],
        &["ps", "--json", "-0"],
        &["free", "-0"],
        &["-0"],
        &["ps", "--count", "2"],
        &["nice", "-n", "20", "1"],
        &["nice", "--", "true"],
        &["taskset", "-c", "3-1", "1"],
        &["rlimit", "-s", "nofiles=1", "1"],
        &["rlimit", "-s", "nofile=-2", "1"],
        &["rlimit", "-s", "core=0", "-s", "nofile=5:3", "1"],
        &["ionice", "-c", "idle", "-l", "3", "1"],
        &["watch"],
        &["man", "nonsense"],
        &["--color", "sometimes"],
    ];
    for arguments in wrong {
        let run = sysproc(arguments);
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{arguments:?}: {run:?}");
        assert!(run.stderr.starts_with("error: "), "{arguments:?}: {run:?}");
    }
}

#[test]
fn help_is_no_failure_and_has_examples() {
    for subcommand in [
        "ps",
        "free",
        "df",
        "netstat",
        "uptime",
        "kill",
        "tree",
        "lsof",
        "pmap",
        "iostat",
        "nettop",
        "iotop",
        "ifconfig",
        "who",
        "sensors",
        "info",
        "why",
        "pidof",
        "rlimit",
        "nice",
        "ionice",
        "taskset",
        "suspend",
        "resume",
        "watch",
        "tty",
        "man",
        "completions",
    ] {
        let help = sysproc(&[subcommand, "--help"]).ok();
        assert!(help.contains(&format!("Examples:\n  sysproc {subcommand}")), "{help}");
    }
    assert!(sysproc(&["--version"]).ok().starts_with("sysproc "));
}

#[test]
fn a_failure_is_1_and_says_what_failed() {
    let empty = tempfile::tempdir().unwrap();
    for subcommand in ["ps", "free", "df", "netstat", "uptime", "tree", "iostat", "nettop"] {
        let run = sysproc(&[subcommand, "--root", empty.path().to_str().unwrap()]);
        assert_eq!((run.code, run.stdout.as_str()), (Some(1), ""), "{subcommand}: {run:?}");
        assert!(run.stderr.starts_with("sysproc: "), "{subcommand}: {run:?}");
    }
}

#[test]
fn a_machine_that_is_not_there_is_a_failure() {
    let empty = tempfile::tempdir().unwrap();
    let run = sysproc(&["--root", empty.path().to_str().unwrap()]);
    assert!(run.code == Some(1) && run.stderr.contains("sysproc: memory: "), "{run:?}");
    for subcommand in [&[][..], &["ps"], &["who"]] {
        let run = sysproc(&[&["--root", "/nonexistent"], subcommand].concat());
        assert_eq!((run.code, run.stdout.as_str()), (Some(1), ""), "{run:?}");
        assert_eq!(run.stderr, "sysproc: /nonexistent: No such file or directory (os error 2)\n");
    }
}

#[test]
fn what_is_asked_for_by_name_and_is_not_there_is_a_failure() {
    for (arguments, name) in [
        (&["netstat", "-P", "no-such-name"][..], "no-such-name"),
        (&["netstat", "--json", "-P", "no-such-name"], "no-such-name"),
        (&["nettop", "-i", "0.01", "nosuch0"], "nosuch0"),
        (&["ifconfig", "nosuch0"], "nosuch0"),
        (&["iostat", "--boot", "nosuch0"], "nosuch0"),
    ] {
        let run = captured(80, arguments);
        assert!(run.code == Some(1) && run.stderr.contains(name), "{arguments:?}: {run:?}");
    }
}

#[test]
fn disks_that_are_files_or_memory_are_listed_with_all() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("proc")).unwrap();
    let lines = ["loop0", "ram15", "zram1", "sda", "md0", "dm-1", "loopback"]
        .map(|name| format!("7 0 {name} 1 0 8 1 1 0 8 1 0 1 1\n"));
    std::fs::write(folder.path().join("proc/diskstats"), lines.concat()).unwrap();
    let names = |more: &[&str]| {
        let base = ["--root", folder.path().to_str().unwrap(), "iostat", "--json", "-i", "0.01"];
        let found = sysproc(&[&base, more].concat()).json();
        let disks = found["disks"].as_array().unwrap().iter();
        disks.map(|disk| disk["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names(&[]), ["dm-1", "loopback", "md0", "sda"]);
    assert_eq!(names(&["--all"]).len(), 7);
    assert_eq!(names(&["zram1"]), ["zram1"]);
}

#[test]
fn of_the_overview_each_part_stands_for_itself() {
    let tree = tempfile::tempdir().unwrap();
    std::fs::create_dir(tree.path().join("proc")).unwrap();
    std::fs::write(tree.path().join("proc/loadavg"), "1.25 0.50 0.25 1/99 4711\n").unwrap();
    let run = sysproc(&["--root", tree.path().to_str().unwrap()]);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(run.stdout.contains("load 1.25 0.50 0.25"), "{run:?}");
    assert!(run.stderr.contains("sysproc: memory: "), "{run:?}");
    assert_eq!(
        run.stderr.lines().count(),
        run.stderr.lines().collect::<std::collections::HashSet<_>>().len(),
        "{run:?}"
    );
}

#[test]
fn the_overview_of_a_container_says_what_limits_it() {
    let folder = container();
    let root = folder.path().to_str().unwrap();
    let shown = sysproc(&["--root", root]).stdout;
    let expected = "1.0 GiB of 2.0 GiB · 1.5 CPUs · 37 of 512 threads · swap 0 B of 1.0 GiB";
    let wide = command(&["--root", root]).env("COLUMNS", "140").output().unwrap();
    let wide = Run::from(wide).stdout;
    assert!(wide.lines().any(|line| line.starts_with("Limits   50.0%") && line.ends_with(expected)), "{wide}");
    assert!(shown.contains("1.0 GiB of 2.0 GiB · 1.5 CPUs"), "{shown}");
    std::fs::remove_file(folder.path().join("sys/fs/cgroup/memory.max")).unwrap();
    let shown = sysproc(&["--root", root]).stdout;
    assert!(shown.contains("Limits    1.5 CPUs · 37 of 512 threads · swap"), "{shown}");
    std::fs::remove_dir_all(folder.path().join("sys")).unwrap();
    assert!(!sysproc(&["--root", root]).stdout.contains("Limits"));
}

#[test]
fn root_what_privilege_hides_is_said_once() {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;
    // Where nobody can run it.
    let folder = tempfile::tempdir().unwrap();
    std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
    let copy = folder.path().join("sysproc");
    support::copy(binary().as_ref(), &copy);
    let kids = [Kid::sleeper(), Kid::sleeper()];
    let pids = format!("{},{}", kids[0].pid(), kids[1].pid());
    let mut command = std::process::Command::new(copy);
    command.args(["ps", "--pid", &pids, "-o", "pid,exe"]).uid(65534).gid(65534).current_dir("/");
    let run = Run::from(command.output().unwrap());
    assert_eq!(run.stderr, "sysproc: kept from you: exe (2 processes); root sees it\n");
    assert!(run.ok().lines().skip(1).all(|line| line.ends_with("  -")));
}

#[test]
fn root_a_mount_that_does_not_answer_hangs_nobody() {
    let dir = tempfile::tempdir().unwrap();
    // The shell is the server of the file system, and reads no question.
    let options = "fd=3,rootmode=40000,user_id=0,group_id=0";
    for (arguments, expected) in [("df", " - - - - fuse dead"), ("df --csv", ",fuse,"), ("", " - - - - fuse dead")] {
        let script = format!("exec 3<>/dev/fuse; mount -i -t fuse -o {options} dead \"$0\" && \"$1\" {arguments}");
        let mut shell = std::process::Command::new("unshare");
        shell.args(["--mount", "sh", "-c", &script]).arg(dir.path()).arg(binary());
        let run = Run::from(shell.output().unwrap());
        assert!(run.stderr.contains(&format!("{} does not answer", dir.path().display())), "{run:?}");
        let plain = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
        let is_it = |line: &str| line.contains(dir.path().to_str().unwrap()) && plain(line).contains(expected);
        assert!(run.stdout.lines().any(is_it), "{run:?}");
    }
    // Who asks for another file system hears nothing of it.
    let script = format!("exec 3<>/dev/fuse; mount -i -t fuse -o {options} dead \"$0\" && \"$1\" df /");
    let shell = std::process::Command::new("unshare")
        .args(["--mount", "sh", "-c", &script])
        .arg(dir.path())
        .arg(binary())
        .output();
    let run = Run::from(shell.unwrap());
    assert_eq!((run.code, run.stderr.as_str(), run.stdout.lines().count()), (Some(0), "", 2), "{run:?}");
}
