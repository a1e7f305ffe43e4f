//! Priorities, limits and processors of a process: set by us and seen by the system's tools, set by them and seen by us.

use std::process::Command;

use sysproc::process::{IoClass, IoPriority, Limits, Resource, StartTime};
use sysproc::{Error, Process};

use crate::support::{Kid, STOP, Tree, is_root, output, unprivileged};

/// The resources of Linux, by their option of `prlimit(1)`.
const RESOURCES: [(Resource, &str); 16] = [
    (Resource::AddressSpace, "--as"),
    (Resource::Core, "--core"),
    (Resource::Cpu, "--cpu"),
    (Resource::Data, "--data"),
    (Resource::FileSize, "--fsize"),
    (Resource::MemLock, "--memlock"),
    (Resource::NoFile, "--nofile"),
    (Resource::NProc, "--nproc"),
    (Resource::Rss, "--rss"),
    (Resource::Stack, "--stack"),
    (Resource::Locks, "--locks"),
    (Resource::MsgQueue, "--msgqueue"),
    (Resource::Nice, "--nice"),
    (Resource::RtPrio, "--rtprio"),
    (Resource::RtTime, "--rttime"),
    (Resource::SigPending, "--sigpending"),
];

/// What `prlimit(1)` says of a process.
fn prlimit(kid: &Kid, option: &str) -> Limits {
    let columns = ["--noheadings", "--raw", "--output", "SOFT,HARD"];
    let text = output("prlimit", &[&["--pid", &kid.pid().to_string(), option], columns.as_slice()].concat());
    let mut values = text.split_whitespace().map(|value| match value {
        "unlimited" => None,
        number => Some(number.parse().unwrap()),
    });
    Limits { soft: values.next().unwrap(), hard: values.next().unwrap() }
}

fn is_invalid<T>(result: Result<T, Error>, names: &str) -> bool {
    matches!(result, Err(Error::InvalidArgument(text)) if text.contains(names))
}

#[test]
fn a_nice_value_is_what_ps_says() {
    let kid = Kid::sleeper();
    let ps = || output("ps", &["-o", "ni=", "-p", &kid.pid().to_string()]).trim().parse::<i32>().unwrap();
    for (set, is) in [(5, 5), (19, 19), (100, 19)] {
        kid.process().set_nice(set).unwrap();
        assert_eq!((ps(), kid.process().nice().unwrap()), (is, is));
    }
}

#[test]
fn root_any_nice_value() {
    let kid = Kid::sleeper();
    kid.process().set_nice(-100).unwrap();
    assert_eq!(kid.process().nice().unwrap(), -20);
}

#[test]
fn a_disk_priority_is_what_ionice_says() {
    let kid = Kid::sleeper();
    let tool = || output("ionice", &["-p", &kid.pid().to_string()]).trim().to_owned();
    for (class, level, says) in [
        (IoClass::BestEffort, 3, "best-effort: prio 3"),
        (IoClass::BestEffort, 0, "best-effort: prio 0"),
        (IoClass::Idle, 0, "idle"),
    ] {
        let priority = IoPriority { class, level };
        kid.process().set_ionice(priority).unwrap();
        assert_eq!((tool().as_str(), kid.process().ionice().unwrap()), (says, priority));
    }
    kid.process().set_ionice(IoPriority { class: IoClass::None, level: 0 }).unwrap();
    assert_eq!(kid.process().ionice().unwrap().class, IoClass::None);
}

#[test]
fn disk_priorities_that_ionice_sets() {
    let kid = Kid::spawn(Command::new("ionice").args(["-c", "2", "-n", "6", "sh", "-c", STOP]));
    kid.wait_for(sysproc::process::Status::Stopped);
    assert_eq!(kid.process().ionice().unwrap(), IoPriority { class: IoClass::BestEffort, level: 6 });
    output("ionice", &["-c", "3", "-p", &kid.pid().to_string()]);
    // The tool sets a level that the class does not have.
    assert_eq!(kid.process().ionice().unwrap(), IoPriority { class: IoClass::Idle, level: 0 });
}

#[test]
fn root_disk_priority_before_all_others() {
    let kid = Kid::sleeper();
    let priority = IoPriority { class: IoClass::RealTime, level: 7 };
    kid.process().set_ionice(priority).unwrap();
    assert_eq!(kid.process().ionice().unwrap(), priority);
}

#[test]
fn disk_priorities_that_cannot_be() {
    let kid = Kid::sleeper();
    let before = kid.process().ionice().unwrap();
    let set = |class, level| kid.process().set_ionice(IoPriority { class, level });
    assert!(is_invalid(set(IoClass::BestEffort, 8), "8"));
    assert!(is_invalid(set(IoClass::None, 1), "None"));
    assert!(is_invalid(set(IoClass::Idle, 7), "Idle"));
    assert!(is_invalid(set(IoClass::VeryLow, 0), "VeryLow"));
    assert_eq!(kid.process().ionice().unwrap(), before);
}

#[test]
fn limits_are_what_prlimit_says() {
    let kid = Kid::stopped(["x"]);
    for (resource, option) in RESOURCES {
        assert_eq!(kid.process().rlimit(resource).unwrap(), prlimit(&kid, option), "{resource:?}");
    }
}

#[test]
fn limits_that_prlimit_sets() {
    let kid = Kid::spawn(Command::new("prlimit").args(["--core=123:456", "--rttime=1000:2000", "sh", "-c", STOP]));
    kid.wait_for(sysproc::process::Status::Stopped);
    let limits = |resource| kid.process().rlimit(resource).unwrap();
    assert_eq!(limits(Resource::Core), Limits { soft: Some(123), hard: Some(456) });
    assert_eq!(limits(Resource::RtTime), Limits { soft: Some(1000), hard: Some(2000) });
}

#[test]
fn limits_that_we_set() {
    let kid = Kid::stopped(["x"]);
    for (resource, option) in RESOURCES {
        let hard = kid.process().rlimit(resource).unwrap().hard;
        // Half of what may be, or some number of no meaning to a process that holds still.
        let limits = Limits { soft: Some(hard.map_or(1 << 40, |hard| hard / 2)), hard };
        kid.process().set_rlimit(resource, limits).unwrap();
        assert_eq!((prlimit(&kid, option), kid.process().rlimit(resource).unwrap()), (limits, limits), "{resource:?}");
    }
}

#[test]
fn limits_that_cannot_be() {
    let kid = Kid::sleeper();
    let set = |soft, hard| kid.process().set_rlimit(Resource::Core, Limits { soft, hard });
    assert!(is_invalid(set(Some(2), Some(1)), "core"));
    assert!(is_invalid(set(None, Some(1)), "core"));
    for resource in [Resource::Swap, Resource::SocketBuffer, Resource::PseudoTerminals] {
        let limits = Limits { soft: None, hard: None };
        assert!(matches!(kid.process().rlimit(resource), Err(Error::Unsupported { .. })));
        assert!(matches!(kid.process().set_rlimit(resource, limits), Err(Error::Unsupported { .. })));
    }
}

#[test]
fn processors_are_what_taskset_says() {
    let kid = Kid::sleeper();
    let pid = kid.pid().to_string();
    let taskset = || output("taskset", &["-p", &pid]).rsplit(' ').next().unwrap().trim().to_owned();
    let all = kid.process().cpu_affinity().unwrap();
    let mask = |cpus: &[usize]| cpus.iter().fold(0u128, |mask, cpu| mask | 1 << cpu);
    if all.iter().any(|cpu| *cpu >= 64) {
        return; // The tool writes larger masks with commas.
    }
    assert_eq!(format!("{:x}", mask(&all)), taskset());
    let last = all[all.len() - 1];
    kid.process().set_cpu_affinity(&[last, last]).unwrap();
    assert_eq!((kid.process().cpu_affinity().unwrap(), taskset()), (vec![last], format!("{:x}", mask(&[last]))));
    kid.process().set_cpu_affinity(&all).unwrap();
    assert_eq!(kid.process().cpu_affinity().unwrap(), all);
}

#[test]
fn processors_that_are_not_there() {
    let kid = Kid::sleeper();
    let before = kid.process().cpu_affinity().unwrap();
    for absent in [1023, 1024, 65_535, 65_536, usize::MAX] {
        let cpus = [before[0], absent];
        assert!(is_invalid(kid.process().set_cpu_affinity(&cpus), &absent.to_string()), "{absent}");
    }
    assert!(is_invalid(kid.process().set_cpu_affinity(&[]), ""));
    assert_eq!(kid.process().cpu_affinity().unwrap(), before);
}

#[test]
fn processors_that_a_container_does_not_list() {
    let (kid, tree) = (Kid::sleeper(), Tree::new());
    tree.file("sys/devices/system/cpu/online", "1022\n");
    let system = sysproc::System::builder().sys(tree.path().join("sys")).build();
    let process = system.process(kid.pid()).unwrap();
    let told = process.cpu_affinity().unwrap();
    assert!(is_invalid(process.set_cpu_affinity(&[told[0], 1023]), "1023"));
    process.set_cpu_affinity(&told).unwrap();
    process.set_cpu_affinity(&told[..1]).unwrap();
    assert_eq!(kid.process().cpu_affinity().unwrap(), told[..1]);
}

#[test]
fn an_unprivileged_caller_may_not_get_ahead() {
    let denied = |result: Result<(), Error>| matches!(result, Err(Error::AccessDenied { .. }));
    unprivileged(|| {
        let kid = Kid::stopped(["x"]);
        let process = kid.process();
        // Where the limit for nice values is raised, some of them are allowed.
        if process.rlimit(Resource::Nice).unwrap().soft == Some(0) {
            assert!(denied(process.set_nice(process.nice().unwrap() - 1)));
        }
        process.set_rlimit(Resource::Core, Limits { soft: Some(0), hard: Some(0) }).unwrap();
        assert!(denied(process.set_rlimit(Resource::Core, Limits { soft: Some(0), hard: Some(1) })));
        assert!(denied(process.set_ionice(IoPriority { class: IoClass::RealTime, level: 0 })));
    });
    if is_root() {
        let kid = Kid::sleeper();
        let process = kid.process();
        unprivileged(|| {
            assert!(denied(process.set_nice(19)));
            assert!(denied(process.set_ionice(IoPriority { class: IoClass::Idle, level: 0 })));
            assert!(denied(process.set_cpu_affinity(&[process.cpu_affinity().unwrap()[0]])));
            assert!(denied(process.set_rlimit(Resource::Core, Limits { soft: Some(0), hard: Some(0) })));
        });
    }
}

/// Every action that takes a value, done to a process.
fn actions(process: &Process) -> [Result<(), Error>; 4] {
    [
        process.set_nice(19),
        process.set_ionice(IoPriority { class: IoClass::Idle, level: 0 }),
        process.set_cpu_affinity(&[0]),
        process.set_rlimit(Resource::Core, Limits { soft: Some(0), hard: Some(0) }),
    ]
}

#[test]
fn nothing_is_done_to_another_process_with_the_pid() {
    let kid = Kid::sleeper();
    let process = kid.process();
    let before = (process.nice().unwrap(), process.ionice().unwrap(), process.rlimit(Resource::Core).unwrap());
    let earlier = Process::from_recorded(process.system(), kid.pid(), StartTime(process.start_time().0 - 1));
    assert!(actions(&earlier).iter().all(|done| matches!(done, Err(Error::NoSuchProcess { .. }))));
    assert_eq!((process.nice().unwrap(), process.ionice().unwrap(), process.rlimit(Resource::Core).unwrap()), before);
}

#[test]
fn pids_that_mean_something_else_to_the_kernel() {
    let system = sysproc::System::default();
    let before = Process::current().unwrap().nice().unwrap();
    for pid in [0, u32::MAX, i32::MAX as u32 + 1] {
        let process = Process::from_recorded(&system, pid, StartTime(0));
        assert!(actions(&process).iter().all(|done| matches!(done, Err(Error::NoSuchProcess { .. }))), "{pid}");
        assert!(matches!(process.ionice(), Err(Error::NoSuchProcess { .. })), "{pid}");
        assert!(matches!(process.cpu_affinity(), Err(Error::NoSuchProcess { .. })), "{pid}");
    }
    assert_eq!(Process::current().unwrap().nice().unwrap(), before);
}

#[test]
fn in_a_tree_nothing_is_done_and_only_files_tell() {
    let kid = Kid::sleeper();
    let tree = Tree::new();
    let status = "Name:\tmade\nCpus_allowed_list:\t0-2,70\n";
    let pid = kid.pid();
    tree.file(&format!("proc/{pid}/stat"), format!("{pid} (made) S 1 1 1 0 -1 0 1 2 3 4 5 6 7 8 20 0 1 0 4711 1 1 \n"))
        .file(&format!("proc/{pid}/status"), status)
        .file(
            &format!("proc/{pid}/limits"),
            "Max core file size        7                    unlimited            bytes     \n",
        );
    let process = tree.system().process(pid).unwrap();
    assert!(actions(&process).iter().all(|done| matches!(done, Err(Error::Unsupported { .. }))));
    assert!(matches!(process.ionice(), Err(Error::Unsupported { .. })));
    assert_eq!(process.cpu_affinity().unwrap(), [0, 1, 2, 70]);
    assert_eq!(process.rlimit(Resource::Core).unwrap(), Limits { soft: Some(7), hard: None });
    assert!(matches!(process.rlimit(Resource::Cpu), Err(Error::System { .. })), "a limit without a line");
}
