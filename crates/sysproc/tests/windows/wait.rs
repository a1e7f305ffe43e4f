//! Waiting for processes to end.

use std::time::{Duration, Instant};

use sysproc::process::Exit;
use sysproc::{Error, Process};

use crate::support::Kid;

const LONG: Duration = Duration::from_secs(60);

#[test]
fn exit_codes_are_those_given() {
    for (task, code) in [("exit 0", 0), ("exit 7", 7), ("exit 259", 259), ("exit -1", -1)] {
        let mut kid = Kid::new(task);
        let process = Process::from_child(&kid.0);
        // It may have ended before: then there is no handle to make.
        if let Ok(process) = process {
            assert_eq!(process.wait(Some(LONG)).unwrap(), Exit::Code(code));
            assert_eq!(process.wait(Some(Duration::ZERO)).unwrap(), Exit::Code(code), "as long as its handle is held");
            assert_eq!(process.wait_and_reap(None).unwrap(), Exit::Code(code));
        }
        assert_eq!(kid.0.wait().unwrap().code(), Some(code));
    }
}

#[test]
fn a_process_that_runs_on() {
    let kid = Kid::new("wait");
    let process = kid.process();
    for timeout in [Duration::ZERO, Duration::from_millis(30)] {
        let began = Instant::now();
        let waited = process.wait(Some(timeout));
        assert!(matches!(waited, Err(Error::TimeoutExpired { pid, .. }) if pid == Some(kid.pid())), "{waited:?}");
        assert!(began.elapsed() >= timeout);
    }
    assert_eq!(Process::wait_any(&[&process], Some(Duration::ZERO)).unwrap(), []);
}

#[test]
fn a_process_that_nobody_holds_any_more() {
    let process = Kid::new("wait").process();
    // The system may not have noticed yet.
    let exit = process.wait(Some(LONG)).unwrap();
    assert!(matches!(exit, Exit::Unknown | Exit::Code(1)), "{exit:?}");
}

#[test]
fn more_processes_than_one_call_waits_for() {
    let kids: Vec<Kid> = (0..70).map(|_| Kid::asleep()).collect();
    let processes: Vec<Process> = kids.iter().map(Kid::process).collect();
    let waited =
        Process::wait_all(&processes, Some(Duration::from_millis(20)), |_, _| panic!("none has ended")).unwrap();
    assert_eq!(waited.alive, processes);
    // One that would be waited for by the last thread, then one by the first, then the others.
    let all: Vec<&Process> = processes.iter().collect();
    for which in [69, 0] {
        processes[which].kill().unwrap();
        let left: Vec<&Process> = all.iter().copied().filter(|process| process.is_running().unwrap()).collect();
        assert!(left.len() >= 68);
        let ended = Process::wait_any(&all[which..=which], Some(LONG)).unwrap();
        assert_eq!(ended, [(0, Exit::Code(15))]);
    }
    let mut ended = 0;
    let killer = std::thread::spawn({
        let processes = processes.clone();
        move || processes[1..69].iter().for_each(|process| process.kill().unwrap())
    });
    let waited = Process::wait_all(&processes, Some(LONG), |_, exit| {
        assert_eq!(exit, Exit::Code(15));
        ended += 1;
    });
    killer.join().unwrap();
    assert_eq!((waited.unwrap().gone.len(), ended), (70, 70));
}

#[test]
fn the_last_of_many_wakes() {
    let kids: Vec<Kid> = (0..66).map(|_| Kid::asleep()).collect();
    let processes: Vec<Process> = kids.iter().map(Kid::process).collect();
    let last = processes[65].clone();
    let killer = std::thread::spawn(move || last.kill().unwrap());
    let all: Vec<&Process> = processes.iter().collect();
    assert_eq!(Process::wait_any(&all, Some(LONG)).unwrap(), [(65, Exit::Code(15))]);
    killer.join().unwrap();
}

#[test]
fn a_hold_for_an_event_loop() {
    let kid = Kid::new("wait");
    let process = kid.process();
    let hold = process.hold().unwrap();
    assert!(hold.descriptor().is_some_and(|handle| handle > 0));
    assert_eq!(hold.exit().unwrap(), None);
    process.kill().unwrap();
    process.wait(Some(LONG)).unwrap();
    drop(kid);
    assert_eq!(hold.exit().unwrap(), Some(Exit::Code(15)), "it is kept as long as the hold is");
}

#[test]
fn there_is_nothing_to_reap() {
    assert!(matches!(Process::current().unwrap().reap(), Err(Error::Unsupported { .. })));
}
