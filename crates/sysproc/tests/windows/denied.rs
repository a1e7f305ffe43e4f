//! A process that nobody may open, and handles that must not be left open.

use std::os::windows::io::AsRawHandle;
use std::time::Duration;

use sysproc::process::{Field, Fields};
use sysproc::{Error, System};

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
fn no_handle_is_left_open() {
    // A process of its own: other tests open handles as well.
    let kid = Kid::new("wait");
    let mut caller = Kid::new(&format!("ask-often {}", kid.pid()));
    drop(caller.0.stdin.take());
    assert_eq!(caller.0.wait().unwrap().code(), Some(0));
}

/// What the caller does: asks a process for everything, again and again.
pub(crate) fn ask_often(pid: u32) {
    let process = System::default().process(pid).unwrap();
    let ask = || {
        process.snapshot(Fields::all() - Fields::MEMORY_MAPS - Fields::MEMORY_FOOTPRINT).unwrap();
        let _ = (process.memory_maps(), process.memory_footprint(), process.exe(), process.cwd(), process.username());
        let _ = (process.set_nice(0x20), process.wait(Some(Duration::ZERO)), process.hold(), process.resume());
    };
    // The system gives the lowest number that is free. What is loaded at first use may stay open.
    let next_handle = || std::fs::File::open("NUL").unwrap().as_raw_handle().addr();
    ask();
    let before = next_handle();
    for _ in 0..50 {
        ask();
    }
    for _ in 0..8000 {
        assert!(process.is_running().unwrap());
    }
    let after = next_handle();
    assert!(after < before + 4 * 20, "{before} {after}");
}
