//! The files that a process has open: handles of it in the table of all handles, each copied and asked for its name.
//!
//! Asking waits for ever where the owner of a pipe waits for it. So each is asked in a thread, and left out if the answer
//! does not come soon.

use std::os::windows::io::{AsRawHandle, OwnedHandle};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use sysproc_decode::bytes::WordSize;
use sysproc_decode::windows::handles::handles;
use sysproc_decode::windows::text_behind;
use windows_sys::Win32::System::Threading::PROCESS_DUP_HANDLE;

use super::handle::Grip;
use crate::process::OpenFile;
use crate::sys::windows::ffi;
use crate::sys::windows::path::Drives;
use crate::{Error, Process, Result, deadline};

/// How long a name may take.
const SOON: Duration = Duration::from_millis(200);

pub(crate) fn open_files(process: &Process) -> Result<Vec<OpenFile>> {
    let grip = Grip::on(process, PROCESS_DUP_HANDLE)?;
    let owner = Arc::new(grip.handle);
    let drives = Drives::read();
    let mut paths = Vec::new();
    for handle in files_of(process)? {
        let owner = Arc::clone(&owner);
        // The name by which a handle that does not answer is remembered.
        let question = format!("handle {handle} of process {}", process.pid());
        let name = deadline::ask(Path::new(&question), SOON, move |_| Ok(file_name(&owner, handle)));
        paths.extend(name.ok().flatten().filter(|name| !name.is_empty()).map(|name| drives.path(&name)));
    }
    super::identity::require_running(process)?;
    paths.sort_unstable();
    paths.dedup();
    let file = |path| OpenFile { path, fd: None, position: None, mode: None, flags: None, deleted: None };
    Ok(paths.into_iter().map(file).collect())
}

/// The handles of a process that are open on files, or on what looks so: pipes, consoles and the like.
fn files_of(process: &Process) -> Result<Vec<u64>> {
    const CALL: &str = "NtQuerySystemInformation: SystemExtendedHandleInformation";
    /// `SystemExtendedHandleInformation`.
    const CLASS: i32 = 64;
    // One that is known to be of a file tells the number of that type, which differs from one Windows to the other.
    let sample = std::fs::File::open("NUL").map_err(|error| Error::system("NUL", error))?;
    let mut table = Vec::new();
    ffi::nt::system_information(CLASS, &mut table).map_err(|error| Error::system(CALL, error))?;
    let (own, number) = (u64::from(std::process::id()), sample.as_raw_handle().addr() as u64);
    let all = || handles(&table, WordSize::HOST);
    let found = all().find(|handle| handle.pid == own && handle.handle == number);
    let kind = found.ok_or_else(|| Error::malformed(CALL))?.object_type_index;
    let pid = u64::from(process.pid());
    let files = all().filter(|handle| handle.pid == pid && handle.object_type_index == kind);
    Ok(files.map(|handle| handle.handle).collect())
}

/// The name of a regular file that a process has open; `None` of all else.
fn file_name(owner: &OwnedHandle, handle: u64) -> Option<Vec<u16>> {
    // It may have been closed since.
    let copy = ffi::object::duplicate(owner, handle).ok()?;
    if !ffi::object::is_of_disk(&copy) || ffi::object::is_directory(&copy) {
        return None;
    }
    let name = ffi::object::name(&copy).ok()?;
    Some(text_behind(&name, WordSize::HOST)?.units().collect())
}
