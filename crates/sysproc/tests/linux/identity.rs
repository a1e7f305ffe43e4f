//! Handles that are asked again and again: what they have remembered of their process must not outlive it, nor become what
//! they answer.

use std::process::Command;

use sysproc::process::{Signal, Status};
use sysproc::{Error, Process, System};

use crate::seccomp;
use crate::support::{Kid, again, eventually, output};

/// More often than a handle needs to know its process well.
const OFTEN: usize = 5;

/// Its parent, asked often, and whether it runs, in between.
fn parent_of(process: &Process) -> u32 {
    let parents: Vec<_> = (0..OFTEN).map(|_| (process.ppid().unwrap(), process.is_running().unwrap())).collect();
    assert!(parents.iter().all(|seen| *seen == (parents[0].0, true)), "{parents:?}");
    parents[0].0
}

#[test]
fn a_parent_that_ends_is_a_parent_no_longer() {
    let mut shell = Kid::spawn(Command::new("sh").args(["-c", "sleep 1000 & wait"]));
    eventually("a child", || shell.process().children().unwrap().len() == 1);
    let child = shell.process().children().unwrap().remove(0);
    assert_eq!(parent_of(&child), shell.pid());
    let copy = child.clone();
    shell.0.kill().unwrap();
    shell.0.wait().unwrap();
    let parent: u32 = output("ps", &["-o", "ppid=", "-p", &child.pid().to_string()]).trim().parse().unwrap();
    assert_ne!(parent, shell.pid());
    assert_eq!((parent_of(&child), parent_of(&copy)), (parent, parent));
    child.kill().unwrap();
}

#[test]
fn a_zombie_runs_until_its_end_is_collected() {
    let mut kid = Kid::sleeper();
    let process = kid.process();
    assert_eq!(parent_of(&process), std::process::id());
    kid.0.kill().unwrap();
    kid.wait_for(Status::Zombie);
    assert_eq!(parent_of(&process), std::process::id());
    kid.0.wait().unwrap();
    assert!((0..OFTEN).all(|_| !process.is_running().unwrap()));
    assert!((0..OFTEN).all(|_| matches!(process.ppid(), Err(Error::NoSuchProcess { .. }))));
}

#[test]
fn a_thread_has_no_pidfd() {
    std::thread::scope(|scope| {
        let (tell, told) = std::sync::mpsc::channel();
        let (end, ended) = std::sync::mpsc::channel::<()>();
        scope.spawn(move || {
            tell.send(rustix::thread::gettid().as_raw_nonzero().get()).unwrap();
            let _ = ended.recv();
        });
        let thread = System::default().process(told.recv().unwrap() as u32).unwrap();
        assert_eq!(parent_of(&thread), std::os::unix::process::parent_id());
        drop(end);
    });
}

#[test]
fn a_kernel_without_pidfds() {
    again(&[], "identity::a_kernel_without_pidfds", || without(seccomp::forget_pidfds));
}

#[test]
fn a_pidfd_that_does_not_tell_the_parent() {
    again(&[], "identity::a_pidfd_that_does_not_tell_the_parent", || without(seccomp::deny_pidfd_info));
}

/// Takes something away from this process, and then asks a handle that was known well, and a new one.
fn without(take_away: fn()) {
    let kid = Kid::sleeper();
    let known = kid.process();
    assert_eq!(parent_of(&known), std::process::id());
    take_away();
    let other = Kid::sleeper();
    assert_eq!(parent_of(&known), std::process::id());
    assert_eq!(parent_of(&other.process()), std::process::id());
}

#[test]
fn who_is_known_well_needs_no_file() {
    again(&[], "identity::who_is_known_well_needs_no_file", || {
        let kid = Kid::sleeper();
        let process = kid.process();
        assert_eq!(parent_of(&process), std::process::id());
        let told_by_pidfd = is_told_by_pidfd();
        seccomp::deny_files();
        assert!(Process::current().is_err());
        assert_eq!(process.ppid().ok(), told_by_pidfd.then(std::process::id));
        assert_eq!(process.is_running().ok(), told_by_pidfd.then_some(true));
    });
}

/// Linux 6.13 has all that it takes: a pidfd with a number of its own, and that tells of the parent.
fn is_told_by_pidfd() -> bool {
    let release = std::fs::read_to_string("/proc/sys/kernel/osrelease").unwrap();
    let mut numbers = release.split(['.', '-']).map_while(|number| number.parse::<u32>().ok());
    (numbers.next(), numbers.next()) >= (Some(6), Some(13)) && usize::BITS == 64
}

#[test]
fn root_a_pid_that_was_used_again_within_a_clock_tick() {
    let wrapper = ["unshare", "--pid", "--fork", "--mount-proc"];
    again(&wrapper, "identity::root_a_pid_that_was_used_again_within_a_clock_tick", || {
        let sleeper = || Kid::spawn(Command::new("sleep").arg("1000"));
        let (mut known, mut second);
        let mut tries = 0..;
        while {
            let mut first = sleeper();
            known = first.process();
            parent_of(&known);
            first.0.kill().unwrap();
            first.0.wait().unwrap();
            std::fs::write("/proc/sys/kernel/ns_last_pid", (known.pid() - 1).to_string()).unwrap();
            second = sleeper();
            second.process() != known
        } {
            assert!(tries.next() < Some(10_000), "no two processes within a tick");
        }
        // By their start they are the same.
        let same = !is_told_by_pidfd();
        assert_eq!(known.is_running().unwrap(), same);
        assert_eq!(known.ppid().is_ok(), same);
        assert_eq!(known.send_signal(Signal(0)).is_ok(), same);
    });
}
