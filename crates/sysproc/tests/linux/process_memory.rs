//! The memory of a process: of children that have arranged it, against `ps` and the kernel's other files.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt;
use std::process::{Command, Stdio};

use sysproc::process::MemoryExtra;
use sysproc::{Error, Process};

use crate::support::{Kid, Tree, eventually, output};

const MIB: u64 = 1 << 20;

/// A child that has written to 16 MiB of its memory and now waits until somebody reads its output.
fn kid_of_16_mib() -> Kid {
    let mut command = Command::new("dd");
    command
        .args(["if=/dev/zero", "bs=16M", "count=1"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    let kid = Kid(command.spawn().unwrap());
    let process = kid.process();
    eventually("the buffer to be filled", || process.memory_info().unwrap().rss > 16 * MIB);
    kid.wait_for(sysproc::process::Status::Sleeping);
    kid
}

/// The value of a line `key: 123 kB`, in bytes.
fn bytes_of(text: &str, key: &str) -> Option<u64> {
    let value = text.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(':'))?;
    Some(value.trim().strip_suffix(" kB")?.parse::<u64>().unwrap() * 1024)
}

#[test]
fn memory_is_what_ps_says() {
    let kid = Kid::stopped(["x"]);
    let pid = kid.pid().to_string();
    eventually("the same as ps", || {
        let info = kid.process().memory_info().unwrap();
        let ps = output("ps", &["-o", "rss=,vsz=", "-p", &pid]);
        let ps: Vec<u64> = ps.split_whitespace().map(|kb| kb.parse::<u64>().unwrap() * 1024).collect();
        [info.rss, info.vms] == ps[..]
    });
}

#[test]
fn more_of_the_memory_is_what_status_says() {
    let kid = kid_of_16_mib();
    let memory = kid.process().memory_info_ex().unwrap();
    let status = std::fs::read_to_string(format!("/proc/{}/status", kid.pid())).unwrap();
    assert_eq!(memory.peak_vms, bytes_of(&status, "VmPeak"));
    assert_eq!(memory.hugetlb, bytes_of(&status, "HugetlbPages"));
    let MemoryExtra::Linux(linux) = memory.info.extra else { panic!("{memory:?}") };
    assert_eq!(Some(linux.text), bytes_of(&status, "VmExe"));
    assert_eq!((linux.lib, linux.dirty), (0, 0));
    assert!(
        linux.data >= 16 * MIB && memory.rss_anon.is_none_or(|anon| anon + memory.swap.unwrap() >= 16 * MIB),
        "{memory:?}"
    );
    assert!(memory.peak_rss.unwrap() >= memory.info.rss);
}

#[test]
fn the_footprint_has_what_the_process_wrote_to() {
    let kid = kid_of_16_mib();
    let process = kid.process();
    let footprint = process.memory_footprint().unwrap();
    let maps = process.memory_maps().unwrap();
    // A page can be swapped out, by half a machine at work, but not get lost.
    let (uss, swap) = (footprint.uss, footprint.swap.unwrap());
    assert!(uss + swap >= 16 * MIB, "{footprint:?}");
    assert!(footprint.pss.unwrap() >= uss);
    let private =
        |map: &sysproc::process::MemoryMap| map.sizes.private_clean.unwrap() + map.sizes.private_dirty.unwrap();
    let by_regions: u64 = maps.iter().map(private).sum();
    assert!(by_regions.abs_diff(uss) < MIB, "{by_regions} by regions, {uss} in all");
}

#[test]
fn the_footprint_is_the_sum_of_the_regions_before_4_14() {
    let tree = Tree::new();
    let smaps = "00400000-00408000 r-xp 00000000 08:01 12     /bin/x\nRss: 8 kB\nPss: 5 kB\nPrivate_Clean: 4 kB\n\
        Private_Dirty: 1 kB\nSwap: 2 kB\n00500000-00600000 rw-p 00000000 00:00 0 \nRss: 900 kB\nPss: 900 kB\n\
        Private_Clean: 0 kB\nPrivate_Dirty: 900 kB\nPrivate_Hugetlb: 2048 kB\nSwap: 1 kB\n";
    tree.file("proc/7/stat", "7 (made) S 1 7 7 0 -1 0 1 2 3 4 5 6 7 8 20 0 1 0 4711 1000 10 \n");
    let process = tree.system().process(7).unwrap();
    assert!(matches!(process.memory_footprint(), Err(Error::Unsupported { .. })), "no file at all");
    tree.file("proc/7/smaps", smaps);
    let footprint = process.memory_footprint().unwrap();
    assert_eq!(footprint.uss, (4 + 1 + 900 + 2048) * 1024);
    assert_eq!((footprint.pss, footprint.swap), (Some(905 * 1024), Some(3 * 1024)));
    tree.file("proc/7/smaps", smaps.replace("Private_Clean: 0 kB\n", ""));
    assert!(matches!(process.memory_footprint(), Err(Error::System { .. })), "unknown is not nothing");
    tree.file("proc/7/smaps", "garbage\n");
    assert!(matches!(process.memory_footprint(), Err(Error::System { .. })));
}

#[test]
fn regions_of_a_file_that_is_read_in_parts() {
    let tree = Tree::new();
    tree.file("proc/7/stat", "7 (made) S 1 7 7 0 -1 0 1 2 3 4 5 6 7 8 20 0 1 0 4711 1000 10 \n");
    // One name in the middle is longer than all that is read at once.
    let name = |number: usize| format!("/{number}{}", "x".repeat(if number == 700 { 100_000 } else { number % 90 }));
    let region =
        |number: usize| format!("{number:x}000-{number:x}fff r-xp 0 08:01 12 {}\nRss: {number} kB\n", name(number));
    tree.file("proc/7/smaps", (1..=1500).map(region).collect::<String>());
    let maps = tree.system().process(7).unwrap().memory_maps().unwrap();
    let expected = (1..=1500).map(|number| (name(number).into(), number as u64 * 1024));
    assert!(maps.into_iter().map(|map| (map.sizes.path, map.sizes.rss)).eq(expected));
}

#[test]
fn regions_are_those_of_maps() {
    let kid = Kid::stopped(["x"]);
    let maps = kid.process().memory_maps().unwrap();
    let text = std::fs::read_to_string(format!("/proc/{}/maps", kid.pid())).unwrap();
    assert_eq!(maps.len(), text.lines().count());
    for (map, line) in maps.iter().zip(text.lines()) {
        assert!(line.starts_with(&format!("{:08x}-{:08x} {} ", map.start, map.end, map.perms)), "{map:?}: {line}");
        if map.sizes.path != "[vsyscall]" {
            assert_eq!(map.sizes.size, Some(map.end - map.start));
        }
    }
    let names: Vec<_> = maps.iter().map(|map| &map.sizes.path).collect();
    assert!(["[heap]", "[stack]"].iter().all(|name| names.contains(&&OsString::from(name))), "{names:?}");
    assert!(names.contains(&&kid.process().exe().unwrap().into_os_string()), "{names:?}");
}

#[test]
fn groups_are_the_sums_of_their_regions() {
    let kid = Kid::stopped(["x"]);
    let (maps, groups) = (kid.process().memory_maps().unwrap(), kid.process().memory_maps_grouped().unwrap());
    let mut sizes = BTreeMap::<OsString, u64>::new();
    for map in maps {
        *sizes.entry(map.sizes.path).or_default() += map.sizes.size.unwrap();
    }
    assert!(sizes.contains_key(OsStr::new("[anon]")), "{sizes:?}");
    assert_eq!(groups.into_iter().map(|group| (group.path, group.size.unwrap())).collect::<BTreeMap<_, _>>(), sizes);
}

/// Whether a file is among those that a process has mapped.
fn has_mapped(process: &Process, path: &std::path::Path) -> bool {
    process.memory_maps().unwrap().iter().any(|map| map.sizes.path == path)
}

#[test]
fn mapped_files_with_odd_names() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().canonicalize().unwrap();
    for name in [
        b"line\nend".as_slice(),
        b"blank at the end ",
        b" tab\t",
        b"\nRss: 5 kB",
        b"written \\012 so",
        b"x (deleted)",
        b"line\nend (deleted)",
        b"\xff",
    ] {
        let program = folder.join(OsStr::from_bytes(name));
        let kid = Kid::copied_sleeper(&program);
        let process = kid.process();
        assert!(has_mapped(&process, &program), "{program:?}: {:?}", process.memory_maps_grouped());
        std::fs::remove_file(&program).unwrap();
        if !name.contains(&b'\\') {
            assert!(has_mapped(&process, &program), "deleted {program:?}: {:?}", process.memory_maps_grouped());
        }
    }
}

#[test]
fn a_deleted_mapped_file_beside_one_that_is_called_so() {
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().canonicalize().unwrap().join("x");
    let kid = Kid::copied_sleeper(&program);
    std::fs::remove_file(&program).unwrap();
    std::fs::write(folder.path().join("x (deleted)"), "").unwrap();
    assert!(has_mapped(&kid.process(), &program));
}

#[test]
fn regions_without_a_size_are_an_error() {
    let tree = Tree::new();
    tree.file("proc/7/stat", "7 (made) S 1 7 7 0 -1 0 1 2 3 4 5 6 7 8 20 0 1 0 4711 1000 10 \n");
    tree.file("proc/7/smaps", "00400000-00408000 r-xp 00000000 08:01 12     /bin/x\nSize: 8 kB\n");
    let process = tree.system().process(7).unwrap();
    assert!(matches!(process.memory_maps(), Err(Error::System { .. })));
}
