//! Disks, held against `findmnt`, `df`, `/sys/class/block`, mounts and trees that are made.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::io::ErrorKind;
use std::os::fd::AsRawFd;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use rustix::mount::{MountFlags, UnmountFlags, mount, mount_bind, unmount};
use sysproc::disk::{DiskIo, Partition, disk_usage, disk_usage_timeout};
use sysproc::{Error, System};

use crate::support::{Tree, again, eventually, in_some_try, output};

const LONG: Duration = Duration::from_secs(100);

fn partition(device: &[u8], mountpoint: &[u8], fstype: &str, opts: &str) -> Partition {
    let text = |bytes: &[u8]| OsStr::from_bytes(bytes).to_owned();
    Partition { device: text(device), mountpoint: text(mountpoint).into(), fstype: fstype.into(), opts: opts.into() }
}

/// Text in which `findmnt` wrote some bytes as `\x20`.
fn unescaped(text: &str) -> Vec<u8> {
    let mut parts = text.split("\\x");
    let mut bytes = parts.next().unwrap().as_bytes().to_vec();
    for part in parts {
        bytes.push(u8::from_str_radix(&part[..2], 16).unwrap());
        bytes.extend(&part.as_bytes()[2..]);
    }
    bytes
}

#[test]
fn mounts_are_those_of_findmnt() {
    in_some_try(compare_with_findmnt);
}

fn compare_with_findmnt() {
    let all = System::default().disk_partitions(true).unwrap();
    let mut ours: Vec<_> = all.into_iter().map(|p| (p.mountpoint.into_os_string().into_vec(), p.fstype)).collect();
    let found = output("findmnt", &["--kernel", "-rno", "TARGET,FSTYPE"]);
    let pairs = found.lines().map(|line| line.split_once(' ').unwrap());
    let mut theirs: Vec<_> = pairs.map(|(target, fstype)| (unescaped(target), OsString::from(fstype))).collect();
    ours.sort();
    theirs.sort();
    assert_eq!(ours, theirs);
}

/// A tree with two mounts on a device, and three on none.
fn tree_with_mounts() -> Tree {
    let tree = Tree::new();
    tree.file("proc/filesystems", "nodev\ttmpfs\nnodev\tzfs\n\text4\nnodev\tnfs4\n");
    tree.file(
        "proc/self/mounts",
        b"/dev/sda1 / ext4 rw,noatime 0 0\npool/home /bl\\040ank\\011\\012\\134\\043\xff zfs ro 0 0\n \
        /empty tmpfs rw 0 0\nnone /none ext4 rw 0 0\nserver:/x /nfs nfs4 rw,addr=\\040 0 0\ncut /cut ext4",
    );
    tree
}

#[test]
fn physical_is_what_stands_on_a_device() {
    let tree = tree_with_mounts();
    let physical = tree.system().disk_partitions(false).unwrap();
    let root = partition(b"/dev/sda1", b"/", "ext4", "rw,noatime");
    let zfs = partition(b"pool/home", b"/bl ank\t\n\\#\xff", "zfs", "ro");
    assert_eq!(physical, [root.clone(), zfs.clone()]);
    let all = tree.system().disk_partitions(true).unwrap();
    assert_eq!(all.len(), 5);
    assert_eq!(all[2], partition(b"", b"/empty", "tmpfs", "rw"));
    assert_eq!(all[4], partition(b"server:/x", b"/nfs", "nfs4", "rw,addr= "));
    // Another machine's mounts are those of its first process.
    tree.file("proc/1/mounts", "/dev/sdb / ext4 rw 0 0\n");
    assert_eq!(tree.system().disk_partitions(false).unwrap(), [partition(b"/dev/sdb", b"/", "ext4", "rw")]);
}

#[test]
fn without_the_files_it_is_an_error_of_the_system() {
    for all in [false, true] {
        let error = Tree::new().system().disk_partitions(all).unwrap_err();
        assert!(matches!(&error, Error::System { source, .. } if source.kind() == ErrorKind::NotFound), "{error}");
    }
}

#[test]
fn the_device_of_slash_has_its_real_name() {
    let tree = Tree::new();
    tree.file("proc/filesystems", "\text4\n");
    tree.file("proc/self/mounts", "rootfs / rootfs rw 0 0\n/dev/root / ext4 rw 0 0\n/dev/root /other ext4 rw 0 0\n");
    tree.file("proc/self/mountinfo", "1 1 0:2 / / rw - rootfs rootfs rw\n20 1 259:3 / / rw - ext4 /dev/root rw\n");
    tree.file("sys/dev/block/259:3/uevent", "MAJOR=259\nMINOR=3\nDEVNAME=nvme0n1p3\nDEVTYPE=partition\n");
    let devices: Vec<_> = tree.system().disk_partitions(true).unwrap().into_iter().map(|p| p.device).collect();
    assert_eq!(devices, ["rootfs", "/dev/nvme0n1p3", "/dev/root"]);
}

#[test]
fn root_mounts_with_odd_names() {
    again(&["unshare", "--mount"], "disk::root_mounts_with_odd_names", || {
        let dir = tempfile::tempdir().unwrap();
        mount("base", dir.path(), "tmpfs", MountFlags::empty(), None).unwrap();
        let at = |name: &[u8]| {
            let path = dir.path().join(OsStr::from_bytes(name));
            std::fs::create_dir_all(&path).unwrap();
            path
        };
        let odd = at(b"bl ank\ttab\nline\\back\\040#hash \xff");
        let fake = at(b"x ext4 rw 0 0\n/dev/fake \n- tmpfs y rw");
        let bound = at(b"bound");
        // Each blank is four bytes in the list.
        let long = at(&[[b' '; 220].as_slice(); 15].join(&b'/'));
        mount("", &odd, "tmpfs", MountFlags::RDONLY, None).unwrap();
        mount("a b#c\\d", &fake, "tmpfs", MountFlags::NODEV, None).unwrap();
        mount("long", &long, "tmpfs", MountFlags::empty(), None).unwrap();
        mount_bind(&odd, &bound).unwrap();

        let table = std::fs::read("/proc/self/mounts").unwrap();
        assert!(table.split(|byte| *byte == b'\n').any(|line| line.len() > 12_000));
        let all = System::default().disk_partitions(true).unwrap();
        assert_eq!(all.len(), table.iter().filter(|byte| **byte == b'\n').count());
        let one = |path: &Path| all.iter().find(|mount| mount.mountpoint == path).unwrap();
        assert_eq!((&one(&odd).device, one(&odd).opts.as_bytes().starts_with(b"ro,")), (&OsString::new(), true));
        assert_eq!(one(&fake).device, "a b#c\\d");
        assert!(one(&fake).opts.as_bytes().starts_with(b"rw,nodev"));
        assert_eq!((&*one(&long).device, &*one(&long).fstype), (OsStr::new("long"), OsStr::new("tmpfs")));
        assert_eq!(one(&bound).opts, one(&odd).opts);
        assert!(!System::default().disk_partitions(false).unwrap().iter().any(|mount| mount.mountpoint == odd));
    });
}

#[test]
fn root_space_of_a_made_file_system() {
    again(&["unshare", "--mount"], "disk::root_space_of_a_made_file_system", || {
        let dir = tempfile::tempdir().unwrap();
        mount("made", dir.path(), "tmpfs", MountFlags::empty(), Some(c"size=8m")).unwrap();
        std::fs::write(dir.path().join("file"), vec![1; 1 << 20]).unwrap();
        for usage in [disk_usage(dir.path()).unwrap(), disk_usage_timeout(dir.path(), LONG).unwrap()] {
            assert_eq!((usage.total, usage.used, usage.free), (8 << 20, 1 << 20, 7 << 20));
            assert!((usage.percent - 12.5).abs() < 1e-9);
        }
    });
}

#[test]
fn space_is_that_of_df() {
    let ours = || {
        let usage = disk_usage("/").unwrap();
        [usage.total, usage.used, usage.free, usage.percent.ceil() as u64]
    };
    // Others write meanwhile, and may give room back.
    in_some_try(|| {
        let before = ours();
        let df = output("df", &["--block-size=1", "--output=size,used,avail,pcent", "/"]);
        let numbers = df.lines().nth(1).unwrap().split_whitespace();
        let numbers = numbers.map(|number| number.trim_end_matches('%').parse::<u64>().unwrap());
        for ((before, df), after) in before.into_iter().zip(numbers).zip(ours()) {
            assert!((before.min(after)..=before.max(after)).contains(&df), "{before} {df} {after}");
        }
    });
}

#[test]
fn a_path_that_is_not_there() {
    for path in ["/does/not/exist".as_bytes(), b"/not utf-8 \xff"] {
        let error = disk_usage(OsStr::from_bytes(path)).unwrap_err();
        let Error::System { what, source } = &error else { panic!("{error}") };
        assert_eq!((what.as_ref(), source.kind()), (&*String::from_utf8_lossy(path), ErrorKind::NotFound));
    }
    let error = disk_usage("/a\0b").unwrap_err();
    assert!(matches!(&error, Error::System { source, .. } if source.kind() == ErrorKind::InvalidInput), "{error}");
    assert!(matches!(disk_usage_timeout("/does/not/exist", LONG), Err(Error::System { .. })));
}

/// A mount whose server is there, and never answers.
#[test]
fn root_a_file_system_that_does_not_answer_hangs_nobody() {
    again(&["unshare", "--mount"], "disk::root_a_file_system_that_does_not_answer_hangs_nobody", || {
        let dir = tempfile::tempdir().unwrap();
        let server = std::fs::File::options().read(true).write(true).open("/dev/fuse").unwrap();
        let data = format!("fd={},rootmode=40000,user_id=0,group_id=0", server.as_raw_fd());
        let data = std::ffi::CString::new(data).unwrap();
        mount("dead", dir.path(), "fuse", MountFlags::empty(), Some(&*data)).unwrap();
        let listed = System::default().disk_partitions(true).unwrap();
        assert!(listed.iter().any(|mount| mount.mountpoint == dir.path() && mount.device == "dead"));
        let timeout = Duration::from_millis(50);
        let threads = || std::fs::read_dir("/proc/self/task").unwrap().count();
        let before = threads();
        for _ in 0..20 {
            let answer = disk_usage_timeout(dir.path(), timeout);
            assert!(matches!(answer, Err(Error::TimeoutExpired { pid: None, .. })), "{answer:?}");
            assert!(threads() <= before + 1, "one thread waits, however often it is asked");
        }
        assert!(disk_usage_timeout("/", LONG).is_ok());
        drop(server);
        // With the server its mount gives up, and so does the thread.
        eventually("the thread ends", || threads() == before);
        assert!(matches!(disk_usage_timeout(dir.path(), LONG), Err(Error::System { .. })));
        unmount(dir.path(), UnmountFlags::DETACH).unwrap();
    });
}

fn block_devices() -> BTreeMap<OsString, PathBuf> {
    let entries = std::fs::read_dir("/sys/class/block").unwrap();
    entries.map(|entry| entry.unwrap()).map(|entry| (entry.file_name(), entry.path())).collect()
}

/// The columns of each device's own file.
fn stats() -> BTreeMap<OsString, Vec<u64>> {
    let columns = |path: &Path| {
        let text = std::fs::read_to_string(path.join("stat")).ok()?;
        Some(text.split_whitespace().map(|column| column.parse().unwrap()).collect())
    };
    block_devices().into_iter().filter_map(|(name, path)| Some((name, columns(&path)?))).collect()
}

fn in_kernel_units(io: &DiskIo) -> [u64; 9] {
    let ms = |time: Option<Duration>| time.unwrap().as_millis() as u64;
    [
        io.read_count,
        io.read_merged_count.unwrap(),
        io.read_bytes / 512,
        ms(io.read_time),
        io.write_count,
        io.write_merged_count.unwrap(),
        io.write_bytes / 512,
        ms(io.write_time),
        ms(io.busy_time),
    ]
}

/// What `look` sees while no device comes or goes. One that does so is in sysfs a moment longer than in `diskstats`.
fn while_devices_stay<T>(look: impl Fn() -> T) -> T {
    loop {
        let before = block_devices();
        let seen = look();
        if block_devices() == before {
            return seen;
        }
    }
}

#[test]
fn counters_are_those_of_sysfs() {
    in_some_try(compare_counters);
}

fn compare_counters() {
    let (before, found, after) =
        while_devices_stay(|| (stats(), System::default().disk_io_per_disk().unwrap(), stats()));
    assert_eq!(found.keys().collect::<Vec<_>>(), before.keys().collect::<Vec<_>>());
    for (name, io) in found {
        let columns = [0, 1, 2, 3, 4, 5, 6, 7, 9].map(|column| (before[&name][column], after[&name][column]));
        for ((low, high), value) in columns.into_iter().zip(in_kernel_units(&io)) {
            assert!((low..=high).contains(&value), "{name:?}: {low} <= {value} <= {high}");
        }
    }
}

#[test]
fn whole_disks_are_those_that_the_kernel_calls_so() {
    in_some_try(compare_whole_disks);
}

fn compare_whole_disks() {
    let is_partition = |path: &Path| path.join("partition").exists();
    let disks = || block_devices().into_iter().filter(|(_, path)| !is_partition(path)).map(|(name, _)| name);
    let (disks, found) = while_devices_stay(|| (disks().collect(), System::default().disk_io_whole_disks().unwrap()));
    assert_eq!(found.into_keys().collect::<BTreeSet<_>>(), disks);
}

#[test]
fn without_diskstats_sysfs_tells_the_same() {
    in_some_try(compare_without_diskstats);
}

fn compare_without_diskstats() {
    let tree = Tree::new();
    let system = System::builder().proc(tree.path().join("proc")).build();
    let running = System::default();
    let names = |system: &System| {
        let names = |found: BTreeMap<OsString, DiskIo>| found.into_keys().collect::<Vec<_>>();
        (names(system.disk_io_per_disk().unwrap()), names(system.disk_io_whole_disks().unwrap()))
    };
    let (without, with) = while_devices_stay(|| (names(&system), names(&running)));
    assert_eq!(without, with);
    let low = running.disk_io().unwrap().unwrap_or_default();
    let io = system.disk_io().unwrap().unwrap_or_default();
    let high = running.disk_io().unwrap().unwrap_or_default();
    assert!(low.read_bytes <= io.read_bytes && io.read_bytes <= high.read_bytes);
    assert!(low.write_count <= io.write_count && io.write_count <= high.write_count);
}

/// A line with counters that are all this number.
fn line(name: &str, number: u64) -> String {
    format!("8 0 {name}{}\n", format!(" {number}").repeat(17))
}

fn whole(tree: &Tree) -> Vec<String> {
    let disks = tree.system().disk_io_whole_disks().unwrap();
    disks.into_keys().map(|name| name.into_string().unwrap()).collect()
}

#[test]
fn partitions_are_in_no_sum() {
    let disks =
        ["dm-0", "loop0", "md127", "mmcblk0", "mmcblk0boot0", "nvme0n1", "nvme10n1", "sda", "sdp", "xvdb1", "zram0"];
    let partitions = ["loop0p1", "md127p2", "mmcblk0p1", "nvme0n1p1", "nvme10n1p15", "sda1", "sda15", "sdp1"];
    // As the kernel has them: behind each disk its partitions.
    let mut table: Vec<_> = disks.iter().chain(&partitions).collect();
    let disk_of = |name: &str| disks.into_iter().filter(|disk| name.starts_with(disk)).max_by_key(|disk| disk.len());
    table.sort_by_key(|name| disks.iter().position(|disk| disk_of(name) == Some(disk)));
    let table: String = table.into_iter().map(|name| line(name, 1)).collect();
    let tree = Tree::new();
    tree.file("proc/diskstats", &table);
    // By their names only: the tree has no /sys/block.
    assert_eq!(whole(&tree), disks);
    assert_eq!(tree.system().disk_io().unwrap().unwrap().read_count, disks.len() as u64);
    assert_eq!(tree.system().disk_io_per_disk().unwrap().len(), disks.len() + partitions.len());
}

#[test]
fn a_disk_that_is_called_like_a_partition_is_one_if_sysfs_says_so() {
    let tree = Tree::new();
    tree.file(
        "proc/diskstats",
        line("xvda", 1) + &line("xvda1", 2) + &line("cciss/c0d0", 4) + &line("cciss/c0d0p1", 8),
    );
    assert_eq!(whole(&tree), ["cciss/c0d0", "xvda"]);
    tree.file("sys/block/xvda1/stat", "").file("sys/block/cciss!c0d0p1/stat", "");
    assert_eq!(whole(&tree), ["cciss/c0d0", "cciss/c0d0p1", "xvda", "xvda1"]);
    assert_eq!(tree.system().disk_io().unwrap().unwrap().write_count, 15);
}

#[test]
fn a_tree_without_diskstats() {
    let tree = Tree::new();
    let stat = |number: u64| format!("{}\n", format!(" {number}").repeat(17));
    tree.file("sys/block/cciss!c0d0/stat", stat(1)).file("sys/block/cciss!c0d0/cciss!c0d0p1/stat", stat(2));
    tree.file("sys/block/sda/stat", stat(4)).file("sys/block/sda/sda1/stat", "1 2 3 4\n");
    tree.file("sys/block/sda/queue/stat", stat(8)).file("sys/block/sda/size", "1\n");
    let all = tree.system().disk_io_per_disk().unwrap();
    let names: Vec<_> = all.keys().collect();
    assert_eq!(names, ["cciss/c0d0", "cciss/c0d0p1", "sda", "sda1"]);
    assert_eq!(whole(&tree), ["cciss/c0d0", "sda"]);
    let old = all[OsStr::new("sda1")];
    assert_eq!((old.read_count, old.read_bytes, old.write_count, old.write_bytes), (1, 1024, 3, 2048));
    assert_eq!((old.read_time, old.busy_time, old.read_merged_count), (None, None, None));
}

#[test]
fn no_disks_and_nothing_that_could_tell() {
    let tree = Tree::new();
    assert!(matches!(tree.system().disk_io(), Err(Error::Unsupported { .. })));
    assert!(matches!(tree.system().disk_io_per_disk(), Err(Error::Unsupported { .. })));
    tree.file("proc/diskstats", "");
    assert_eq!(tree.system().disk_io().unwrap(), None);
    assert_eq!(tree.system().disk_io_per_disk().unwrap(), BTreeMap::new());
}

#[test]
fn counters_at_their_highest_do_not_overflow() {
    let tree = Tree::new();
    let total =
        tree.file("proc/diskstats", line("sda", u64::MAX) + &line("sdb", 1)).system().disk_io().unwrap().unwrap();
    assert_eq!((total.read_count, total.read_bytes, total.busy_time.is_some()), (u64::MAX, u64::MAX, true));
}

#[test]
fn root_a_disk_with_partitions_that_is_made() {
    let dir = tempfile::tempdir().unwrap();
    let image = dir.path().join("image");
    std::fs::File::create(&image).unwrap().set_len(16 << 20).unwrap();
    let image = image.to_str().unwrap();
    let loops = output("losetup", &["--find", "--show", "--partscan", image]);
    let disk = loops.trim().strip_prefix("/dev/").unwrap().to_owned();
    let free = Detach(disk.clone());
    // By their first sector and their length, as not every kernel reads every table of partitions.
    output("addpart", &[loops.trim(), "1", "2048", "8192"]);
    output("addpart", &[loops.trim(), "2", "10240", "8192"]);
    let parts = [format!("{disk}p1"), format!("{disk}p2")];
    let device = format!("/dev/{}", parts[1]);
    eventually("the device is there", || Path::new(&device).exists());
    let read = || System::default().disk_io_per_disk().unwrap()[OsStr::new(&parts[1])];
    // Whoever looks for file systems on new devices may read meanwhile.
    in_some_try(|| {
        let before = read();
        output("dd", &[&format!("if={device}"), "of=/dev/null", "bs=1M", "iflag=direct"]);
        assert_eq!(read().read_bytes - before.read_bytes, 4 << 20);
    });
    let whole = System::default().disk_io_whole_disks().unwrap();
    assert!(whole.contains_key(OsStr::new(&disk)) && parts.iter().all(|part| !whole.contains_key(OsStr::new(part))));
    drop(free);
}

/// Frees a loop device.
struct Detach(String);

impl Drop for Detach {
    fn drop(&mut self) {
        let _ = Command::new("losetup").args(["--detach", &format!("/dev/{}", self.0)]).status();
    }
}
