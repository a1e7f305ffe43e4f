//! Snapshots and listings.

use std::os::unix::process::CommandExt;
use std::process::Command;

use sysproc::process::{Field, Fields, Snapshot, Tree as Family};
use sysproc::{Error, Process, System};

use crate::support::{Kid, Tree, in_some_try, output};

const LISTED: Fields = Fields::PPID
    .union(Fields::NAME)
    .union(Fields::UIDS)
    .union(Fields::STATUS)
    .union(Fields::CPU_TIMES)
    .union(Fields::MEMORY)
    .union(Fields::CREATE_TIME)
    .union(Fields::NUM_THREADS);

#[test]
fn a_listing_has_what_each_process_says_of_itself() {
    let kid = Kid::sleeper();
    let all = System::default().processes(LISTED).unwrap();
    assert!(all.snapshots.iter().map(|s| s.pid).is_sorted());
    let found = all.snapshots.iter().find(|s| s.pid == kid.pid()).unwrap();
    let process = kid.process();
    assert_eq!(found.start, process.start_time());
    assert_eq!(found.process(&System::default()), process);
    assert_eq!(found.ppid, Field::Value(std::process::id()));
    assert_eq!(found.create_time, Field::Value(process.create_time().unwrap()));
    assert_eq!(found.num_threads, Field::Value(1));
    let uid = rustix::process::getuid().as_raw();
    assert_eq!(found.uids.value().unwrap().real, uid);
    // What was not asked for is not there.
    assert_eq!((&found.nice, &found.exe), (&Field::NotAsked, &Field::NotAsked));
}

#[test]
fn every_process_is_listed_as_ps_lists_it() {
    in_some_try(compare_with_ps);
}

fn compare_with_ps() {
    // Processes come and go meanwhile: what is in both lists must agree.
    let before = output("ps", &["-eo", "pid=,ppid=,ruid=,nlwp=,lstart="]);
    let all = System::default().processes(LISTED).unwrap();
    let mut compared = 0;
    for line in before.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [pid, ppid, uid, ..] = [0, 1, 2, 3].map(|i| words[i].parse::<u32>().unwrap());
        let Some(found) = all.snapshots.iter().find(|s| s.pid == pid) else { continue };
        assert_eq!(found.ppid, Field::Value(ppid), "{line}");
        assert_eq!(found.uids.value().unwrap().real, uid, "{line}");
        compared += 1;
    }
    assert!(compared >= 3, "at least init, this test and its parent");
}

#[test]
fn ids_where_the_pidfd_does_not_tell_them() {
    // Linux 6.13 says ESRCH of a process whose parent the caller cannot see.
    crate::support::again(&[], "snapshot::ids_where_the_pidfd_does_not_tell_them", || {
        crate::seccomp::deny_pidfd_info();
        let kid = Kid::sleeper();
        let (user, group) = (rustix::process::getuid().as_raw(), rustix::process::getgid().as_raw());
        assert_eq!(kid.process().uids().unwrap().real, user);
        assert_eq!(kid.process().gids().unwrap().real, group);
        let all = System::default().processes(Fields::UIDS).unwrap();
        assert_eq!(all.snapshots.iter().find(|s| s.pid == kid.pid()).unwrap().uids.value().unwrap().real, user);
    });
}

#[test]
fn a_snapshot_of_a_process_that_is_gone() {
    let mut kid = Kid::sleeper();
    let process = kid.process();
    kid.0.kill().unwrap();
    kid.0.wait().unwrap();
    for fields in [Fields::NAME, Fields::UIDS, Fields::all()] {
        assert!(matches!(process.snapshot(fields), Err(Error::NoSuchProcess { .. })), "{fields:?}");
    }
}

#[test]
fn a_long_name_is_completed_from_the_command_line() {
    let dir = tempfile::tempdir().unwrap();
    let program = dir.path().join("a-name-longer-than-fifteen-bytes");
    crate::support::copy(&crate::support::which("sleep"), &program);
    let kid = Kid::spawn(Command::new(&program).arg("1000"));
    crate::support::eventually("the program runs", || kid.process().name().unwrap().len() > 15);
    assert_eq!(kid.process().name().unwrap(), "a-name-longer-than-fifteen-bytes");
    // Another first argument is no name.
    let kid = Kid::spawn(Command::new(&program).arg0("other").arg("1000"));
    crate::support::eventually("the program runs", || kid.process().name().unwrap() == "a-name-longer-t");
}

#[test]
fn children_and_descendants() {
    let kid = Kid::spawn(Command::new("sh").args(["-c", "sleep 1000 & sleep 1000 & wait"]));
    crate::support::eventually("two children", || kid.process().children().unwrap().len() == 2);
    let me = Process::current().unwrap();
    assert!(me.children().unwrap().contains(&kid.process()));
    let grandchildren = kid.process().children().unwrap();
    let descendants = me.descendants().unwrap();
    assert!(grandchildren.iter().all(|g| descendants.contains(g) && !me.children().unwrap().contains(g)));
    assert_eq!(grandchildren[0].parent().unwrap(), Some(kid.process()));
    assert_eq!(grandchildren[0].parents().unwrap()[..2], [kid.process(), me]);
    for grandchild in &grandchildren {
        grandchild.kill().unwrap();
    }
}

#[test]
fn a_child_is_younger_than_its_parent() {
    let tree = Tree::new();
    let stat = |pid: u32, ppid: u32, start: u32| {
        let line = format!("{pid} (x) S {ppid} 9 9 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 {start} 4096 1 \n");
        tree.file(&format!("proc/{pid}/stat"), line);
    };
    stat(10, 1, 500); // The pid of its parent belongs to a younger process by now.
    stat(1, 0, 600);
    stat(11, 1, 600);
    stat(12, 11, 700);
    stat(13, 99, 700); // Its parent is gone.
    let all = tree.system().processes(Fields::PPID | Fields::MEMORY).unwrap();
    let family = Family::new(&all.snapshots);
    let pids = |found: Vec<&sysproc::process::Snapshot>| found.iter().map(|s| s.pid).collect::<Vec<_>>();
    assert_eq!(pids(family.children(1).collect()), [11]);
    assert_eq!(pids(family.descendants(1)), [11, 12]);
    assert_eq!(pids(family.roots().collect()), [1, 10, 13]);
    assert_eq!(family.total(1, |s| s.memory.value().map(|m| m.vms)), 3 * 4096);
    assert_eq!(tree.system().process(10).unwrap().parent().unwrap(), None);
    assert_eq!(tree.system().process(1).unwrap().descendants().unwrap().len(), 2);
}

#[test]
fn a_circle_of_parents_ends() {
    let tree = Tree::new();
    for (pid, ppid) in [(5, 6), (6, 5), (7, 7)] {
        let line = format!("{pid} (x) S {ppid} 9 9 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 5 4096 1 \n");
        tree.file(&format!("proc/{pid}/stat"), line);
    }
    let system = tree.system();
    assert!(system.process(5).unwrap().descendants().unwrap().len() <= 3);
    assert!(system.process(5).unwrap().parents().unwrap().len() <= 2);
    assert_eq!(system.process(7).unwrap().parent().unwrap(), None);
}

#[cfg(feature = "serde")]
#[test]
fn a_listing_is_written_and_read_back() {
    let all = System::default().processes(Fields::all()).unwrap();
    assert!(all.snapshots.len() >= 2);
    let text = serde_json::to_string(&all).unwrap();
    let again: sysproc::process::Listing = serde_json::from_str(&text).unwrap();
    assert_eq!(again.snapshots.len(), all.snapshots.len());
    for (a, b) in all.snapshots.iter().zip(&again.snapshots) {
        assert_eq!(a, b);
    }
}

#[test]
fn a_watcher_sees_what_a_listing_sees() {
    use sysproc::process::Watcher;
    let fields = LISTED | Fields::MEMORY_INFO;
    let mut watcher = Watcher::new(&System::default(), fields);
    let mut kid = Kid::sleeper();
    let process = kid.process();
    for _ in 0..3 {
        let seen = watcher.update().unwrap();
        assert!(seen.snapshots.iter().map(|s| s.pid).is_sorted());
        let found = seen.snapshots.iter().find(|s| s.pid == kid.pid()).unwrap();
        let asked = process.snapshot(fields).unwrap();
        assert_eq!((found.start, &found.uids, &found.memory_info), (asked.start, &asked.uids, &asked.memory_info));
    }
    assert!(watcher.descriptors() > 0);
    kid.0.kill().unwrap();
    kid.0.wait().unwrap();
    assert!(watcher.update().unwrap().snapshots.iter().all(|s| s.pid != kid.pid()));
}

#[test]
fn a_watcher_holds_no_more_than_its_limit() {
    use sysproc::process::Watcher;
    let kids: Vec<Kid> = (0..5).map(|_| Kid::sleeper()).collect();
    for limit in [0, 1, 4, 7] {
        let mut watcher = Watcher::with_limit(&System::default(), LISTED | Fields::MEMORY_INFO, limit);
        for _ in 0..2 {
            let seen = watcher.update().unwrap();
            assert!(kids.iter().all(|kid| seen.snapshots.iter().any(|s| s.pid == kid.pid())));
            assert!(watcher.descriptors() <= limit, "{} of {limit}", watcher.descriptors());
        }
    }
}

#[test]
fn a_watcher_follows_the_limit_of_its_caller() {
    crate::support::again(&[], "snapshot::a_watcher_follows_the_limit_of_its_caller", || {
        use rustix::process::{Resource, getrlimit, setrlimit};
        let _kids: Vec<Kid> = (0..20).map(|_| Kid::sleeper()).collect();
        let mut watcher = sysproc::process::Watcher::new(&System::default(), LISTED | Fields::MEMORY_INFO);
        watcher.update().unwrap();
        assert!(watcher.descriptors() >= 40);
        setrlimit(Resource::Nofile, rustix::process::Rlimit { current: Some(80), ..getrlimit(Resource::Nofile) })
            .unwrap();
        for _ in 0..2 {
            assert!(watcher.update().unwrap().snapshots.len() >= 20);
            assert!(watcher.descriptors() <= 20);
        }
    });
}

#[test]
fn a_watcher_leaves_descriptors_to_its_program() {
    crate::support::again(&[], "snapshot::a_watcher_leaves_descriptors_to_its_program", || {
        use rustix::process::{Resource, getrlimit, setrlimit};
        use std::{fs::File, iter::repeat_with};
        let kids: Vec<Kid> = (0..20).map(|_| Kid::sleeper()).collect();
        setrlimit(Resource::Nofile, rustix::process::Rlimit { current: Some(64), ..getrlimit(Resource::Nofile) })
            .unwrap();
        let new = || sysproc::process::Watcher::new(&System::default(), LISTED | Fields::MEMORY_INFO);
        let whatever_is_free = || repeat_with(|| File::open("/dev/null")).map_while(Result::ok).collect::<Vec<_>>();
        // It works again and again, tells everything, and leaves so many descriptors each time.
        let check = |watcher: &mut sysproc::process::Watcher, least: usize| {
            for _ in 0..3 {
                let seen = watcher.update().unwrap();
                for kid in &kids {
                    let found = seen.snapshots.iter().find(|found| found.pid == kid.pid()).unwrap();
                    assert_eq!(found.asked(), LISTED | Fields::MEMORY_INFO);
                    assert!(found.uids.value().is_some() && found.memory_info.value().is_some(), "{found:?}");
                }
                assert!(whatever_is_free().len() >= least);
            }
        };
        for free in [5, 20] {
            // Those with the highest numbers: an eighth of all is 8. And those with the lowest.
            let mut files = whatever_is_free();
            files.truncate(files.len() - free);
            check(&mut new(), free.min(8));
            drop(files);
            let mut files = whatever_is_free();
            files.drain(..free);
            check(&mut new(), 3);
        }
        let mut watcher = new();
        check(&mut watcher, 8);
        let held = watcher.descriptors();
        assert!(held >= 10, "{held}");
        let mut files = whatever_is_free();
        files.truncate(files.len() - 2);
        check(&mut watcher, 8);
        drop(files);
        check(&mut watcher, 8);
        let files = whatever_is_free();
        check(&mut watcher, 3);
        drop(files);
        check(&mut watcher, 8);
        assert!((1..held).contains(&watcher.descriptors()), "{} of {held}", watcher.descriptors());
    });
}

#[test]
fn what_a_read_told_is_not_read_again() {
    let mut kid = Kid::sleeper();
    let (process, mut known) = (kid.process(), Snapshot::default());
    process.snapshot_more(Fields::PPID, &mut known).unwrap();
    assert_eq!(known.ppid, Field::Value(std::process::id()));
    let told = known.asked();
    assert!(told.contains(Fields::CPU_TIMES | Fields::STATUS | Fields::NAME), "the same read tells them");
    assert!(!told.intersects(Fields::EXE | Fields::UIDS), "it does not: {told:?}");
    process.snapshot_more(Fields::USERNAME | Fields::MEMORY_INFO_EX | Fields::NAME, &mut known).unwrap();
    assert_eq!(known.name.value(), process.name().ok().as_ref());
    assert_eq!(known.username.value(), process.username().ok().as_ref());
    assert_eq!(known.memory_info_ex.map(|ex| ex.info.clone()), known.memory_info);
    kid.0.kill().unwrap();
    kid.0.wait().unwrap();
    process.snapshot_more(Fields::PPID | Fields::GIDS, &mut known).unwrap();
    let gone = process.snapshot_more(Fields::EXE, &mut known);
    assert!(matches!(gone, Err(Error::NoSuchProcess { .. })));
    assert_eq!(known.ppid, Field::Value(std::process::id()), "what was known stays");
}
