//! The host: names by `uname(2)` and from `os-release`, boot and uptime from `/proc`.

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;
use std::time::{Duration, SystemTime};

use sysproc_decode::linux::os_release::os_release;
use sysproc_decode::linux::{proc_stat, uptime as proc_uptime};

use super::{files, state};
use crate::host::HostInfo;
use crate::{Result, System};

pub(crate) use super::logins::users;

pub(crate) fn info(system: &System) -> Result<HostInfo> {
    let os = os_name(system)?;
    if state::is_own(system) {
        let uname = rustix::system::uname();
        let text = |text: &std::ffi::CStr| text.to_string_lossy().into_owned();
        return Ok(HostInfo {
            hostname: OsString::from_vec(uname.nodename().to_bytes().to_vec()),
            os,
            kernel: format!("{} {}", text(uname.sysname()), text(uname.release())),
            arch: Some(text(uname.machine())),
        });
    }
    // The same words, in files.
    let word = |file: &str| {
        Ok(files::read_whole(&system.roots().proc.join("sys/kernel").join(file))?.trim_ascii_end().to_vec())
    };
    let text = |file: &str| Ok(String::from_utf8_lossy(&word(file)?).into_owned());
    Ok(HostInfo {
        hostname: OsString::from_vec(word("hostname")?),
        os,
        kernel: format!("{} {}", text("ostype")?, text("osrelease")?),
        arch: text("arch").ok(),
    })
}

/// What the distribution calls itself, where it says so.
fn os_name(system: &System) -> Result<Option<String>> {
    let etc = &system.roots().etc;
    let text = match files::read_optional(&etc.join("os-release"))? {
        Some(text) => text,
        // Where the distribution's own file is, that the one in `/etc` is to override.
        None => match files::read_optional(&etc.join("../usr/lib/os-release"))? {
            Some(text) => text,
            None => return Ok(None),
        },
    };
    let value = |key: &[u8]| {
        let (_, value) = os_release(&text).filter(|(_, value)| !value.is_empty()).find(|(found, _)| *found == key)?;
        String::from_utf8(value.into_owned()).ok()
    };
    let name_and_version = || Some(format!("{} {}", value(b"NAME")?, value(b"VERSION")?));
    Ok(value(b"PRETTY_NAME").or_else(name_and_version).or_else(|| value(b"NAME")))
}

pub(crate) fn boot_time(system: &System) -> Result<SystemTime> {
    let path = system.roots().proc.join("stat");
    let seconds = proc_stat::counters(&files::read(&path)?).btime;
    let since_1970 = seconds.map(Duration::from_secs);
    since_1970.and_then(|time| SystemTime::UNIX_EPOCH.checked_add(time)).ok_or_else(|| files::malformed(&path))
}

pub(crate) fn uptime(system: &System) -> Result<Duration> {
    let path = system.roots().proc.join("uptime");
    let seconds = proc_uptime::uptime(&files::read_whole(&path)?);
    seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok()).ok_or_else(|| files::malformed(&path))
}
