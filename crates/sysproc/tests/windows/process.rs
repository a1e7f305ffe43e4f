//! What a process is told to be, asked of it again.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::time::SystemTime;

use sysproc::process::{Fields, Status};
use sysproc::{Error, Process, System};

use crate::support::{CHILD, Kid};

#[test]
fn program_arguments_and_name_are_those_given() {
    let program = std::env::current_exe().unwrap();
    let odd = ["a b", "", r#"quote " here"#, r"back\slash\", r#"\\"both\\"#, "tab\there", "ü😀"];
    let kid = Kid::spawn("wait", &mut Kid::command(odd));
    let process = kid.process();
    let given: Vec<&OsStr> =
        std::iter::once(program.as_os_str()).chain(CHILD.iter().chain(&odd).map(OsStr::new)).collect();
    assert_eq!(process.cmdline().unwrap(), given);
    assert_eq!(process.exe().unwrap(), program);
    assert_eq!(process.name().unwrap(), program.file_name().unwrap());
}

#[test]
fn environment_is_that_given() {
    let mut command = Kid::command([""; 0]);
    command.env_clear().env("SYSPROC_A", "1=2").env("SYSPROC_EMPTY", "").env("SYSPROC_Ü", "😀");
    let kid = Kid::spawn("wait", &mut command);
    let found: BTreeMap<OsString, OsString> = kid.process().environ().unwrap().into_iter().collect();
    for (name, value) in [("SYSPROC_A", "1=2"), ("SYSPROC_EMPTY", ""), ("SYSPROC_Ü", "😀")] {
        assert_eq!(found.get(OsStr::new(name)).unwrap(), value);
    }
    assert!(found.keys().all(|name| !name.is_empty()));
}

#[test]
fn an_environment_of_some_size_is_read_whole() {
    let long = "x".repeat(30_000);
    let mut command = Kid::command([""; 0]);
    command.env("SYSPROC_LONG", &long).env("SYSPROC_Z", "last");
    let kid = Kid::spawn("wait", &mut command);
    let found: BTreeMap<OsString, OsString> = kid.process().environ().unwrap().into_iter().collect();
    assert_eq!(found[OsStr::new("SYSPROC_LONG")], long.as_str());
    assert_eq!(found[OsStr::new("SYSPROC_Z")], "last");
}

#[test]
fn working_directory_is_that_given_and_changed_to() {
    let folder = tempfile::tempdir().unwrap();
    let path = std::fs::canonicalize(folder.path()).unwrap();
    // Without the prefix of paths that may be long, as programs have it.
    let path = path.to_str().unwrap().trim_start_matches(r"\\?\").to_owned();
    let given = Kid::spawn("wait", Kid::command([""; 0]).current_dir(&path));
    assert_eq!(given.process().cwd().unwrap().to_str().unwrap(), path);
    let changed = Kid::new(&format!("chdir {path}"));
    assert_eq!(changed.process().cwd().unwrap().to_str().unwrap(), path);
}

#[test]
fn create_time_and_parent() {
    let before = SystemTime::now();
    let kid = Kid::new("wait");
    let process = kid.process();
    let created = process.create_time().unwrap();
    // The clock of the one who notes it may be coarser.
    let slack = std::time::Duration::from_millis(100);
    assert!(created >= before - slack && created <= SystemTime::now() + slack, "{created:?}");
    assert_eq!(process.ppid().unwrap(), std::process::id());
    let me = Process::current().unwrap();
    assert_eq!(process.parent().unwrap().as_ref(), Some(&me));
    assert!(me.children().unwrap().contains(&process));
    assert!(me.descendants().unwrap().contains(&process));
}

#[test]
fn user_is_the_callers() {
    let name = Kid::new("wait").process().username().unwrap().into_string().unwrap();
    let (domain, user) = name.split_once('\\').unwrap();
    assert!(!domain.is_empty());
    assert_eq!(user, std::env::var("USERNAME").unwrap());
}

#[test]
fn threads_and_handles_are_counted() {
    let one = Kid::new("wait");
    let two = Kid::new("thread");
    let threads = |kid: &Kid| kid.process().num_threads().unwrap();
    assert_eq!(threads(&two), threads(&one) + 1);
    let listed = two.process().threads().unwrap();
    assert_eq!(listed.len(), threads(&two));
    assert!(listed.is_sorted_by_key(|thread| thread.id) && listed.iter().all(|thread| thread.id != 0));
    assert_eq!(one.process().status().unwrap(), Status::Running);
    // Wine answers 0 of a process and 32 in the list.
    assert!(one.process().num_handles().is_ok());
}

#[test]
fn processor_time_is_what_was_used() {
    let kid = Kid::new("spin");
    // Wine has it in the list alone.
    let listed = kid.process().snapshot(Fields::CPU_TIMES).unwrap().cpu_times.into_value().unwrap();
    assert!(listed.user.as_secs_f64() + listed.system.as_secs_f64() > 0.1, "{listed:?}");
    let me = Process::current().unwrap();
    let (first, second) = (me.cpu_times().unwrap(), me.cpu_times().unwrap());
    assert!(second.user >= first.user && second.system >= first.system);
}

#[test]
fn what_windows_does_not_have() {
    let me = Process::current().unwrap();
    assert!(matches!(me.uids(), Err(Error::Unsupported { .. })));
    assert!(matches!(me.num_fds(), Err(Error::Unsupported { .. })));
    assert!(matches!(me.terminal(), Err(Error::Unsupported { .. })));
    assert!(matches!(me.cpu_num(), Err(Error::Unsupported { .. })));
}

#[test]
fn a_process_that_has_ended_is_gone_though_its_handle_is_held() {
    let mut kid = Kid::new("wait");
    let process = kid.process();
    assert!(process.is_running().unwrap());
    kid.0.kill().unwrap();
    kid.0.wait().unwrap();
    // The standard library still holds it.
    assert!(!process.is_running().unwrap());
    for gone in [
        process.name().map(|_| ()),
        process.exe().map(|_| ()),
        process.cmdline().map(|_| ()),
        process.environ().map(|_| ()),
        process.cwd().map(|_| ()),
        process.status().map(|_| ()),
        process.username().map(|_| ()),
        process.memory_info().map(|_| ()),
        process.cpu_times().map(|_| ()),
        process.kill(),
        process.suspend(),
        process.snapshot(Fields::all()).map(|_| ()),
        System::default().process(kid.pid()).map(|_| ()),
    ] {
        assert!(matches!(gone, Err(Error::NoSuchProcess { pid }) if pid == kid.pid()), "{gone:?}");
    }
    assert!(!System::default().pid_exists(kid.pid()).unwrap());
    assert!(!System::default().pids().unwrap().contains(&kid.pid()));
}

#[test]
fn a_pid_is_all_of_its_bits() {
    let pid = std::process::id();
    for near in [pid + 1, pid + 2, pid + 3] {
        assert!(matches!(System::default().process(near), Err(Error::NoSuchProcess { .. })), "{near}");
        assert!(!System::default().pid_exists(near).unwrap());
    }
}
