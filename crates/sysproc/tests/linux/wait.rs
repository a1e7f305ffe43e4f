//! Signals, and waiting for processes to end.

use std::os::unix::process::ExitStatusExt;
use std::process::Command;
use std::time::Duration;

use sysproc::process::{Exit, Signal, Status};
use sysproc::{Error, Process};

use crate::seccomp;
use crate::support::{Kid, Tree, again, eventually, is_root, output, unprivileged};

const NOW: Option<Duration> = Some(Duration::ZERO);

fn shell(script: &str) -> Kid {
    Kid::spawn(Command::new("sh").args(["-c", script]))
}

#[test]
fn the_exit_code_of_a_child_is_left_for_its_owner() {
    let mut kid = shell("exit 7");
    let process = kid.process();
    assert_eq!(process.wait(None).unwrap(), Exit::Code(7));
    assert_eq!(process.wait(NOW).unwrap(), Exit::Code(7), "a zombie has ended");
    assert_eq!(kid.0.wait().unwrap().code(), Some(7));
    assert_eq!(process.wait(NOW).unwrap(), Exit::Unknown, "reaped by somebody else before");
}

#[test]
fn reaping_leaves_nothing() {
    let kid = shell("exit 9");
    let process = kid.process();
    assert_eq!(process.wait_and_reap(None).unwrap(), Exit::Code(9));
    assert!(!process.is_running().unwrap());
}

#[test]
fn a_signal_that_kills_is_named() {
    let mut kid = Kid::sleeper();
    let process = kid.process();
    process.send_signal(Signal(12)).unwrap();
    assert_eq!(process.wait(None).unwrap(), Exit::Signal(Signal(12)));
    assert_eq!(kid.0.wait().unwrap().signal(), Some(12));
    assert_eq!(Signal(12).to_string(), "SIGUSR2");
}

#[test]
fn time_is_over() {
    let kid = Kid::sleeper();
    let process = kid.process();
    let waited = process.wait(Some(Duration::from_millis(20)));
    assert!(matches!(waited, Err(Error::TimeoutExpired { pid: Some(pid), .. }) if pid == kid.pid()));
    assert!(matches!(process.wait(NOW), Err(Error::TimeoutExpired { .. })));
    assert!(process.is_running().unwrap());
}

#[test]
fn stopped_and_going_on() {
    let kid = Kid::sleeper();
    let process = kid.process();
    let state = || output("ps", &["-o", "state=", "-p", &kid.pid().to_string()]);
    process.suspend().unwrap();
    eventually("stopped", || process.status().unwrap() == Status::Stopped);
    assert_eq!(state().trim(), "T");
    process.resume().unwrap();
    eventually("sleeping", || process.status().unwrap() == Status::Sleeping);
    assert_eq!(state().trim(), "S");
}

#[test]
fn many_are_waited_for_at_once() {
    let kids: Vec<Kid> = (0..20).map(|i| shell(&format!("read x; exit {i}"))).collect();
    // Their input is empty, so they end; two more stay.
    let (stay, last) = (Kid::sleeper(), Kid::sleeper());
    let mut all: Vec<Process> = kids.iter().map(Kid::process).collect();
    all.push(stay.process());
    eventually("ended", || kids.iter().all(|kid| kid.process().status().unwrap() == Status::Zombie));
    let mut seen = Vec::new();
    let waited =
        Process::wait_all(&all, Some(Duration::from_millis(100)), |p, exit| seen.push((p.clone(), exit))).unwrap();
    assert_eq!(waited.alive, [stay.process()]);
    assert_eq!(waited.gone, seen);
    for (i, kid) in kids.iter().enumerate() {
        assert!(seen.contains(&(kid.process(), Exit::Code(i as i32))), "{i}");
    }
    let killed = last.process();
    killed.kill().unwrap();
    assert_eq!(killed.wait(None).unwrap(), Exit::Signal(Signal::KILL));
}

#[test]
fn the_code_of_a_process_that_is_no_child() {
    for code in [0, 7] {
        let dir = tempfile::tempdir().unwrap();
        let gate = dir.path().join("gate");
        output("mkfifo", &[gate.to_str().unwrap()]);
        // The grandchild waits at the gate. Its parent becomes a program that reaps nobody.
        let script = format!("{{ read x < \"$0\"; exit {code}; }} & exec sleep 1000");
        let kid = Kid::spawn(Command::new("sh").args(["-c", &script]).arg(&gate));
        eventually("a program that reaps nobody", || kid.process().name().unwrap() == "sleep");
        let grandchild = kid.process().children().unwrap().remove(0);
        assert!(matches!(grandchild.wait(NOW), Err(Error::TimeoutExpired { .. })));
        drop(std::fs::File::options().write(true).open(&gate).unwrap());
        assert_eq!(grandchild.wait(None).unwrap(), Exit::Code(code));
        if is_root() {
            let seen = unprivileged(|| grandchild.wait(NOW)).unwrap();
            assert_eq!(seen, Exit::Unknown, "who may not know it is told no made-up code");
        }
    }
}

#[test]
fn a_hold_tells_the_end_also_after_it_was_reaped() {
    // The shell reaps its child at once.
    let shell = shell("sleep 1000 & echo; wait; exec sleep 1000");
    let children = || shell.process().children().unwrap();
    eventually("its child", || !children().is_empty());
    let child = children().remove(0);
    let hold = child.hold().unwrap();
    assert_eq!(hold.exit().unwrap(), None);
    child.kill().unwrap();
    eventually("reaped", || !child.is_running().unwrap());
    let expected = if tells_the_reaped() { Exit::Signal(Signal::KILL) } else { Exit::Unknown };
    assert_eq!(hold.exit().unwrap(), Some(expected));
    assert!(matches!(child.hold(), Err(Error::NoSuchProcess { .. })));
}

#[test]
#[allow(unsafe_code)]
fn a_hold_becomes_readable() {
    use rustix::event::{PollFd, PollFlags, poll};
    let kid = Kid::sleeper();
    let hold = kid.process().hold().unwrap();
    // SAFETY: the hold lives longer than what is borrowed of it.
    let fd = unsafe { std::os::fd::BorrowedFd::borrow_raw(hold.descriptor().unwrap()) };
    kid.process().kill().unwrap();
    assert_eq!(poll(&mut [PollFd::new(&fd, PollFlags::IN)], None).unwrap(), 1);
    assert_eq!(hold.exit().unwrap(), Some(Exit::Signal(Signal::KILL)));
    assert_eq!(kid.process().reap().unwrap(), Some(Exit::Signal(Signal::KILL)), "it was left");
}

/// Whether the kernel keeps the code of who was reaped (6.15+).
fn tells_the_reaped() -> bool {
    let release = output("uname", &["-r"]);
    let mut numbers = release.split(|c: char| !c.is_ascii_digit()).map(|n| n.parse::<u32>().unwrap_or(0));
    (numbers.next(), numbers.next()) >= (Some(6), Some(15))
}

#[test]
fn more_processes_than_descriptors() {
    again(&[], "wait::more_processes_than_descriptors", || {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let kids: Vec<Kid> = (0..40).map(|_| Kid::sleeper()).collect();
        let all: Vec<Process> = kids.iter().map(Kid::process).collect();
        setrlimit(Resource::Nofile, Rlimit { current: Some(30), ..getrlimit(Resource::Nofile) }).unwrap();
        // The last is beyond the limit, and those before it go on.
        all[39].kill().unwrap();
        let both: Vec<&Process> = all.iter().collect();
        let killed = Exit::Signal(Signal::KILL);
        assert_eq!(Process::wait_any(&both, Some(Duration::from_secs(60))).unwrap(), [(39, killed)]);
        all.iter().for_each(|process| process.kill().unwrap());
        let waited = Process::wait_all(&all, None, |_, exit| {
            assert_eq!(exit, killed);
            assert!(std::fs::File::open("/dev/null").is_ok(), "some are left for the caller");
        });
        assert_eq!(waited.unwrap().gone.len(), 40);
    });
}

#[test]
fn what_is_no_signal() {
    let kid = Kid::sleeper();
    for number in [-1, 65, 1000, i32::MAX] {
        let sent = kid.process().send_signal(Signal(number));
        assert!(matches!(sent, Err(Error::InvalidArgument(_))), "{number}: {sent:?}");
    }
    kid.process().send_signal(Signal(0)).unwrap();
    assert!(kid.process().is_running().unwrap());
}

#[test]
fn a_tree_of_files_cannot_be_acted_on() {
    let tree = Tree::new();
    tree.file("proc/9/stat", "9 (x) S 1 9 9 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 500 0 0 \n");
    let process = tree.system().process(9).unwrap();
    assert!(matches!(process.kill(), Err(Error::Unsupported { .. })));
    assert!(matches!(process.wait(NOW), Err(Error::Unsupported { .. })));
}

#[test]
fn names_of_signals() {
    for (text, number) in [("TERM", 15), ("sigkill", 9), ("SIGHUP", 1), ("17", 17)] {
        assert_eq!(text.parse(), Ok(Signal(number)), "{text}");
    }
    assert!("NOPE".parse::<Signal>().is_err());
    // The shell's own list, which has another name for 29 and none for 16.
    let list = output("sh", &["-c", "for i in $(seq 1 31); do kill -l $i; done"]);
    let names: Vec<&str> = Signal::names().iter().map(|(name, _)| *name).collect();
    assert_eq!(
        list.split_whitespace().map(|n| n.replace("POLL", "IO").replace("16", "STKFLT")).collect::<Vec<_>>(),
        names
    );
}

#[test]
fn a_kernel_without_pidfds() {
    again(&[], "wait::a_kernel_without_pidfds", || {
        seccomp::forget_pidfds();
        let mut kid = shell("read x; exit 7");
        let process = kid.process();
        assert_eq!(process.wait(None).unwrap(), Exit::Code(7));
        assert_eq!(kid.0.wait().unwrap().code(), Some(7));
        assert!(matches!(process.kill(), Err(Error::NoSuchProcess { .. })));
        let sleeper = Kid::sleeper();
        let process = sleeper.process();
        let hold = process.hold().unwrap();
        assert_eq!((hold.descriptor(), hold.exit().unwrap()), (None, None));
        assert!(matches!(process.wait(NOW), Err(Error::TimeoutExpired { .. })));
        assert_eq!((process.set_nice(3).unwrap(), process.nice().unwrap()), ((), 3));
        assert_eq!(process.uids().unwrap().real, rustix::process::getuid().as_raw());
        process.terminate().unwrap();
        assert_eq!(process.wait_and_reap(None).unwrap(), Exit::Signal(Signal::TERM));
        assert_eq!(hold.exit().unwrap(), Some(Exit::Unknown));
    });
}

#[test]
fn a_sandbox_without_signals_by_pidfd() {
    again(&[], "wait::a_sandbox_without_signals_by_pidfd", || {
        seccomp::forget_signals_by_pidfd();
        let sleeper = Kid::sleeper();
        let process = sleeper.process();
        assert_eq!((process.set_nice(3).unwrap(), process.nice().unwrap()), ((), 3));
        process.terminate().unwrap();
        assert_eq!(process.wait_and_reap(None).unwrap(), Exit::Signal(Signal::TERM));
        assert!(matches!(process.set_nice(4), Err(Error::NoSuchProcess { .. })));
    });
}

#[test]
fn the_end_of_a_thread() {
    let (tell, told) = std::sync::mpsc::channel();
    let (end, ended) = std::sync::mpsc::channel::<()>();
    let running = std::thread::spawn(move || {
        tell.send(rustix::thread::gettid().as_raw_nonzero().get()).unwrap();
        let _ = ended.recv();
    });
    let thread = sysproc::System::default().process(told.recv().unwrap() as u32).unwrap();
    assert!(matches!(thread.wait(NOW), Err(Error::TimeoutExpired { .. })));
    assert_eq!(Process::wait_any(&[&thread], NOW).unwrap(), []);
    let nice = Process::current().unwrap().nice().unwrap();
    assert_eq!((thread.set_nice(nice + 1).unwrap(), thread.nice().unwrap()), ((), nice + 1));
    assert_eq!(Process::current().unwrap().nice().unwrap(), nice, "the thread alone");
    drop(end);
    assert_eq!(thread.wait(None).unwrap(), Exit::Unknown);
    assert!(!thread.is_running().unwrap());
    running.join().unwrap();
}

#[test]
fn the_first_of_several() {
    let (first, second) = (Kid::sleeper(), Kid::sleeper());
    let (one, two) = (first.process(), second.process());
    assert_eq!(Process::wait_any(&[&one, &two], NOW).unwrap(), []);
    two.kill().unwrap();
    assert_eq!(Process::wait_any(&[&one, &two], None).unwrap(), [(1, Exit::Signal(Signal::KILL))]);
    assert_eq!(one.reap().unwrap(), None, "it still runs");
    assert_eq!(two.reap().unwrap(), Some(Exit::Signal(Signal::KILL)));
    assert_eq!(two.reap().unwrap(), None, "once only");
    assert_eq!(Process::wait_any(&[&one, &two], None).unwrap(), [(1, Exit::Unknown)], "gone before");
}

#[test]
fn another_ones_child_is_not_reaped() {
    let shell = shell("sleep 1000 & echo $!; wait");
    let children = || shell.process().children().unwrap();
    eventually("its child", || !children().is_empty());
    let child = &children()[0];
    child.kill().unwrap();
    assert_eq!(child.reap().unwrap(), None);
}
