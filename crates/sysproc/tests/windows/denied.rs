//! A process that nobody may open, and handles that must not be left open.

use std::os::windows::io::AsRawHandle;
use std::time::Duration;

use sysproc::process::{Field, Fields};
use sysproc::{Error, Process, System};

use crate::support::Kid;

#[test]
fn a_process_that_may_not_be_opened_is_listed_all_the_same() {
    let kid = Kid::new("lock");
    let process = System::default().process(kid.pid()).unwrap();
    // What the list has is told one by one as well.
    assert!(process.is_running().unwrap() && System::default().pid_exists(kid.pid()).unwrap());
    assert_eq!(process.ppid().unwrap(), std::process::id());
    let program = std::env::current_exe().unwrap();
    assert_eq!(process.name().unwrap(), program.file_name().unwrap());
    assert_eq!(process.exe().unwrap(), program);
    assert!(process.memory_info().unwrap().rss > 0);
    assert!(process.create_time().is_ok() && process.cpu_times().is_ok() && process.io_counters().is_ok());
    assert!(process.num_threads().unwrap() > 0 && process.num_handles().is_ok());
    for denied in [
        process.cmdline().map(|_| ()),
        process.environ().map(|_| ()),
        process.cwd().map(|_| ()),
        process.username().map(|_| ()),
        process.nice().map(|_| ()),
        process.memory_maps().map(|_| ()),
        process.memory_footprint().map(|_| ()),
        process.open_files().map(|_| ()),
        process.kill(),
        process.suspend(),
        process.set_nice(0x20),
        process.wait(Some(Duration::ZERO)).map(|_| ()),
    ] {
        assert!(matches!(denied, Err(Error::AccessDenied { pid, .. }) if pid == Some(kid.pid())), "{denied:?}");
    }

    let all = System::default().processes(Fields::all()).unwrap();
    let one = all.snapshots.iter().find(|snapshot| snapshot.pid == kid.pid()).unwrap();
    assert_eq!((&one.cmdline, &one.username, &one.nice), (&Field::Denied, &Field::Denied, &Field::Denied));
    assert_eq!(one.exe, Field::Value(program));
    assert!(one.memory_info.value().is_some() && one.threads.value().is_some_and(|threads| !threads.is_empty()));
}

#[test]
fn no_handle_is_left_open_by_ten_thousand_calls() {
    // A process of its own: other tests open handles as well.
    let kid = Kid::new("wait");
    let mut caller = Kid::new(&format!("ask-often {}", kid.pid()));
    drop(caller.0.stdin.take());
    assert_eq!(caller.0.wait().unwrap().code(), Some(0));
}

/// What the caller does: asks a process for everything, in more than 10,000 calls.
pub(crate) fn ask_often(pid: u32) {
    let process = System::default().process(pid).unwrap();
    let me = Process::current().unwrap();
    let ask = || {
        process.snapshot(Fields::all() - Fields::MEMORY_MAPS - Fields::MEMORY_FOOTPRINT).unwrap();
        let _ = (process.memory_maps(), process.memory_footprint(), process.exe(), process.cwd(), process.username());
        let _ = (process.cmdline(), process.environ(), process.name(), process.status(), process.cpu_affinity());
        let _ = (process.set_nice(0x20), process.wait(Some(Duration::ZERO)), process.hold(), process.resume());
        let _ = (System::default().pids(), System::default().pid_exists(pid), System::default().cpu_count_physical());
        1 + 5 + 5 + 4 + 3
    };
    // Windows counts the handles. Wine does not, but like Windows gives the lowest number that is free: of a hundred new ones
    // the highest is beyond the gaps that handles of short life have left.
    let open = || {
        let some: Vec<_> = (0..100).map(|_| std::fs::File::open("NUL").unwrap()).collect();
        let highest = some.iter().map(|file| file.as_raw_handle().addr() / 4).max().unwrap();
        (me.num_handles().unwrap(), highest)
    };
    // What is loaded at first use may stay open.
    ask();
    let before = open();
    let mut calls: usize = (0..100).map(|_| ask()).sum();
    while calls < 10_000 {
        assert!(process.is_running().unwrap());
        calls += 1;
    }
    let after = open();
    assert!(after.0 < before.0 + 20 && after.1 < before.1 + 20, "{before:?} {after:?}");
}
