//! What a snapshot takes from a read that it makes for something else: it is what the read of its own would have said.

use std::ffi::OsString;

use sysproc::Process;
use sysproc::process::{Field, Fields, MemoryExtra, MemoryInfo, Snapshot};

use crate::support::{Kid, Tree, in_some_try};

const STAT: &str = "7 (made) S 1 7 7 0 -1 0 1 2 3 4 5 6 7 8 20 0 1 0 4711 1000 10 \n";

/// The numbers of `statm`: size, resident, shared, text, lib, data and dirty, in pages.
fn pages(info: &MemoryInfo) -> [u64; 7] {
    let MemoryExtra::Linux(more) = info.extra else { panic!("{info:?}") };
    [info.vms, info.rss, more.shared, more.text, more.lib, more.data, more.dirty]
        .map(|bytes| bytes / rustix::param::page_size() as u64)
}

fn statm_of(pid: u32) -> [u64; 7] {
    let text = std::fs::read_to_string(format!("/proc/{pid}/statm")).unwrap();
    let numbers: Vec<u64> = text.split_whitespace().map(|word| word.parse().unwrap()).collect();
    numbers.try_into().unwrap()
}

#[test]
fn memory_from_status_is_that_of_statm() {
    let kid = Kid::stopped(["x"]);
    let process = kid.process();
    // The kernel may take a page away meanwhile.
    in_some_try(|| compare_with_statm(&process));
}

fn compare_with_statm(process: &Process) {
    let mut known = Snapshot::default();
    process.snapshot_more(Fields::MEMORY_INFO_EX, &mut known).unwrap();
    let whole = process.snapshot(Fields::MEMORY_INFO | Fields::MEMORY_INFO_EX).unwrap();
    let infos = [
        process.memory_info().unwrap(),
        process.memory_info_ex().unwrap().info,
        whole.memory_info.into_value().unwrap(),
        whole.memory_info_ex.into_value().unwrap().info,
        known.memory_info.into_value().unwrap(),
    ];
    assert_eq!(infos.map(|info| pages(&info)), [statm_of(process.pid()); 5]);
}

#[test]
fn memory_from_status_only_if_that_tells_all() {
    let tree = Tree::new();
    let status = "Name:\tmade\nUid:\t1\t2\t3\t4\nGid:\t1\t2\t3\t4\nThreads:\t1\nVmSize:\t   400 kB\nVmRSS:\t   200 kB\n\
        RssAnon:\t    40 kB\nRssFile:\t   120 kB\nRssShmem:\t    40 kB\nVmData:\t    80 kB\nVmStk:\t    40 kB\n\
        VmExe:\t   160 kB\nVmLib:\t     8 kB\nvoluntary_ctxt_switches:\t5\nnonvoluntary_ctxt_switches:\t6\n";
    tree.file("proc/7/stat", STAT).file("proc/7/statm", "1 2 3 4 5 6 7\n").file("proc/7/status", status);
    let process = tree.system().process(7).unwrap();
    let ask = || {
        let found = process.snapshot(Fields::MEMORY_INFO | Fields::MEMORY_INFO_EX | Fields::UIDS).unwrap();
        assert_eq!(found.uids.map(|ids| ids.saved), Field::Value(3));
        let info = found.memory_info.into_value();
        assert_eq!(info, found.memory_info_ex.into_value().map(|ex| ex.info));
        assert_eq!(info, process.memory_info_ex().ok().map(|ex| ex.info));
        info.map(|info| pages(&info).map(|pages| pages * rustix::param::page_size() as u64))
    };
    assert_eq!(ask(), Some([400, 200, 160, 160, 0, 120, 0].map(|kilobytes| kilobytes * 1024)));
    let of_statm = Some([1, 2, 3, 4, 5, 6, 7].map(|pages| pages * rustix::param::page_size() as u64));
    // Without executable memory besides, the kernel may have cut the number before.
    for (line, instead) in
        [("VmLib:\t     8 kB", "VmLib:\t     0 kB"), ("RssShmem:\t    40 kB\n", ""), ("VmStk", "Stk")]
    {
        tree.file("proc/7/status", status.replace(line, instead));
        assert_eq!(ask(), of_statm, "{line}");
    }
    std::fs::remove_file(tree.path().join("proc/7/statm")).unwrap();
    assert_eq!(ask(), None, "from neither");
}

#[test]
fn threads_of_one_and_of_many() {
    let kid = Kid::stopped(["x"]);
    let with_status = Fields::THREADS | Fields::NUM_CTX_SWITCHES;
    let one = kid.process().snapshot(with_status).unwrap().threads.into_value().unwrap();
    assert_eq!(one.iter().map(|thread| thread.id).collect::<Vec<_>>(), [u64::from(kid.pid())]);
    assert_eq!(one, kid.process().threads().unwrap());
    std::thread::spawn(move || {
        let threads = Process::current().unwrap().snapshot(with_status).unwrap().threads.into_value().unwrap();
        let me = rustix::thread::gettid().as_raw_nonzero().get();
        assert!(threads.iter().any(|thread| Ok(thread.id) == u64::try_from(me)), "{me}: {threads:?}");
        assert!(threads.len() > 1);
    })
    .join()
    .unwrap();
}

#[test]
fn the_only_thread_may_have_another_number() {
    let tree = Tree::new();
    tree.file("proc/7/stat", STAT).file("proc/7/status", "Threads:\t1\n");
    tree.file("proc/7/task/8/stat", STAT.replacen('7', "8", 1));
    let found = tree.system().process(7).unwrap().snapshot(Fields::THREADS | Fields::NUM_CTX_SWITCHES).unwrap();
    assert_eq!(found.threads.value().unwrap().iter().map(|thread| thread.id).collect::<Vec<_>>(), [8]);
}

#[test]
fn the_number_of_descriptors_beside_the_open_files() {
    let kid = Kid::stopped(["x"]);
    let found = kid.process().snapshot(Fields::NUM_FDS | Fields::OPEN_FILES).unwrap();
    let listed = std::fs::read_dir(format!("/proc/{}/fd", kid.pid())).unwrap().count();
    assert_eq!(found.num_fds, Field::Value(listed));
    assert_eq!(found.num_fds, kid.process().snapshot(Fields::NUM_FDS).unwrap().num_fds);
}

#[test]
fn groups_of_regions_that_are_not_side_by_side() {
    let tree = Tree::new();
    tree.file("proc/7/stat", STAT);
    // A file, memory of no file, and the file again; then two files of one name, of which the first is gone.
    let region = |at: u32, inode: u32, name: &str, rss: u32| {
        format!("{at}000-{at}fff r-xp 0 08:01 {inode} {name}\nRss: {rss} kB\nSwap: 1 kB\n")
    };
    let smaps = [
        region(1, 12, "/b", 1),
        region(2, 12, "/b", 2),
        region(3, 0, "", 4),
        region(4, 12, "/b", 8),
        region(5, 0, "", 16),
        region(6, 13, "/a", 32),
        region(7, 14, "/a", 64),
    ];
    tree.file("proc/7/smaps", smaps.concat());
    let process = tree.system().process(7).unwrap();
    let groups = process.memory_maps_grouped().unwrap();
    let told: Vec<_> =
        groups.iter().map(|group| (group.path.clone(), group.rss / 1024, group.swap.unwrap() / 1024)).collect();
    assert_eq!(
        told,
        [("/b", 11, 3), ("[anon]", 20, 2), ("/a", 96, 2)].map(|(path, rss, swap)| (OsString::from(path), rss, swap))
    );
    let both = process.snapshot(Fields::MEMORY_MAPS | Fields::MEMORY_MAPS_GROUPED).unwrap();
    assert_eq!((both.memory_maps.value().unwrap().len(), both.memory_maps_grouped.value()), (7, Some(&groups)));
    assert_eq!(process.snapshot(Fields::MEMORY_MAPS_GROUPED).unwrap().memory_maps_grouped.value(), Some(&groups));
}

#[test]
fn files_side_by_side_that_are_shown_alike() {
    use std::os::unix::fs::MetadataExt;
    let (tree, folder) = (Tree::new(), tempfile::tempdir().unwrap());
    // One is really called so, the other was deleted.
    let named = folder.path().canonicalize().unwrap().join("x (deleted)");
    std::fs::write(&named, "").unwrap();
    let inode = std::fs::metadata(&named).unwrap().ino();
    let region =
        |at: u32, inode: u64| format!("{at}000-{at}fff r-xp 0 08:01 {inode} {}\nRss: {at} kB\n", named.display());
    tree.file("proc/7/stat", STAT).file("proc/7/smaps", region(1, inode) + &region(2, inode + 1));
    let groups = tree.system().process(7).unwrap().memory_maps_grouped().unwrap();
    let told: Vec<_> = groups.into_iter().map(|group| (group.path, group.rss / 1024)).collect();
    let other = named.with_file_name("x");
    assert_eq!(told, [(named.into_os_string(), 1), (other.into_os_string(), 2)]);
}
