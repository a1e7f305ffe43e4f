//! Disks: drives and volumes, space, and the counters of each disk.

use std::ffi::OsString;
use std::fs::OpenOptions;
use std::os::windows::ffi::{OsStrExt, OsStringExt};
use std::os::windows::fs::OpenOptionsExt;
use std::path::Path;
use std::time::Duration;

use windows_sys::Win32::Foundation::{ERROR_DIRECTORY, ERROR_INVALID_FUNCTION, ERROR_NOT_SUPPORTED};
use windows_sys::Win32::System::Ioctl::DISK_PERFORMANCE;
use windows_sys::Win32::System::SystemServices::{FILE_READ_ONLY_VOLUME, FILE_VOLUME_IS_COMPRESSED};

use super::{ffi, path, time};
use crate::disk::{DiskCounters, DiskIo, DiskUsage, Partition};
use crate::{Error, Result, System, deadline, percent};

/// The kinds of drives, by the numbers that `GetDriveType` gives them.
const KINDS: [&str; 7] = ["unknown", "unmounted", "removable", "fixed", "remote", "cdrom", "ramdisk"];

/// From here on there is something mounted.
const FIRST_MOUNTED: usize = 2;

/// How long a drive may take to say what is on it.
const SOON: Duration = Duration::from_secs(2);

pub(crate) fn partitions(_: &System, all: bool) -> Result<Vec<Partition>> {
    let drives = ffi::disk::drives().map(|letter| (format!(r"{letter}:\").into(), format!(r"{letter}:\").into()));
    // What is mounted in folders, and has no letter or one more.
    let in_folders = ffi::disk::volumes().into_iter().flat_map(|(volume, folders)| {
        let volume = OsString::from_wide(&volume);
        let folders = folders.into_iter().filter(|folder| folder.len() > r"C:\".len());
        folders.map(move |folder| (volume.clone(), OsString::from_wide(&folder)))
    });
    let listed = drives.chain(in_folders).filter_map(|(device, folder)| partition(device, folder, all));
    Ok(listed.collect())
}

fn partition(device: OsString, folder: OsString, all: bool) -> Option<Partition> {
    let root: Vec<u16> = folder.encode_wide().chain([0]).collect();
    let kind = usize::try_from(ffi::disk::drive_type(&root)).unwrap_or(0);
    if kind < FIRST_MOUNTED && !all {
        return None;
    }
    let kind = KINDS.get(kind).unwrap_or(&KINDS[0]);
    // A server that is gone never answers.
    let told = deadline::ask(Path::new(&folder), SOON, move |_| {
        ffi::disk::volume(&root).map_err(|error| Error::system("GetVolumeInformation", error))
    });
    // A drive without a disk has no file system.
    let (opts, fstype) = told.map_or((kind.to_string(), OsString::new()), |(flags, fstype)| {
        let access = if flags & FILE_READ_ONLY_VOLUME == 0 { "rw" } else { "ro" };
        let compressed = if flags & FILE_VOLUME_IS_COMPRESSED == 0 { "" } else { ",compressed" };
        (format!("{access}{compressed},{kind}"), OsString::from_wide(&fstype))
    });
    Some(Partition { device, mountpoint: folder.into(), fstype, opts: opts.into() })
}

pub(crate) fn usage(path: &Path) -> Result<DiskUsage> {
    let asked = ffi::disk::space(&path::wide(path));
    let space = match asked {
        // Only folders can be asked about.
        Err(error) if error.raw_os_error() == Some(ERROR_DIRECTORY as i32) => {
            ffi::disk::space(&path::wide(path.parent().unwrap_or(path)))
        }
        asked => asked,
    };
    let space = space.map_err(|error| Error::system(path.display().to_string(), error))?;
    let used = space.total.saturating_sub(space.free);
    let free = space.available;
    Ok(DiskUsage { total: space.total, used, free, percent: percent::of(used, used.saturating_add(free)) })
}

/// More disks than a machine has.
const MOST_DISKS: usize = 1024;

/// How many numbers in a row may belong to no disk, since one was taken out.
const MOST_GAPS: usize = 16;

pub(crate) fn io_counters(_: &System, each: &mut dyn FnMut(DiskCounters<'_>)) -> Result<()> {
    let mut gaps = 0;
    for number in 0..MOST_DISKS {
        let name = format!("PhysicalDrive{number}");
        // Without any access: its counters are nobody's secret.
        let Ok(disk) = OpenOptions::new().access_mode(0).open(format!(r"\\.\{name}")) else {
            gaps += 1;
            if gaps > MOST_GAPS {
                break;
            }
            continue;
        };
        gaps = 0;
        match ffi::disk::performance(&disk) {
            Ok(counters) => each(DiskCounters { name: name.as_ref(), whole: true, io: io_of(&counters) }),
            // Some drivers count nothing; nor does Wine.
            Err(error) if is_uncounted(&error) => {}
            Err(error) => return Err(Error::system("IOCTL_DISK_PERFORMANCE", error)),
        }
    }
    Ok(())
}

fn is_uncounted(error: &std::io::Error) -> bool {
    let code = error.raw_os_error();
    [ERROR_INVALID_FUNCTION, ERROR_NOT_SUPPORTED].iter().any(|uncounted| code == Some(*uncounted as i32))
}

fn io_of(counters: &DISK_PERFORMANCE) -> DiskIo {
    let number = |number: i64| u64::try_from(number).unwrap_or(0);
    DiskIo {
        read_count: counters.ReadCount.into(),
        write_count: counters.WriteCount.into(),
        read_bytes: number(counters.BytesRead),
        write_bytes: number(counters.BytesWritten),
        read_time: Some(time::duration(number(counters.ReadTime))),
        write_time: Some(time::duration(number(counters.WriteTime))),
        ..DiskIo::default()
    }
}
