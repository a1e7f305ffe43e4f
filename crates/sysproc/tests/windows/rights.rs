//! Each call opens a process with the rights that it needs and no others: it works on one that grants just these.

use std::time::Duration;

use sysproc::process::{Exit, IoClass, IoPriority};
use sysproc::{Error, Process, Result};

use crate::support::Kid;

/// Rights of `winnt.h`. The first two go with every handle: which process it is, and whether it has ended.
const QUERY: u32 = 0x1000 | 0x10_0000;
const TERMINATE: u32 = 0x1;
const VM_READ: u32 = 0x10;
const DUP_HANDLE: u32 = 0x40;
/// With the lesser right of the kind, which it brings along.
const SET_INFORMATION: u32 = 0x200 | 0x2000;
const QUERY_INFORMATION: u32 = 0x400;
const SUSPEND_RESUME: u32 = 0x800;
/// All of a process but those that its owner always has.
const ALL: u32 = 0x1f_ffff;

/// A call, made without regard to what it gives.
type Call = fn(&Process) -> Result<()>;

/// Calls, and what they need beside [`QUERY`].
const CALLS: &[(&str, u32, Call)] = &[
    ("is_running", 0, |p| p.is_running().map(drop)),
    ("exe", 0, |p| p.exe().map(drop)),
    ("username", 0, |p| p.username().map(drop)),
    ("nice", 0, |p| p.nice().map(drop)),
    ("cpu_affinity", 0, |p| p.cpu_affinity().map(drop)),
    ("wait", 0, |p| match p.wait(Some(Duration::ZERO)) {
        Err(Error::TimeoutExpired { .. }) => Ok(()),
        other => other.map(drop),
    }),
    ("hold", 0, |p| p.hold().map(drop)),
    // Windows tells the command line without reading memory.
    ("cmdline", VM_READ, |p| p.cmdline().map(drop)),
    ("cwd", VM_READ, |p| p.cwd().map(drop)),
    ("environ", VM_READ | QUERY_INFORMATION, |p| p.environ().map(drop)),
    ("memory_maps", VM_READ | QUERY_INFORMATION, |p| p.memory_maps().map(drop)),
    ("memory_footprint", QUERY_INFORMATION, |p| p.memory_footprint().map(drop)),
    ("open_files", DUP_HANDLE, |p| p.open_files().map(drop)),
    ("set_nice", SET_INFORMATION, |p| p.set_nice(0x4000)),
    ("set_ionice", SET_INFORMATION, |p| p.set_ionice(IoPriority { class: IoClass::Low, level: 0 })),
    ("set_cpu_affinity", SET_INFORMATION, |p| p.set_cpu_affinity(&[0])),
    ("suspend", SUSPEND_RESUME, Process::suspend),
    ("resume", SUSPEND_RESUME, Process::resume),
];

fn is_denied(answer: &Result<()>) -> bool {
    matches!(answer, Err(Error::AccessDenied { .. }))
}

#[test]
fn just_what_a_call_needs_is_enough() {
    let mut granted: Vec<u32> = CALLS.iter().map(|(_, rights, _)| *rights).collect();
    granted.sort_unstable();
    granted.dedup();
    for rights in granted {
        let kid = Kid::new(&format!("grant {}", rights | QUERY));
        let process = kid.process();
        for (name, _, call) in CALLS.iter().filter(|(_, needed, _)| *needed == rights) {
            // What Wine does not answer, it does not deny.
            let answer = call(&process);
            assert!(!is_denied(&answer), "{name}: {answer:?}");
        }
    }
}

#[test]
fn without_one_of_the_rights_it_is_denied() {
    for missing in [VM_READ, QUERY_INFORMATION, DUP_HANDLE, SET_INFORMATION, SUSPEND_RESUME] {
        let kid = Kid::new(&format!("grant {}", ALL & !missing));
        let process = kid.process();
        for (name, needed, call) in CALLS {
            let answer = call(&process);
            let is_told_anyway = *name == "cmdline" && answer.is_ok();
            assert!(is_denied(&answer) == (needed & missing != 0) || is_told_anyway, "{name} {missing:x}: {answer:?}");
        }
    }
}

#[test]
fn one_right_is_enough_to_end_a_process() {
    let spared = Kid::new(&format!("grant {}", ALL & !TERMINATE));
    let process = spared.process();
    assert!(is_denied(&process.kill()) && is_denied(&process.terminate()) && process.is_running().unwrap());
    let kid = Kid::new(&format!("grant {}", QUERY | TERMINATE));
    let process = kid.process();
    process.kill().unwrap();
    assert_eq!(process.wait(Some(Duration::from_secs(60))).unwrap(), Exit::Code(15));
}
