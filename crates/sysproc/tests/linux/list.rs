//! Lists of processes.

use sysproc::{Error, Process, System};

use crate::support::{Kid, Tree, output};

#[test]
fn pids_are_sorted_and_have_us_and_our_child() {
    let kid = Kid::sleeper();
    let pids = System::default().pids().unwrap();
    assert!(pids.is_sorted());
    assert!(pids.contains(&std::process::id()) && pids.contains(&kid.pid()));
}

#[test]
fn pids_that_cannot_be() {
    let system = System::default();
    for pid in [0, 4_194_305, i32::MAX as u32, i32::MAX as u32 + 1, u32::MAX] {
        assert!(!system.pid_exists(pid).unwrap(), "{pid}");
        assert!(matches!(system.process(pid), Err(Error::NoSuchProcess { pid: p }) if p == pid), "{pid}");
    }
}

#[test]
fn a_thread_is_no_process_of_its_own() {
    let (started, thread) = std::sync::mpsc::channel();
    let (finish, wait) = std::sync::mpsc::channel::<()>();
    let handle = std::thread::spawn(move || {
        started.send(rustix::thread::gettid().as_raw_nonzero().get() as u32).unwrap();
        let _ = wait.recv();
    });
    let tid = thread.recv().unwrap();
    assert!(!System::default().pid_exists(tid).unwrap());
    assert!(System::default().pid_exists(std::process::id()).unwrap());
    drop(finish);
    handle.join().unwrap();
}

#[test]
fn what_stat_says_is_what_ps_says() {
    let kid = Kid::sleeper();
    let process = kid.process();
    let ps = output("ps", &["-o", "ppid=,ni=,nlwp=,psr=", "-p", &kid.pid().to_string()]);
    let ps: Vec<i64> = ps.split_whitespace().map(|word| word.parse().unwrap()).collect();
    assert_eq!(process.ppid().unwrap(), std::process::id());
    assert_eq!(i64::from(process.ppid().unwrap()), ps[0]);
    assert_eq!(i64::from(process.nice().unwrap()), ps[1]);
    assert_eq!(process.num_threads().unwrap() as i64, ps[2]);
    let started = process.create_time().unwrap();
    let ago = started.elapsed().unwrap_or_default();
    assert!(ago.as_secs() < 600, "a child of just now was started {ago:?} ago");
}

#[test]
fn a_process_that_was_reaped_is_gone() {
    let mut kid = Kid::sleeper();
    let process = kid.process();
    assert!(process.is_running().unwrap());
    kid.0.kill().unwrap();
    kid.0.wait().unwrap();
    assert!(!process.is_running().unwrap());
    assert!(matches!(process.ppid(), Err(Error::NoSuchProcess { .. })));
}

#[test]
fn a_reused_pid_is_another_process() {
    let tree = Tree::new();
    let stat = |start: u32| format!("9 (x) S 1 9 9 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 {start} 0 0 \n");
    tree.file("proc/9/stat", stat(500));
    let process = tree.system().process(9).unwrap();
    assert_eq!(process.nice().unwrap(), 0);
    tree.file("proc/9/stat", stat(501));
    assert!(!process.is_running().unwrap());
    assert!(matches!(process.nice(), Err(Error::NoSuchProcess { .. })));
    assert_ne!(process, tree.system().process(9).unwrap());
}

#[test]
fn a_handle_is_equal_to_another_of_the_same_process() {
    assert_eq!(Process::current().unwrap(), Process::new(std::process::id()).unwrap());
    let kid = Kid::sleeper();
    assert_ne!(Process::current().unwrap(), kid.process());
}
