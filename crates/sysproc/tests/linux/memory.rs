//! Memory of the machine, swap, and the heap of this process.

use std::hint::black_box;
use std::process::Command;

use sysproc::memory::{SwapMemory, VirtualMemory, heap_info, heap_trim};
use sysproc::{Error, System};

use crate::support::{Tree, in_some_try, output};

/// As RHEL 6 has it: no `MemAvailable` yet.
const MEMINFO_2_6_32: &str = "MemTotal:        1020624 kB\nMemFree:          105632 kB\nBuffers:          102400 kB\n\
    Cached:           496640 kB\nActive:           402944 kB\nInactive:         348160 kB\n\
    Active(file):     300544 kB\nInactive(file):   296960 kB\nSwapTotal:       2064376 kB\nSwapFree:        2060000 kB\n\
    Shmem:              2048 kB\nSlab:             122880 kB\nSReclaimable:      81920 kB\n";

const MEMINFO: &str = "MemTotal:       16000000 kB\nMemFree:         1000000 kB\nMemAvailable:    9000000 kB\n\
    Buffers:          500000 kB\nCached:          7000000 kB\nActive:          6000000 kB\nInactive:        5000000 kB\n\
    SwapTotal:       4000000 kB\nSwapFree:        3000000 kB\nShmem:            200000 kB\nSlab:             900000 kB\n\
    SReclaimable:     600000 kB\n";

const KIB: u64 = 1024;

fn tree(meminfo: &str) -> Tree {
    let tree = Tree::new();
    tree.file("proc/meminfo", meminfo);
    tree
}

fn virtual_memory(meminfo: &str) -> VirtualMemory {
    tree(meminfo).system().virtual_memory().unwrap()
}

fn malformed(error: &Error) -> bool {
    matches!(error, Error::System { source, .. } if source.kind() == std::io::ErrorKind::InvalidData)
}

/// The two lines of numbers of `free -bw`.
fn free(printed: &str) -> [Vec<u64>; 2] {
    ["Mem:", "Swap:"].map(|name| {
        let line = printed.lines().find_map(|line| line.strip_prefix(name)).unwrap();
        line.split_whitespace().map(|number| number.parse().unwrap()).collect()
    })
}

/// What `free -bw` has in its columns.
fn columns(memory: &VirtualMemory) -> Vec<u64> {
    let known = [memory.shared, memory.buffers, memory.cached].map(|amount| amount.unwrap());
    [[memory.total, memory.used, memory.free].as_slice(), &known, &[memory.available]].concat()
}

#[test]
fn totals_are_those_of_sysinfo() {
    let info = rustix::system::sysinfo();
    let bytes = |units: u128| units * u128::from(info.mem_unit);
    assert_eq!(u128::from(System::default().virtual_memory().unwrap().total), bytes(info.totalram.into()));
    assert_eq!(u128::from(System::default().swap_memory().unwrap().total), bytes(info.totalswap.into()));
}

#[test]
fn memory_as_free_says_it() {
    in_some_try(compare_with_free);
}

fn compare_with_free() {
    let system = System::default();
    let before = system.virtual_memory().unwrap();
    let [theirs, swap] = free(&output("free", &["-bw"]));
    let after = system.virtual_memory().unwrap();
    // Other programs run meanwhile; what a wrong formula gets wrong is more than a fiftieth of the memory, or so.
    let slack = before.total / 50;
    for ((before, after), theirs) in columns(&before).into_iter().zip(columns(&after)).zip(theirs) {
        let range = before.min(after).saturating_sub(slack)..=before.max(after) + slack;
        assert!(range.contains(&theirs), "{range:?} {theirs}");
    }
    let ours = system.swap_memory().unwrap();
    assert_eq!((ours.total, ours.used + ours.free), (swap[0], ours.total));
    assert!((0.0..=100.0).contains(&after.percent) && (0.0..=100.0).contains(&ours.percent));
}

/// `free` itself is shown the same file, in a mount namespace of its own.
#[test]
fn root_odd_files_as_free_says_them() {
    let lxc = MEMINFO.replace("MemTotal:       16000000", "MemTotal:        2000000");
    let narrow = MEMINFO.replace(":  ", ":").replace(": ", ":");
    let swap = MEMINFO.replace("SwapFree:        3000000", "SwapFree:        5000000");
    for text in [MEMINFO, &lxc, &narrow, &swap] {
        let tree = tree(text);
        let shown = Command::new("unshare")
            .args(["-m", "sh", "-c", "mount --bind \"$0\" /proc/meminfo && exec free -bw"])
            .arg(tree.path().join("proc/meminfo"))
            .output()
            .unwrap();
        assert!(shown.status.success(), "{}", String::from_utf8_lossy(&shown.stderr));
        let [memory, swap] = free(&String::from_utf8(shown.stdout).unwrap());
        assert_eq!(columns(&tree.system().virtual_memory().unwrap()), memory, "{text}");
        let ours = tree.system().swap_memory().unwrap();
        assert_eq!([ours.total, ours.used, ours.free].as_slice(), swap, "{text}");
    }
}

#[test]
fn every_field() {
    let expected = VirtualMemory {
        total: 16_000_000 * KIB,
        available: 9_000_000 * KIB,
        percent: 43.75,
        used: 7_000_000 * KIB,
        free: 1_000_000 * KIB,
        active: Some(6_000_000 * KIB),
        inactive: Some(5_000_000 * KIB),
        buffers: Some(500_000 * KIB),
        cached: Some(7_600_000 * KIB),
        shared: Some(200_000 * KIB),
        slab: Some(900_000 * KIB),
        wired: None,
    };
    assert_eq!(virtual_memory(MEMINFO), expected);
    assert_eq!(virtual_memory(&MEMINFO.replace(' ', "").replace("kB", " kB")), expected, "no blank after the colon");
}

#[test]
fn available_is_estimated_where_the_kernel_does_not_tell() {
    let pages_of = |kib: u64| kib * KIB / rustix::param::page_size() as u64;
    let low = 45_056;
    let tree = tree(MEMINFO_2_6_32);
    let zone = |low: u64| format!("Node 0, zone   Normal\n  pages free 26408\n        low      {}\n", pages_of(low));
    tree.file("proc/zoneinfo", [zone(1_024), zone(low - 1_024)].concat());
    // All the low watermarks from what is free, from the file cache, and half of the slab, which is less than they are.
    let expected = (105_632 - low) + (300_544 + 296_960 - low) + 81_920 / 2;
    assert_eq!(tree.system().virtual_memory().unwrap().available, expected * KIB);
    let zero = MEMINFO_2_6_32.replace("Buffers", "MemAvailable: 0 kB\nBuffers");
    tree.file("proc/meminfo", zero);
    assert_eq!(tree.system().virtual_memory().unwrap().available, expected * KIB, "0 where there is so much free");

    tree.file("proc/zoneinfo", "");
    let all = 105_632 + 300_544 + 296_960 + 81_920;
    assert_eq!(tree.system().virtual_memory().unwrap().available, all * KIB, "without watermarks");
    // Before Linux 2.6.28 the file cache has no lists of its own.
    tree.file("proc/meminfo", MEMINFO_2_6_32.replace("(file)", "(x)"));
    assert_eq!(tree.system().virtual_memory().unwrap().available, (105_632 + 496_640 - 2_048 + 81_920) * KIB);
}

/// The estimate is held against what the kernel of this machine says itself.
#[test]
fn the_estimate_is_near_to_what_the_kernel_says() {
    let read = |name: &str| std::fs::read_to_string(format!("/proc/{name}"));
    let meminfo = read("meminfo").unwrap();
    let told = virtual_memory(&meminfo);
    let Ok(zoneinfo) = read("zoneinfo") else { return };
    if told.available == 0 || !meminfo.contains("MemAvailable:") {
        return;
    }
    let tree = tree(&meminfo.replace("MemAvailable:", "Other:"));
    tree.file("proc/zoneinfo", zoneinfo);
    let estimate = tree.system().virtual_memory().unwrap().available;
    // The kernel takes its reserves off, too, which are of the size of the watermarks.
    assert!(estimate.abs_diff(told.available) < told.total / 20, "{estimate} {}", told.available);
}

#[test]
fn nothing_is_more_than_the_total_in_a_container() {
    let text = "MemTotal: 1000 kB\nMemFree: 900 kB\nMemAvailable: 500000 kB\nCached: 700000 kB\n";
    let memory = virtual_memory(text);
    assert_eq!((memory.available, memory.used), (900 * KIB, 100 * KIB));
    assert!((memory.percent - 10.0).abs() < 1e-9);
    let memory = virtual_memory("MemTotal: 1000 kB\nMemFree: 500000 kB\nMemAvailable: 600000 kB\n");
    assert_eq!((memory.available, memory.used, memory.percent), (1000 * KIB, 0, 0.0));
    let memory = virtual_memory("MemTotal: 1000 kB\nMemFree: 500000 kB\n");
    assert_eq!((memory.available, memory.used), (1000 * KIB, 0));
    let memory = virtual_memory("MemTotal: 0 kB\nMemFree: 0 kB\n");
    assert_eq!((memory.available, memory.percent), (0, 0.0));
}

#[test]
fn fields_that_are_missing_are_unknown() {
    let memory = virtual_memory("MemTotal: 1000 kB\nMemFree: 900 kB\nSlab: x kB\nShmem: 99999999999999999999 kB\n");
    let absent = [memory.active, memory.inactive, memory.buffers, memory.cached, memory.shared, memory.slab];
    assert_eq!(absent, [None; 6]);
    for text in ["", "MemTotal: 1000 kB\n", "MemFree: 1000 kB\n", "MemTotal: -1 kB\nMemFree: 0 kB\n"] {
        assert!(malformed(&tree(text).system().virtual_memory().unwrap_err()), "{text}");
        assert!(malformed(&tree(text).system().swap_memory().unwrap_err()), "{text}");
    }
    assert!(Tree::new().system().virtual_memory().is_err());
    assert!(Tree::new().system().swap_memory().is_err());
}

#[test]
fn a_meminfo_file_cut_at_any_byte() {
    let whole = virtual_memory(MEMINFO);
    let tree = tree(MEMINFO);
    let system = tree.system();
    let swap = system.swap_memory().unwrap();
    for cut in 0..MEMINFO.len() {
        tree.file("proc/meminfo", &MEMINFO[..cut]);
        match system.virtual_memory() {
            Ok(part) => {
                assert_eq!((part.total, part.free), (whole.total, whole.free), "{cut}");
                let pairs = [
                    (part.active, whole.active),
                    (part.inactive, whole.inactive),
                    (part.buffers, whole.buffers),
                    (part.shared, whole.shared),
                    (part.slab, whole.slab),
                ];
                assert!(pairs.iter().all(|(got, want)| got.is_none() || got == want), "{cut}");
            }
            Err(error) => assert!(malformed(&error), "{cut}"),
        }
        assert!(system.swap_memory().map_or_else(|e| malformed(&e), |got| got == swap), "{cut}");
    }
}

#[test]
fn what_was_swapped() {
    let tree = tree(MEMINFO);
    let page = rustix::param::page_size() as u64;
    tree.file("proc/vmstat", "nr_free_pages 1\npswpin 12\npswpout 18446744073709551615\n");
    let expected = SwapMemory {
        total: 4_000_000 * KIB,
        used: 1_000_000 * KIB,
        free: 3_000_000 * KIB,
        percent: 25.0,
        swapped_in: Some(12 * page),
        swapped_out: Some(u64::MAX),
    };
    assert_eq!(tree.system().swap_memory().unwrap(), expected);
    // One with so many counters that these are not in what is read first, and one of them is cut there.
    for before in 95..110 {
        let others = "nr_a_counter 123456\n".repeat(before);
        tree.file("proc/vmstat", format!("{others}pswpin 12\npswpout 18446744073709551615\npgpgin 1\n"));
        assert_eq!(tree.system().swap_memory().unwrap(), expected, "{before}");
    }
    // A kernel that does not count.
    tree.file("proc/vmstat", "nr_free_pages 1\n");
    let swap = tree.system().swap_memory().unwrap();
    assert_eq!((swap.swapped_in, swap.swapped_out), (None, None));
    std::fs::remove_file(tree.path().join("proc/vmstat")).unwrap();
    let swap = tree.system().swap_memory().unwrap();
    assert_eq!((swap.used, swap.swapped_in, swap.swapped_out), (1_000_000 * KIB, None, None));
}

#[test]
fn no_swap_is_zero_percent() {
    let swap = tree("SwapTotal: 0 kB\nSwapFree: 0 kB\n").system().swap_memory().unwrap();
    assert_eq!(swap, SwapMemory::default());
    let swap = tree("SwapTotal: 5 kB\nSwapFree: 7 kB\n").system().swap_memory().unwrap();
    assert_eq!((swap.used, swap.percent), (0, 0.0), "more free than there is");
}

#[test]
fn swapping_as_vmstat_says_it() {
    let page = rustix::param::page_size() as u64;
    let before = System::default().swap_memory().unwrap();
    let printed = output("vmstat", &["-s"]);
    let after = System::default().swap_memory().unwrap();
    let pages = |what: &str| -> u64 {
        let line = printed.lines().find(|line| line.ends_with(what)).unwrap();
        line.split_whitespace().next().unwrap().parse().unwrap()
    };
    // A kernel that does not count them has 0 in vmstat.
    let range = before.swapped_in.unwrap_or(0)..=after.swapped_in.unwrap_or(0);
    assert!(range.contains(&(pages("pages swapped in") * page)));
    let range = before.swapped_out.unwrap_or(0)..=after.swapped_out.unwrap_or(0);
    assert!(range.contains(&(pages("pages swapped out") * page)));
}

#[test]
fn the_heap_holds_what_was_asked_of_it() {
    let before = match heap_info() {
        Ok(info) => info,
        Err(Error::Unsupported { function, .. }) if cfg!(not(target_env = "gnu")) => {
            assert_eq!(function, "memory::heap_info");
            assert!(matches!(heap_trim(), Err(Error::Unsupported { function: "memory::heap_trim", .. })));
            return;
        }
        Err(error) => panic!("{error}"),
    };
    // Much, since the other tests' threads ask and give back meanwhile. One mapping, as it is above all thresholds.
    const LARGE: usize = 256 << 20;
    let large: Vec<u8> = black_box(Vec::with_capacity(LARGE));
    let with_large = heap_info().unwrap();
    assert!(with_large.mmap_used >= before.mmap_used + LARGE as u64 / 2, "{before:?} {with_large:?}");
    let small: Vec<Box<[u8; 1000]>> = black_box((0..100_000).map(|_| Box::new([0; 1000])).collect());
    let with_small = heap_info().unwrap();
    assert!(with_small.heap_used >= before.heap_used + 50_000_000, "{before:?} {with_small:?}");
    drop((large, small));
    heap_trim().unwrap();
    let after = heap_info().unwrap();
    assert!(after.mmap_used + LARGE as u64 / 2 <= with_large.mmap_used, "{with_large:?} {after:?}");
    assert!(after.heap_used + 50_000_000 <= with_small.heap_used, "{with_small:?} {after:?}");
}
