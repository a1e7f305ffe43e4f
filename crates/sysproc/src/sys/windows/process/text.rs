//! The texts of a process: its program, its name, and what it was started with, which stands in its own memory.

use std::ffi::{OsStr, OsString};
use std::os::windows::ffi::{OsStrExt, OsStringExt};
use std::path::PathBuf;

use sysproc_decode::bytes::WordSize;
use sysproc_decode::windows::command_line::arguments;
use sysproc_decode::windows::environment::environment;
use sysproc_decode::windows::{Utf16, text_behind};
use windows_sys::Wdk::System::Threading::ProcessCommandLineInformation;

use super::handle::{Grip, IDLE, QUERY, ask};
use super::parameters::{READ, READ_ENVIRONMENT, ReadableGrip};
use super::stat::name_of;
use crate::sys::windows::ffi;
use crate::sys::windows::path::Drives;
use crate::{Error, Process, Result};

pub(crate) fn name(process: &Process) -> Result<OsString> {
    let by_handle = |grip: &Grip<'_>| {
        let program = exe_of(grip)?;
        Ok(program.file_name().map(OsStr::to_os_string).unwrap_or_default())
    };
    ask(process, by_handle, name_of)
}

pub(crate) fn exe(process: &Process) -> Result<PathBuf> {
    match Grip::on(process, QUERY).and_then(|grip| exe_of(&grip)) {
        Err(error @ Error::AccessDenied { .. }) => exe_unopened(process).unwrap_or(Err(error)),
        answer => answer,
    }
}

pub(super) fn exe_of(grip: &Grip<'_>) -> Result<PathBuf> {
    let name = ffi::process::image_name(&grip.handle);
    let name = name.map_err(|error| grip.error("QueryFullProcessImageName", error))?;
    Ok(OsString::from_wide(&name).into())
}

/// The program of a process that may not be opened, by its pid alone; `None` where that is not told either.
pub(super) fn exe_unopened(process: &Process) -> Option<Result<PathBuf>> {
    if process.pid() == IDLE {
        return Some(super::identity::require_running(process).map(|()| PathBuf::new()));
    }
    let name = ffi::process::image_name_of_pid(process.pid()).ok()?;
    // Whether it was of this process is known afterwards.
    Some(super::identity::require_running(process).map(|()| Drives::read().path(&name)))
}

pub(crate) fn cmdline(process: &Process) -> Result<Vec<OsString>> {
    cmdline_of(&Grip::on(process, QUERY)?)
}

/// Windows 8.1 and later tell the command line to everybody. Before, and under Wine, it stands in the process's memory.
pub(super) fn cmdline_of(grip: &Grip<'_>) -> Result<Vec<OsString>> {
    let told = ffi::process::information(&grip.handle, ProcessCommandLineInformation);
    let line = match &told {
        Ok(told) => text_behind(told, WordSize::HOST).map(|line| line.units().collect()),
        Err(_) => None,
    };
    let line = match line {
        Some(line) => line,
        None => ReadableGrip(&Grip::on(grip.process, READ)?).command_line()?,
    };
    Ok(arguments(&line).iter().map(|argument| OsString::from_wide(argument)).collect())
}

pub(crate) fn environ(process: &Process) -> Result<Vec<(OsString, OsString)>> {
    let block = ReadableGrip(&Grip::on(process, READ_ENVIRONMENT)?).environment()?;
    let text = |text: Utf16<'_>| OsString::from_wide(&text.units().collect::<Vec<_>>());
    Ok(environment(&block).map(|(name, value)| (text(name), text(value))).collect())
}

pub(crate) fn cwd(process: &Process) -> Result<PathBuf> {
    let path = ReadableGrip(&Grip::on(process, READ)?).current_directory()?;
    Ok(without_last_backslash(OsString::from_wide(&path)).into())
}

/// The system keeps the directory with a backslash at its end, which belongs to it only where it is a root.
fn without_last_backslash(path: OsString) -> OsString {
    let units: Vec<u16> = path.encode_wide().collect();
    match units.as_slice() {
        [before @ .., last] if before.len() > 2 && *last == u16::from(b'\\') => OsString::from_wide(before),
        _ => path,
    }
}

#[cfg(test)]
mod tests {
    use super::without_last_backslash;

    #[test]
    fn a_root_keeps_its_backslash() {
        for (path, expected) in [(r"C:\", r"C:\"), (r"C:\a\", r"C:\a"), (r"C:\a", r"C:\a"), ("", ""), (r"\", r"\")] {
            assert_eq!(without_last_backslash(path.into()), expected);
        }
    }
}
