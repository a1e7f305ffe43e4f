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
    // A pid that the running machine has too: it must not be asked.
    let pid = std::process::id();
    let stat = |start: u32| format!("{pid} (x) S 1 9 9 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 {start} 0 0 \n");
    tree.file(&format!("proc/{pid}/stat"), stat(500));
    let process = tree.system().process(pid).unwrap();
    assert_eq!(process.nice().unwrap(), 0);
    assert!((0..5).all(|_| process.is_running().unwrap() && process.ppid().unwrap() == 1));
    tree.file(&format!("proc/{pid}/stat"), stat(501));
    assert!(!process.is_running().unwrap());
    assert!(matches!(process.nice(), Err(Error::NoSuchProcess { .. })));
    assert_ne!(process, tree.system().process(pid).unwrap());
}

#[test]
fn a_handle_is_equal_to_another_of_the_same_process() {
    assert_eq!(Process::current().unwrap(), Process::new(std::process::id()).unwrap());
    let kid = Kid::sleeper();
    assert_ne!(Process::current().unwrap(), kid.process());
}

#[test]
fn times_of_a_captured_tree_are_its_own() {
    let tree = Tree::new();
    tree.file("proc/9/stat", "9 (x) S 1 9 9 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 250 0 0 \n");
    let process = tree.system().process(9).unwrap();
    assert!(process.create_time().is_err(), "nothing says when it was booted");
    tree.file("proc/stat", "cpu 1 2 3 4\nbtime 1000000\n");
    let created = process.create_time().unwrap().duration_since(std::time::UNIX_EPOCH).unwrap();
    assert_eq!(created.as_secs_f64(), 1_000_002.5);
}

#[test]
fn boot_is_when_the_kernel_says() {
    let stat = std::fs::read_to_string("/proc/stat").unwrap();
    let btime: u64 = stat.lines().find_map(|line| line.strip_prefix("btime ")).unwrap().parse().unwrap();
    let me = Process::current().unwrap();
    let created = me.create_time().unwrap().duration_since(std::time::UNIX_EPOCH).unwrap();
    let ticks = rustix::param::clock_ticks_per_second();
    assert_eq!(created.as_millis(), u128::from(btime * 1000 + me.start_time().0 * 1000 / ticks));
}

#[test]
fn a_mark_stays_with_its_process() {
    let system = System::default();
    let kid = Kid::sleeper();
    let mark = || system.marked_pids().unwrap().into_iter().find(|(pid, _)| *pid == kid.pid());
    assert!(mark().is_some());
    let pids: Vec<_> = system.marked_pids().unwrap().into_iter().map(|(pid, _)| pid).collect();
    assert!(pids.is_sorted());
    // The kernel may drop an entry from its cache at any moment, though hardly each time.
    assert!((0..10).any(|_| mark() == mark()));
}
