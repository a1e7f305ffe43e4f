//! Acting on processes.

use std::os::windows::process::CommandExt;
use std::time::Duration;

use sysproc::process::{Exit, IoClass, IoPriority, Signal};
use sysproc::{Error, Process};

use crate::support::Kid;

/// Values of `winbase.h`.
const NORMAL_PRIORITY_CLASS: i32 = 0x20;
const IDLE_PRIORITY_CLASS: i32 = 0x40;
const BELOW_NORMAL_PRIORITY_CLASS: i32 = 0x4000;
const CREATE_NEW_PROCESS_GROUP: u32 = 0x200;

#[test]
fn priority_class_is_that_set() {
    let kid = Kid::new("wait");
    let process = kid.process();
    assert_eq!(process.nice().unwrap(), NORMAL_PRIORITY_CLASS);
    for class in [IDLE_PRIORITY_CLASS, BELOW_NORMAL_PRIORITY_CLASS, NORMAL_PRIORITY_CLASS] {
        process.set_nice(class).unwrap();
        assert_eq!(process.nice().unwrap(), class);
    }
    for wrong in [0, 1, -20, 0x60, i32::MIN] {
        assert!(matches!(process.set_nice(wrong), Err(Error::InvalidArgument(_))), "{wrong}");
    }
    assert_eq!(process.nice().unwrap(), NORMAL_PRIORITY_CLASS);
}

#[test]
fn disk_priority() {
    let me = Process::current().unwrap();
    let of = |class, level| IoPriority { class, level };
    assert!(matches!(me.set_ionice(of(IoClass::BestEffort, 0)), Err(Error::InvalidArgument(_))));
    assert!(matches!(me.set_ionice(of(IoClass::Low, 1)), Err(Error::InvalidArgument(_))));
    // Wine has none: it says so of asking and of setting.
    match me.ionice() {
        Ok(before) => {
            me.set_ionice(of(IoClass::Low, 0)).unwrap();
            assert_eq!(me.ionice().unwrap().class, IoClass::Low);
            me.set_ionice(before).unwrap();
        }
        Err(error) => {
            assert!(matches!(error, Error::System { .. }), "{error:?}");
            assert!(matches!(me.set_ionice(of(IoClass::Low, 0)), Err(Error::System { .. })));
        }
    }
}

#[test]
fn affinity_is_that_set() {
    let kid = Kid::new("wait");
    let process = kid.process();
    let all = process.cpu_affinity().unwrap();
    assert!(!all.is_empty() && all.is_sorted());
    let last = *all.last().unwrap();
    process.set_cpu_affinity(&[last, last]).unwrap();
    assert_eq!(process.cpu_affinity().unwrap(), [last]);
    process.set_cpu_affinity(&all).unwrap();
    assert_eq!(process.cpu_affinity().unwrap(), all);
    for wrong in [&[][..], &[63], &[64], &[0, usize::MAX]] {
        assert!(matches!(process.set_cpu_affinity(wrong), Err(Error::InvalidArgument(_))), "{wrong:?}");
    }
    assert_eq!(process.cpu_affinity().unwrap(), all);
}

#[test]
fn a_killed_process_ends_with_the_number_of_sigterm() {
    for act in [Process::kill, Process::terminate, |process: &Process| process.send_signal(Signal::TERM)] {
        let mut kid = Kid::new("wait");
        let process = kid.process();
        act(&process).unwrap();
        assert_eq!(process.wait(Some(Duration::from_secs(60))).unwrap(), Exit::Code(15));
        assert_eq!(kid.0.wait().unwrap().code(), Some(15));
        assert!(matches!(act(&process), Err(Error::NoSuchProcess { .. })));
    }
}

#[test]
fn another_process_with_the_pid_is_not_hit() {
    let mut kid = Kid::new("wait");
    let process = kid.process();
    let mut older = process.start_time();
    older.0 -= 1;
    let other = Process::from_recorded(process.system(), process.pid(), older);
    for refused in [other.kill(), other.suspend(), other.set_nice(IDLE_PRIORITY_CLASS), other.name().map(|_| ())] {
        assert!(matches!(refused, Err(Error::NoSuchProcess { .. })), "{refused:?}");
    }
    assert!(!other.is_running().unwrap() && process.is_running().unwrap());
    assert_eq!(kid.0.try_wait().unwrap(), None);
}

#[test]
fn a_suspended_process_does_nothing_until_it_is_resumed() {
    let mut kid = Kid::new("wait");
    let process = kid.process();
    process.suspend().unwrap();
    // It would end now.
    drop(kid.0.stdin.take());
    let waited = process.wait(Some(Duration::from_millis(200)));
    assert!(matches!(waited, Err(Error::TimeoutExpired { .. })), "{waited:?}");
    process.resume().unwrap();
    assert_eq!(process.wait(Some(Duration::from_secs(60))).unwrap(), Exit::Code(0));
}

#[test]
fn signals_that_windows_has() {
    let kid = Kid::spawn("wait", Kid::command([""; 0]).creation_flags(CREATE_NEW_PROCESS_GROUP));
    let process = kid.process();
    for wrong in [9, 2, -1, 1 << 20] {
        assert!(matches!(process.send_signal(Signal(wrong)), Err(Error::InvalidArgument(_))), "{wrong}");
    }
    assert_eq!(Signal(1).to_string(), "CTRL_BREAK_EVENT");
    assert_eq!("ctrl_c_event".parse(), Ok(Signal(0)));
    assert_eq!(Signal::TERM.to_string(), "SIGTERM");
    // Without a console, as under a test runner, the system refuses.
    match process.send_signal(Signal(1)) {
        Ok(()) => assert!(matches!(process.wait(Some(Duration::from_secs(60))).unwrap(), Exit::Code(_))),
        Err(error) => assert!(matches!(error, Error::System { .. }), "{error:?}"),
    }
}
