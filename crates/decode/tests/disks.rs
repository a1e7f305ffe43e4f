//! Mounts and disks: captures of Linux 6.18, what older kernels write, odd names, files that were cut, and any bytes.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::arithmetic_side_effects, missing_docs)]

use proptest::prelude::*;
use sysproc_decode::linux::block_stat::{BlockStat, More, block_stat};
use sysproc_decode::linux::diskstats::{disk_of_partition, diskstats};
use sysproc_decode::linux::filesystems::filesystems;
use sysproc_decode::linux::mounts::{Mount, MountInfo, mountinfo, mounts};

macro_rules! captured {
    ($file:literal) => {
        include_bytes!(concat!("fixtures/linux-6.18/", $file)).as_slice()
    };
}

const MOUNTS: &[u8] = captured!("mounts");
const MOUNTINFO: &[u8] = captured!("mountinfo");
const DISKSTATS: &[u8] = captured!("diskstats");

/// What the capture has mounted below `/tmp/dn/m`.
const ODD: &[u8] = b"/tmp/dn/m/bl ank\ttab\nline\\back#hash\xff";

fn mount<'a>(source: &'a [u8], mount_point: &'a [u8], fstype: &'a [u8], options: &'a [u8]) -> Mount<'a> {
    Mount { source: source.into(), mount_point: mount_point.into(), fstype: fstype.into(), options: options.into() }
}

#[test]
fn mounts_with_odd_names() {
    let all: Vec<_> = mounts(MOUNTS).collect();
    assert_eq!(all.len(), 14);
    let root = b"rw,relatime,discard,resv_strict,resuid=65534,resgid=65534";
    assert_eq!(all[0], mount(b"/dev/vda", b"/", b"ext4", root));
    assert_eq!(all[9], mount(b"", b"/tmp/dn/m/empty", b"tmpfs", b"rw,relatime,size=4k"));
    assert_eq!(all[10], mount(b"a b#c\\d", ODD, b"tmpfs", b"ro,relatime,size=4k"));
    assert_eq!(all[11], mount(b"none", b"/tmp/dn/m/- tmpfs x rw", b"ramfs", b"rw,relatime"));
}

#[test]
fn both_files_list_the_same() {
    let devices: Vec<_> = mountinfo(MOUNTINFO).map(|mount| (mount.source, mount.mount_point)).collect();
    assert_eq!(devices, mounts(MOUNTS).map(|mount| (mount.source, mount.mount_point)).collect::<Vec<_>>());
}

#[test]
fn devices_of_mounts() {
    let all: Vec<_> = mountinfo(MOUNTINFO).collect();
    assert_eq!(all[0], MountInfo { device: (254, 0), mount_point: b"/".into(), source: b"/dev/vda".into() });
    assert_eq!(all[10], MountInfo { device: (0, 41), mount_point: ODD.into(), source: b"a b#c\\d".into() });
    // Fields that may be there or not stand before the dash, and there may be several.
    let text = b"36 35 98:0 / /a rw shared:2 master:1 propagate_from:3 new - ext3 /dev/root rw\n\
        37 35 259:1048576 / /b rw - ext3 /dev/x rw\n";
    let devices: Vec<_> = mountinfo(text).map(|mount| mount.device).collect();
    assert_eq!(devices, [(98, 0), (259, 1_048_576)]);
    let bad =
        "1 1 98 / /a rw - x y rw\n1 1 a:0 / /a rw - x y rw\n1 1 8:1 / /a rw x y rw\n1 1 8:4294967296 / /a rw - x y z\n";
    assert_eq!(mountinfo(bad.as_bytes()).count(), 0);
}

#[test]
fn a_mount_line_of_twelve_thousand_bytes() {
    let name = [b"/", "x y".repeat(2000).as_bytes()].concat();
    let escaped = String::from_utf8(name.clone()).unwrap().replace(' ', "\\040");
    let line = format!("src {escaped} tmpfs rw 0 0\n");
    assert!(line.len() > 12_000);
    assert_eq!(mounts(line.as_bytes()).next(), Some(mount(b"src", &name, b"tmpfs", b"rw")));
    let line = format!("1 1 0:7 / {escaped} rw - tmpfs src rw\n");
    assert_eq!(mountinfo(line.as_bytes()).next().unwrap().mount_point, name);
}

#[test]
fn cut_lists_of_mounts_are_the_beginning_of_the_list() {
    let whole: Vec<_> = mounts(MOUNTS).collect();
    for cut in 0..MOUNTS.len() {
        let part: Vec<_> = mounts(&MOUNTS[..cut]).collect();
        assert!(whole.starts_with(&part), "{cut}");
    }
    let whole: Vec<_> = mountinfo(MOUNTINFO).collect();
    for cut in 0..MOUNTINFO.len() {
        let part: Vec<_> = mountinfo(&MOUNTINFO[..cut]).collect();
        assert!(whole.starts_with(&part), "{cut}");
    }
}

#[test]
fn kinds_of_file_systems() {
    let kinds: Vec<_> = filesystems(captured!("filesystems")).collect();
    assert!(kinds.contains(&(b"ext4", true)) && kinds.contains(&(b"tmpfs", false)));
    let kinds: Vec<_> = filesystems(b"nodev\tzfs\n\txfs\nnew\tx\nnonsense\n\tcut").collect();
    assert_eq!(kinds, [(b"zfs".as_slice(), false), (b"xfs", true)]);
}

#[test]
fn disks_of_6_18() {
    let disks: Vec<_> = diskstats(DISKSTATS).collect();
    assert_eq!(disks.len(), 10);
    let columns = DISKSTATS.split(|byte| *byte == b'\n').nth(8).unwrap();
    let columns: Vec<u64> =
        std::str::from_utf8(columns).unwrap().split_whitespace().skip(3).map(|c| c.parse().unwrap()).collect();
    let more = More {
        reads_merged: columns[1],
        read_ms: columns[3],
        writes_merged: columns[5],
        write_ms: columns[7],
        in_flight: columns[8],
        io_ms: columns[9],
        weighted_ms: columns[10],
    };
    let stat = BlockStat {
        reads: columns[0],
        sectors_read: columns[2],
        writes: columns[4],
        sectors_written: columns[6],
        more: Some(more),
    };
    assert_eq!((disks[8].name, disks[8].stat), (b"vda".as_slice(), stat));
    assert!(stat.reads > 0 && more.io_ms > 0, "the captured machine had used its disk");
}

#[test]
fn lines_of_every_length() {
    // Partitions before 2.6.25 (7 fields), disks since 2.6 (14), with discards since 4.18 (18), with flushes since 5.5
    // (20), /proc/partitions of 2.4 (15, with the size before the name), and what may come.
    let text = b"8 1 sda1 1 2 3 4\n8 0 sda 1 2 3 4 5 6 7 8 9 10 11\n8 0 sdb 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15\n\
        8 0 cciss/c0d0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17\n3 0 39082680 hda 1 2 3 4 5 6 7 8 9 10 11\n\
        8 0 sdz 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 a/b\n";
    let disks: Vec<_> = diskstats(text).collect();
    let names: Vec<_> = disks.iter().map(|disk| std::str::from_utf8(disk.name).unwrap()).collect();
    assert_eq!(names, ["sda1", "sda", "sdb", "cciss/c0d0", "hda", "sdz"]);
    let short = BlockStat { reads: 1, sectors_read: 2, writes: 3, sectors_written: 4, more: None };
    assert_eq!(disks[0].stat, short);
    let more =
        More { reads_merged: 2, read_ms: 4, writes_merged: 6, write_ms: 8, in_flight: 9, io_ms: 10, weighted_ms: 11 };
    let long = BlockStat { reads: 1, sectors_read: 3, writes: 5, sectors_written: 7, more: Some(more) };
    assert!(disks[1..].iter().all(|disk| disk.stat == long));
}

#[test]
fn lines_that_are_no_disks() {
    let text = b"\n8 0\n8 0 sda\n8 0 sda 1 2 3\n8 0 sda 1 2 3 4 5 6 7 8 9 10\n8 0 sda 1 2 3 x\nx 0 sda 1 2 3 4\n\
        8 0 sda 1 2 3 4 5 6 7 8 9 10 99999999999999999999\n8 0 sda -1 2 3 4\n";
    assert_eq!(diskstats(text).count(), 0);
}

#[test]
fn cut_lists_of_disks_are_the_beginning_of_the_list() {
    let whole: Vec<_> = diskstats(DISKSTATS).collect();
    for cut in 0..DISKSTATS.len() {
        let part: Vec<_> = diskstats(&DISKSTATS[..cut]).collect();
        assert!(whole.starts_with(&part), "{cut}");
    }
}

#[test]
fn stat_files() {
    let line = b"  243079    19119 13136410   258972    73315    76745 15098400   113821        0    42980   385551\n";
    let stat = block_stat(line).unwrap();
    assert_eq!((stat.reads, stat.sectors_written), (243_079, 15_098_400));
    assert_eq!(stat.more.unwrap().io_ms, 42_980);
    assert_eq!(block_stat(b"1 2 3 4\n").unwrap().more, None);
    for cut in 0..line.len() {
        assert_eq!(block_stat(&line[..cut]), None, "{cut}");
    }
}

#[test]
fn names_of_partitions() {
    let parts = [
        ("sda1", "sda"),
        ("vda12", "vda"),
        ("xvda1", "xvda"),
        ("nvme0n1p1", "nvme0n1"),
        ("mmcblk0p2", "mmcblk0"),
        ("md127p3", "md127"),
        ("loop0p1", "loop0"),
        ("nbd15p1", "nbd15"),
        ("cciss/c0d0p1", "cciss/c0d0"),
        ("sdp1", "sdp"),
    ];
    for (partition, disk) in parts {
        assert_eq!(disk_of_partition(partition.as_bytes()), Some(disk.as_bytes()), "{partition}");
    }
    for disk in ["sda", "", "mmcblk0boot"] {
        assert_eq!(disk_of_partition(disk.as_bytes()), None, "{disk}");
    }
    // Disks with numbers, of which the rule alone says what no disk is called.
    for (disk, none) in [("dm-0", "dm-"), ("nvme0n1", "nvme0n"), ("loop7", "loop"), ("md0", "md"), ("7", "")] {
        assert_eq!(disk_of_partition(disk.as_bytes()), Some(none.as_bytes()), "{disk}");
    }
}

/// Bytes that are often almost what a decoder expects.
fn almost() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        3 => prop::sample::select(vec![
            b"8 0 sda ".as_slice(), b"1 2 3 4", b"36 35 98:0 / ", b" rw - ext4 /dev/x rw", b"/m\\040n ", b"\n", b" ", b"\t", b"nodev",
            b"7 ", b"\\134", b"-", b"p1",
        ]).prop_map(<[u8]>::to_vec),
        1 => prop::collection::vec(any::<u8>(), 0..8),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn holds_number(bytes: &[u8], number: u64) -> bool {
    let digits = bytes.split(|byte| !byte.is_ascii_digit());
    digits.into_iter().any(|digits| std::str::from_utf8(digits).unwrap().parse() == Ok(number))
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    part.is_empty() || bytes.windows(part.len()).any(|window| window == part)
}

proptest! {
    #[test]
    fn any_bytes(bytes in almost()) {
        for disk in diskstats(&bytes) {
            prop_assert!(holds(&bytes, disk.name));
            prop_assert!(holds_number(&bytes, disk.stat.reads) && holds_number(&bytes, disk.stat.sectors_written));
        }
        prop_assert!(block_stat(&bytes).is_none_or(|stat| holds_number(&bytes, stat.sectors_read)));
        prop_assert!(mounts(&bytes).all(|mount| mount.mount_point.len() <= bytes.len()));
        for mount in mountinfo(&bytes) {
            prop_assert!(holds_number(&bytes, mount.device.0.into()) && holds_number(&bytes, mount.device.1.into()));
        }
        prop_assert!(filesystems(&bytes).all(|(kind, _)| holds(&bytes, kind)));
        prop_assert!(disk_of_partition(&bytes).is_none_or(|disk| bytes.starts_with(disk) && disk.len() < bytes.len()));
    }

    #[test]
    fn names_of_mounts_come_back(source: Vec<u8>, mount_point: Vec<u8>) {
        let escape = |name: &[u8]| {
            let byte = |byte: &u8| match byte {
                b' ' | b'\t' | b'\n' | b'\\' | b'#' => format!("\\{byte:03o}").into_bytes(),
                other => vec![*other],
            };
            name.iter().flat_map(byte).collect::<Vec<u8>>()
        };
        let line = [&escape(&source)[..], b" ", &escape(&mount_point), b" ext4 rw 0 0\n"].concat();
        prop_assert_eq!(mounts(&line).next(), Some(mount(&source, &mount_point, b"ext4", b"rw")));
    }
}
