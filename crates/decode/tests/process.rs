//! The files of a process: a capture of Linux 6.18, what older kernels write, names that try to pass for fields, files that
//! were cut, and any bytes.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

use proptest::prelude::*;
use sysproc_decode::linux::cgroup::{Membership, amount, cgroup, cpu_max, memory_stat};
use sysproc_decode::linux::cmdline::cmdline;
use sysproc_decode::linux::environ::environ;
use sysproc_decode::linux::passwd::{User, passwd};
use sysproc_decode::linux::pid_io::{PidIo, pid_io};
use sysproc_decode::linux::pid_statm::{PidStatm, pid_statm};
use sysproc_decode::linux::pid_status::{PidStatus, pid_status, switches};
use sysproc_decode::linux::smaps::{Region, Sizes, before_last_region, smaps, unescaped};

macro_rules! captured {
    ($file:literal) => {
        include_bytes!(concat!("fixtures/linux-6.18/process/", $file))
    };
}

const STATUS: &[u8] = captured!("status");
const STATM: &[u8] = captured!("statm");
const IO: &[u8] = captured!("io");
const CGROUP: &[u8] = captured!("cgroup");
const SMAPS: &[u8] = captured!("smaps");
const ROLLUP: &[u8] = captured!("smaps_rollup");

/// Whether a field of a cut file is as in the whole one, or unknown.
fn right_or_unknown<T: PartialEq>(part: Option<T>, whole: Option<T>) -> bool {
    part.is_none() || part == whole
}

#[test]
fn status_of_6_18() {
    let expected = PidStatus {
        tgid: Some(13109),
        ppid: Some(13085),
        uid: Some([0; 4]),
        gid: Some([0; 4]),
        threads: Some(1),
        vm_peak: Some(14780),
        vm_size: Some(14780),
        vm_hwm: Some(9912),
        vm_rss: Some(9912),
        rss_anon: Some(4120),
        rss_file: Some(5788),
        rss_shmem: Some(4),
        vm_data: Some(5124),
        vm_stk: Some(132),
        vm_exe: Some(2764),
        vm_lib: Some(2384),
        vm_swap: Some(0),
        hugetlb_pages: Some(0),
        cpus_allowed_list: Some(b"0-1"),
        voluntary_ctxt_switches: Some(57),
        nonvoluntary_ctxt_switches: Some(2),
    };
    assert_eq!(pid_status(STATUS), expected);
    let from_the_end = switches(STATUS);
    assert_eq!((from_the_end.voluntary_ctxt_switches, from_the_end.nonvoluntary_ctxt_switches), (Some(57), Some(2)));
}

#[test]
fn status_of_2_6_18_has_fewer_lines() {
    let text = b"Name:\tsshd\nState:\tS (sleeping)\nSleepAVG:\t98%\nTgid:\t812\nPid:\t812\nPPid:\t1\nTracerPid:\t0\n\
        Uid:\t33\t0\t33\t0\nGid:\t5\t6\t7\t8\nFDSize:\t32\nGroups:\t\nVmPeak:\t    5032 kB\nVmSize:\t    5032 kB\n\
        VmLck:\t       0 kB\nVmHWM:\t    1016 kB\nVmRSS:\t    1016 kB\nThreads:\t1\n";
    let expected = PidStatus {
        tgid: Some(812),
        ppid: Some(1),
        uid: Some([33, 0, 33, 0]),
        gid: Some([5, 6, 7, 8]),
        threads: Some(1),
        vm_peak: Some(5032),
        vm_size: Some(5032),
        vm_hwm: Some(1016),
        vm_rss: Some(1016),
        ..PidStatus::default()
    };
    assert_eq!(pid_status(text), expected);
}

#[test]
fn a_name_cannot_pass_for_a_field_of_status() {
    // A name `a`, line end, `Uid:...` comes with its line end escaped.
    let text = b"Name:\tUid:\t5\t5\t5\t5\\nThreads:\t99\nUid:\t1\t2\t3\t4\nThreads:\t2\n";
    let status = pid_status(text);
    assert_eq!((status.uid, status.threads), (Some([1, 2, 3, 4]), Some(2)));
    let unnamed = pid_status(b"Name:\tThreads:\t99\n");
    assert_eq!(unnamed, PidStatus::default());
}

#[test]
fn numbers_of_status_that_do_not_fit_are_unknown() {
    let text =
        b"PPid:\t-1\nUid:\t0\t0\t0\nGid:\t0\t0\t0\t4294967296\nThreads:\t99999999999999999999999\nVmHWM:\t5 MB\n";
    assert_eq!(pid_status(text), PidStatus::default());
}

#[test]
fn a_cut_status_has_right_fields_or_none() {
    let whole = pid_status(STATUS);
    for cut in 0..STATUS.len() {
        let part = pid_status(&STATUS[..cut]);
        assert!(right_or_unknown(part.uid, whole.uid), "{cut}");
        assert!(right_or_unknown(part.threads, whole.threads), "{cut}");
        assert!(right_or_unknown(part.vm_hwm, whole.vm_hwm), "{cut}");
        assert!(right_or_unknown(part.vm_rss, whole.vm_rss) && right_or_unknown(part.vm_data, whole.vm_data), "{cut}");
        assert!(right_or_unknown(part.vm_exe, whole.vm_exe) && right_or_unknown(part.vm_lib, whole.vm_lib), "{cut}");
        assert!(right_or_unknown(part.cpus_allowed_list, whole.cpus_allowed_list), "{cut}");
        assert!(right_or_unknown(part.voluntary_ctxt_switches, whole.voluntary_ctxt_switches), "{cut}");
        assert_eq!(part.nonvoluntary_ctxt_switches, None, "{cut}");
    }
}

#[test]
fn statm_whole_and_cut() {
    let whole = PidStatm { size: 3695, resident: 2491, shared: 1448, text: 691, lib: 0, data: 1314, dirty: 0 };
    assert_eq!(pid_statm(STATM), Some(whole));
    for cut in 0..STATM.len() {
        assert_eq!(pid_statm(&STATM[..cut]), None, "{cut}");
    }
    assert_eq!(pid_statm(b"1 2 3 4 5 6 7 8 new\n").map(|statm| statm.dirty), Some(7));
    assert_eq!(pid_statm(b"1 2 3 4 x 6 7\n"), None);
}

#[test]
fn io_whole_and_cut() {
    let whole = PidIo {
        rchar: Some(602_576),
        wchar: Some(102_397),
        syscr: Some(103),
        syscw: Some(9),
        read_bytes: Some(8_945_664),
        write_bytes: Some(163_840),
    };
    assert_eq!(pid_io(IO), whole);
    for cut in 0..IO.len() {
        let part = pid_io(&IO[..cut]);
        assert!(right_or_unknown(part.rchar, whole.rchar), "{cut}");
        assert!(right_or_unknown(part.syscw, whole.syscw), "{cut}");
        assert!(right_or_unknown(part.write_bytes, whole.write_bytes), "{cut}");
    }
}

#[test]
fn cgroups_of_both_versions() {
    let groups: Vec<_> = cgroup(CGROUP).collect();
    assert_eq!(groups.len(), 10);
    assert_eq!(groups[9], Membership { hierarchy: 0, controllers: b"", path: b"/" });
    assert!(groups[5].has(b"memory"));
    let text = b"4:cpu,cpuacct:/a:b c\n1:name=systemd:/x\n2:bad\nx:memory:/y\n0::relative\n0::/cut";
    let groups: Vec<_> = cgroup(text).map(|group| (group.hierarchy, group.path)).collect();
    assert_eq!(groups, [(4, b"/a:b c".as_slice()), (1, b"/x")]);
}

#[test]
fn limits_of_groups() {
    assert_eq!([&b"1073741824\n"[..], b"max\n", b"-1\n", b"107374"].map(amount), [Some(1 << 30), None, None, None]);
    assert_eq!(cpu_max(b"150000 100000\n"), Some([150_000, 100_000]));
    for unknown in [&b"max 100000\n"[..], b"150000 1000", b"150000\n", b""] {
        assert_eq!(cpu_max(unknown), None);
    }
    let stat = b"anon 5\nfile 7\ninactive_file 4096\nactive_file 1\nslab 33";
    assert_eq!(memory_stat(stat, b"inactive_file"), Some(4096));
    assert_eq!(memory_stat(stat, b"active_file"), Some(1), "not the end of another name");
    assert_eq!(memory_stat(stat, b"slab"), None, "it may be cut");
}

fn arguments(bytes: &[u8]) -> Vec<&[u8]> {
    cmdline(bytes).collect()
}

#[test]
fn arguments_end_with_nuls() {
    assert_eq!(arguments(b"ls\0-l\0a b\0"), [b"ls".as_slice(), b"-l", b"a b"]);
    assert_eq!(arguments(b"sh\0-c\0\0"), [b"sh".as_slice(), b"-c", b""]);
    assert_eq!(arguments(b"\0"), [b"".as_slice()]);
    assert_eq!(arguments(b"x\0cut"), [b"x".as_slice(), b"cut"]);
    assert!(arguments(b"").is_empty());
}

#[test]
fn one_text_is_split_at_blanks() {
    assert_eq!(arguments(b"nginx: master process\0"), [b"nginx:".as_slice(), b"master", b"process"]);
    assert_eq!(arguments(b"postgres: writer "), [b"postgres:".as_slice(), b"writer"]);
    assert_eq!(arguments(b"alone"), [b"alone".as_slice()]);
    assert_eq!(arguments(b"nul at its end\0\0"), [b"nul at its end".as_slice(), b""]);
}

#[test]
fn environment_in_its_order() {
    let entries: Vec<_> = environ(b"B=1\0A=x=y\0none\0=nameless\0\0E=\0B=2\0CUT=half").collect();
    let expected: [(&[u8], &[u8]); 4] = [(b"B", b"1"), (b"A", b"x=y"), (b"E", b""), (b"B", b"2")];
    assert_eq!(entries, expected);
}

#[test]
fn users_of_passwd() {
    let text = b"# users\n\nroot:x:0:0:root:/root:/bin/sh\nbad:x:y:1::/:\n+nis::::::\n-no:x:7:7::/:\n:x:3:3::/:\n\
        two:x:1000:1000:T\xff,,,:/home/two:/bin/sh\nbig:x:4294967296:0::/:\nlast:x:12";
    let users: Vec<_> = passwd(text).collect();
    assert_eq!(users, [User { name: b"root", uid: 0 }, User { name: b"two", uid: 1000 }]);
}

#[test]
fn regions_of_6_18() {
    let regions: Vec<_> = smaps(SMAPS).collect();
    assert_eq!(regions.len(), 20);
    let sizes = Sizes {
        size: Some(2764),
        rss: Some(1920),
        pss: Some(1920),
        shared_clean: Some(0),
        shared_dirty: Some(0),
        private_clean: Some(1920),
        private_dirty: Some(0),
        referenced: Some(1920),
        anonymous: Some(0),
        swap: Some(0),
        private_hugetlb: Some(0),
    };
    let name = b"/usr/bin/python3.11";
    let region = Region { start: 0x41_f000, end: 0x6d_2000, perms: b"r-xp", inode: 247_706, name, sizes };
    assert_eq!(regions[1], region);
    let names: Vec<_> = regions.iter().map(|region| region.name).collect();
    for name in [
        b"".as_slice(),
        b"[heap]",
        b"/tmp/fx/kept (deleted)",
        b"/tmp/fx/gone (deleted)",
        b"/tmp/fx/ lead and trail ",
        b"/tmp/fx/line\\012Rss: 5 kB",
        b"[vsyscall]",
    ] {
        assert!(names.contains(&name), "{}", name.escape_ascii());
    }
    assert_eq!(unescaped(b"/tmp/fx/line\\012Rss: 5 kB\\01"), b"/tmp/fx/line\nRss: 5 kB\\01");
}

#[test]
fn regions_of_2_6_32() {
    let text = b"08048000-0804f000 r-xp 00000000 08:01 1234       /bin/cat\n\
        Size:                 28 kB\nRss:                  24 kB\nPss:                  24 kB\n\
        Shared_Clean:          0 kB\nShared_Dirty:          0 kB\nPrivate_Clean:        24 kB\n\
        Private_Dirty:         0 kB\nReferenced:           24 kB\nSwap:                  0 kB\n\
        KernelPageSize:        4 kB\nMMUPageSize:           4 kB\n\
        bfe5a000-bfe6f000 rw-p 00000000 00:00 0          [stack]\n";
    let regions: Vec<_> = smaps(text).collect();
    assert_eq!(regions.len(), 2);
    assert_eq!((regions[0].name, regions[0].sizes.private_clean), (b"/bin/cat".as_slice(), Some(24)));
    assert_eq!(regions[0].sizes.anonymous, None);
    assert_eq!((regions[1].name, regions[1].sizes), (b"[stack]".as_slice(), Sizes::default()));
}

#[test]
fn the_rollup_is_one_region() {
    let regions: Vec<_> = smaps(ROLLUP).collect();
    assert_eq!(regions.len(), 1);
    assert_eq!(regions[0].name, b"[rollup]");
    assert_eq!((regions[0].sizes.pss, regions[0].sizes.private_dirty), (Some(8438), Some(4216)));
}

#[test]
fn cut_regions_have_right_fields_or_none() {
    let whole: Vec<_> = smaps(SMAPS).collect();
    // Each end of a line, and what lies around the first few regions byte by byte.
    let ends = SMAPS.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at);
    for cut in (0..3000).chain(ends) {
        for (region, whole) in smaps(&SMAPS[..cut]).zip(&whole) {
            assert_eq!((region.start, region.end, region.name), (whole.start, whole.end, whole.name), "{cut}");
            assert!(right_or_unknown(region.sizes.rss, whole.sizes.rss), "{cut}");
            assert!(right_or_unknown(region.sizes.private_clean, whole.sizes.private_clean), "{cut}");
            assert!(right_or_unknown(region.sizes.swap, whole.sizes.swap), "{cut}");
        }
    }
}

#[test]
fn regions_come_whole_wherever_the_file_is_cut() {
    let all: Vec<_> = smaps(SMAPS).collect();
    for cut in (0..3000).chain([SMAPS.len()]) {
        let (whole, rest) = before_last_region(&SMAPS[..cut]);
        let later = [rest, &SMAPS[cut..]].concat();
        assert!(smaps(whole).chain(smaps(&later)).eq(all.iter().copied()), "{cut}");
        assert!(smaps(rest).count() <= 1, "{cut}: all but the last are whole");
    }
}

/// Bytes that are often almost what a decoder expects.
fn almost() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        3 => prop::sample::select(vec![
            b"Uid:\t".as_slice(), b"Threads:\t", b"VmHWM:\t", b" kB", b"\n", b"0", b"7", b" ", b"\t", b"\0", b"=", b":",
            b"rchar: ", b"Rss: ", b"00400000-00452000 r-xp 00000000 08:02 173521 ", b"0::/", b"x:x:1:",
        ]).prop_map(<[u8]>::to_vec),
        1 => prop::collection::vec(any::<u8>(), 0..8),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    part.is_empty() || bytes.windows(part.len()).any(|window| window == part)
}

fn holds_number(bytes: &[u8], number: Option<u64>) -> bool {
    let digits = |text: &[u8]| {
        text.split(|byte| !byte.is_ascii_digit())
            .any(|digits| std::str::from_utf8(digits).unwrap().parse().ok() == number)
    };
    number.is_none() || digits(bytes)
}

proptest! {
    #[test]
    fn any_bytes(bytes in almost()) {
        let status = pid_status(&bytes);
        prop_assert!(holds_number(&bytes, status.threads) && holds_number(&bytes, status.vm_hwm));
        prop_assert!(holds_number(&bytes, status.uid.map(|ids| ids[3].into())));
        prop_assert!(holds_number(&bytes, switches(&bytes).voluntary_ctxt_switches));
        prop_assert!(pid_statm(&bytes).is_none_or(|statm| holds_number(&bytes, Some(statm.data))));
        prop_assert!(holds_number(&bytes, pid_io(&bytes).rchar));
        prop_assert!(cgroup(&bytes).all(|group| holds(&bytes, group.path) && !group.path.contains(&b'\n')));
        prop_assert!(holds_number(&bytes, amount(&bytes)) && holds_number(&bytes, cpu_max(&bytes).map(|[quota, _]| quota)));
        prop_assert!(holds_number(&bytes, memory_stat(&bytes, b"inactive_file")));
        prop_assert!(passwd(&bytes).all(|user| holds(&bytes, user.name) && holds_number(&bytes, Some(user.uid.into()))));
        for region in smaps(&bytes) {
            prop_assert!(holds(&bytes, region.name) && holds_number(&bytes, region.sizes.rss));
        }
        let (whole, rest) = before_last_region(&bytes);
        prop_assert_eq!([whole, rest].concat(), &bytes[..]);
        prop_assert!(smaps(whole).chain(smaps(rest)).eq(smaps(&bytes)));
    }

    #[test]
    fn a_region_is_the_same_without_those_before(
        damage in prop::collection::vec((0..3000usize, prop::sample::select(b"\n 0179:RSkB".as_slice())), 0..4),
        again: bool,
    ) {
        let mut bytes = SMAPS.to_vec();
        for (at, byte) in damage {
            bytes[at] = byte;
            // Perhaps the same damage in the next place that looked like this.
            let twin = bytes[at + 1..].windows(16).position(|window| window == &SMAPS[at..at + 16]);
            if let Some(twin) = twin.filter(|_| again) {
                bytes[at + 1 + twin] = byte;
            }
        }
        let mut one_by_one = Vec::new();
        let mut rest = bytes.as_slice();
        while !rest.is_empty() {
            let (before, last) = before_last_region(rest);
            one_by_one.extend(smaps(last));
            rest = before;
        }
        one_by_one.reverse();
        prop_assert!(smaps(&bytes).eq(one_by_one));
    }

    #[test]
    fn arguments_without_blanks_come_back(arguments in prop::collection::vec("[^\0 ]*", 0..9)) {
        let bytes = arguments.iter().flat_map(|argument| [argument.as_bytes(), b"\0"]).collect::<Vec<_>>().concat();
        prop_assert!(cmdline(&bytes).eq(arguments.iter().map(String::as_bytes)));
    }

    #[test]
    fn environments_come_back(entries in prop::collection::vec(("[^\0=]+", "[^\0]*"), 0..9)) {
        let bytes = entries.iter().map(|(name, value)| format!("{name}={value}\0")).collect::<String>();
        let expected = entries.iter().map(|(name, value)| (name.as_bytes(), value.as_bytes()));
        prop_assert!(environ(bytes.as_bytes()).eq(expected));
    }

    #[test]
    fn any_bytes_as_arguments_and_environment(bytes: Vec<u8>) {
        prop_assert!(cmdline(&bytes).all(|argument| holds(&bytes, argument)));
        prop_assert!(environ(&bytes).all(|(name, value)| holds(&bytes, name) && holds(&bytes, value) && !name.is_empty()));
    }
}
