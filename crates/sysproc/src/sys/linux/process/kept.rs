//! What it means that the kernel has no answer about a process that is there: a zombie has let go of its memory and its
//! files, and a kernel thread never had any.

use rustix::io::Errno;

use super::identity::with_stat;
use super::read;
use super::stat::{has_lost_its_main_thread, has_memory, status_of};
use crate::process::Status;
use crate::{Error, Process, Result};

/// A file that is a part of a process's memory, no more of it than `enough` bytes; empty for a kernel thread.
///
/// # Errors
/// [`Error::ZombieProcess`] of a zombie.
pub(super) fn file(process: &Process, file: &str, enough: u64) -> Result<Vec<u8>> {
    match read::read_of(process, file, enough) {
        // The kernel says ESRCH of both since 6.10 or so; before, the file is empty.
        Err(error) if is(&error, Errno::SRCH) => not_zombie(process).map(|()| Vec::new()),
        Ok(text) if text.is_empty() => not_zombie(process).map(|()| text),
        // A zombie's files are root's, which is no reason to say that it is about rights.
        Err(error @ Error::AccessDenied { .. }) => not_zombie(process).and(Err(error)),
        result => result,
    }
}

/// A link to one of a process's files; `None` where it has none, as the program of a kernel thread.
///
/// # Errors
/// [`Error::ZombieProcess`] of a zombie.
pub(super) fn link(process: &Process, link: &str) -> Result<Option<Vec<u8>>> {
    match read::link(process, link) {
        Err(error) if is(&error, Errno::NOENT) => not_zombie(process).map(|()| None),
        Err(error @ Error::AccessDenied { .. }) => not_zombie(process).and(Err(error)),
        result => result.map(Some),
    }
}

/// Fails if the process is gone or a zombie: then what was read of it before may be incomplete.
///
/// That it is the handle's is not asked: a listing, which does not know the start time yet, sees to that itself.
pub(super) fn not_zombie(process: &Process) -> Result<()> {
    match with_stat(process.system(), process.pid(), status_of)? {
        Status::Zombie | Status::Dead => Err(Error::ZombieProcess { pid: process.pid() }),
        _ => Ok(()),
    }
}

/// Fails if the main thread of the process has ended before the others: what is missing then is only that thread's.
pub(super) fn by_main_thread(process: &Process) -> Result<()> {
    let lost = with_stat(process.system(), process.pid(), |stat| Some(has_lost_its_main_thread(stat)))?;
    if lost { Err(Error::ZombieProcess { pid: process.pid() }) } else { Ok(()) }
}

/// What it means that a process has no longer what only one that is ending lets go of: a moment later it is a zombie.
pub(super) fn let_go(process: &Process, what: &str) -> Error {
    match with_stat(process.system(), process.pid(), |stat| Some(has_memory(stat))) {
        // It lets go of its memory first.
        Ok(false) => Error::ZombieProcess { pid: process.pid() },
        Ok(true) => read::malformed(process.system(), process.pid(), what),
        Err(error) => error,
    }
}

/// Whether the system answered so.
pub(super) fn is(error: &Error, errno: Errno) -> bool {
    matches!(error, Error::System { source, .. } if Errno::from_io_error(source) == Some(errno))
}
