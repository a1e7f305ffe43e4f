//! Lists of processes, and several things of one.

use std::collections::BTreeSet;

use sysproc::process::{Field, Fields, MemoryExtra, Snapshot, Watcher};
use sysproc::{Process, System};

use crate::support::Kid;

#[test]
fn a_list_has_the_children() {
    let system = System::default();
    let kids = [Kid::new("wait"), Kid::new("wait")];
    let pids = system.pids().unwrap();
    assert!(pids.is_sorted());
    let marked = system.marked_pids().unwrap();
    for kid in &kids {
        assert!(pids.contains(&kid.pid()) && system.pid_exists(kid.pid()).unwrap());
        let mark = marked.iter().find(|(pid, _)| *pid == kid.pid()).unwrap().1;
        assert_eq!(mark, kid.process().start_time().0);
    }
}

#[test]
fn a_listing_says_what_the_getters_say() {
    let kid = Kid::new("thread");
    let process = kid.process();
    let all = System::default().processes(Fields::all() - Fields::MEMORY_FOOTPRINT - Fields::MEMORY_MAPS).unwrap();
    assert!(all.snapshots.is_sorted_by_key(|snapshot| snapshot.pid));
    let one = all.snapshots.iter().find(|snapshot| snapshot.pid == kid.pid()).unwrap();
    assert_eq!(one.start, process.start_time());
    assert_eq!(one.ppid, Field::Value(std::process::id()));
    assert_eq!(one.name, Field::Value(process.name().unwrap()));
    assert_eq!(one.exe, Field::Value(process.exe().unwrap()));
    assert_eq!(one.cmdline, Field::Value(process.cmdline().unwrap()));
    assert_eq!(one.environ, Field::Value(process.environ().unwrap()));
    assert_eq!(one.cwd, Field::Value(process.cwd().unwrap()));
    assert_eq!(one.create_time, Field::Value(process.create_time().unwrap()));
    assert_eq!(one.status, Field::Value(process.status().unwrap()));
    assert_eq!(one.username, Field::Value(process.username().unwrap()));
    assert_eq!(one.nice, Field::Value(process.nice().unwrap()));
    assert_eq!(one.cpu_affinity, Field::Value(process.cpu_affinity().unwrap()));
    assert_eq!(one.num_threads, Field::Value(process.num_threads().unwrap()));
    assert_eq!(one.uids, Field::Unsupported);
    assert_eq!(one.memory_maps, Field::NotAsked);
    let threads = |snapshot: &Snapshot| snapshot.threads.value().unwrap().iter().map(|t| t.id).collect::<BTreeSet<_>>();
    assert_eq!(threads(one), process.threads().unwrap().iter().map(|thread| thread.id).collect());
}

#[test]
fn one_read_tells_all_that_the_list_has() {
    let me = Process::current().unwrap();
    let mut known = Snapshot::default();
    me.snapshot_more(Fields::EXE, &mut known).unwrap();
    assert_eq!(known.asked(), Fields::EXE);
    me.snapshot_more(Fields::PPID, &mut known).unwrap();
    let told =
        Fields::NUM_THREADS | Fields::CPU_TIMES | Fields::MEMORY_INFO | Fields::IO_COUNTERS | Fields::NUM_HANDLES;
    assert!(known.asked().contains(told | Fields::PPID | Fields::EXE));
    let before = known.clone();
    me.snapshot_more(told, &mut known).unwrap();
    assert_eq!(known, before, "nothing is read twice");
}

#[test]
fn memory_of_the_list_and_of_the_handle() {
    let small = Kid::new("wait");
    let large = Kid::new("allocate 50000000");
    let rss = |kid: &Kid| kid.process().memory_info().unwrap().rss;
    assert!(rss(&large) > rss(&small) + 40_000_000, "{} {}", rss(&large), rss(&small));
    let listed = large.process().snapshot(Fields::MEMORY_INFO | Fields::MEMORY_INFO_EX).unwrap();
    let info = listed.memory_info.value().unwrap();
    let MemoryExtra::Windows(extra) = &info.extra else { panic!("{info:?}") };
    assert_eq!((info.rss, info.vms), (extra.wset, extra.pagefile));
    assert!(info.rss > 50_000_000 && extra.peak_wset >= extra.wset);
    let ex = listed.memory_info_ex.value().unwrap();
    assert_eq!(ex.peak_rss, Some(extra.peak_wset));
    assert!(ex.virtual_size.unwrap() >= 50_000_000);
}

#[test]
fn a_watcher_lists_again_and_again() {
    let mut watcher = Watcher::new(&System::default(), Fields::NAME);
    let has = |watcher: &mut Watcher, pid| watcher.update().unwrap().snapshots.iter().any(|s| s.pid == pid);
    let kid = Kid::new("wait");
    let pid = kid.pid();
    assert!(has(&mut watcher, pid));
    drop(kid);
    assert!(!has(&mut watcher, pid));
    assert_eq!(watcher.descriptors(), 0);
}
