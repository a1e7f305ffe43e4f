//! The path of a process's controlling terminal, from its device number.
//!
//! It is looked up anew each time, which costs little and cannot be out of date: a pseudo terminal has its number for a
//! name, and of the others the kernel tells the name in `/sys`.

use std::path::{Path, PathBuf};

use rustix::fs::{FileType, major, minor, stat};
use sysproc_decode::linux::device::major_minor;

use super::identity::with_own_stat;
use crate::sys::linux::files;
use crate::{Process, Result, System};

/// `UNIX98_PTY_SLAVE_MAJOR` of `linux/major.h`.
const PTS: u32 = 136;

pub(crate) fn terminal(process: &Process) -> Result<Option<PathBuf>> {
    let tty_nr = with_own_stat(process, |stat| stat.tty_nr)?;
    Ok(terminal_of(process.system(), tty_nr))
}

/// The path of the terminal with this device number; `None` for 0, which is none, and for one that has no file.
pub(super) fn terminal_of(system: &System, tty_nr: i32) -> Option<PathBuf> {
    if tty_nr == 0 {
        return None;
    }
    let device = major_minor(tty_nr as u32);
    let named = if device.0 == PTS { Some(format!("pts/{}", device.1)) } else { name_in_sys(system, device) };
    let dev = &system.roots().dev;
    named.map(|name| dev.join(name)).filter(|path| is(path, device)).or_else(|| search(dev, device))
}

/// `DEVNAME` of the device's event file.
fn name_in_sys(system: &System, (major, minor): (u32, u32)) -> Option<String> {
    let file = system.roots().sys.join(format!("dev/char/{major}:{minor}/uevent"));
    let event = files::read(&file).ok()?;
    event
        .split(|byte| *byte == b'\n')
        .find_map(|line| line.strip_prefix(b"DEVNAME="))
        .and_then(|name| String::from_utf8(name.to_vec()).ok())
}

/// Looks for it among all devices: where there is no `/sys`, or the device has another name.
fn search(dev: &Path, device: (u32, u32)) -> Option<PathBuf> {
    let entries = std::fs::read_dir(dev).ok()?;
    entries.filter_map(|entry| Some(entry.ok()?.path())).find(|path| is(path, device))
}

fn is(path: &Path, device: (u32, u32)) -> bool {
    stat(path).is_ok_and(|file| {
        FileType::from_raw_mode(file.st_mode) == FileType::CharacterDevice
            && (major(file.st_rdev), minor(file.st_rdev)) == device
    })
}
