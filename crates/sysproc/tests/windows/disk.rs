//! Drives, space and counters.

use std::path::Path;

use sysproc::disk::disk_usage;
use sysproc::{Error, System};

#[test]
fn the_drive_of_the_system_is_listed() {
    for all in [false, true] {
        let drives = System::default().disk_partitions(all).unwrap();
        let system = format!(r"{}\", std::env::var("SystemDrive").unwrap());
        let drive = drives.iter().find(|drive| drive.mountpoint == Path::new(&system)).unwrap();
        assert_eq!(drive.device, system.as_str());
        assert!(!drive.fstype.is_empty());
        assert_eq!(drive.opts, "rw,fixed");
        assert!(drives.iter().all(|drive| drive.mountpoint.to_str().unwrap().ends_with('\\')));
    }
}

#[test]
fn usage_adds_up() {
    let folder = tempfile::tempdir().unwrap();
    let usage = disk_usage(folder.path()).unwrap();
    assert!(usage.total > 0 && usage.used + usage.free <= usage.total, "{usage:?}");
    let percent = usage.used as f64 / (usage.used + usage.free) as f64 * 100.0;
    assert!((usage.percent - percent).abs() < 0.1);
    // A file is on the drive of its folder.
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    assert_eq!(disk_usage(&file).unwrap().total, usage.total);
    let missing = disk_usage(&folder.path().join("missing"));
    assert!(matches!(&missing, Err(Error::System { source, .. }) if source.kind() == std::io::ErrorKind::NotFound));
}

#[test]
fn a_long_path() {
    let folder = tempfile::tempdir().unwrap();
    let path = (0..10).fold(folder.path().to_path_buf(), |path, _| path.join("a folder with a long name, many times"));
    std::fs::create_dir_all(&path).unwrap();
    assert!(path.as_os_str().len() > 260);
    assert!(disk_usage(&path).unwrap().total > 0);
}

#[test]
fn counters() {
    // Wine's disks count nothing, and are left out.
    let disks = System::default().disk_io_per_disk().unwrap();
    assert!(disks.keys().all(|name| name.to_str().unwrap().starts_with("PhysicalDrive")));
    assert!(disks.values().all(|io| io.read_time.is_some() && io.busy_time.is_none()));
}
