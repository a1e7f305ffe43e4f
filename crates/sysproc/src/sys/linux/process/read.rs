//! Reading the files of a process, with errors that say what became of it.

use std::borrow::Cow;
use std::ffi::CStr;
use std::io::Write;
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, BorrowedFd};

use rustix::fs::{CWD, OFlags};
use rustix::io::Errno;

use crate::sys::linux::ffi::fd::Fd;
use crate::sys::linux::files::{open_at, piece_of, read_piece, whole_piece};
use crate::{Error, Pid, Process, Result, System};

/// A path below `/proc/PID`, with a NUL behind it: system calls take it as it is.
pub(super) struct ProcPath(Vec<u8>);

impl ProcPath {
    /// `<proc>/PID/<file>`.
    pub(super) fn new(system: &System, pid: Pid, file: &str) -> Self {
        use std::os::unix::ffi::OsStrExt;
        let root = system.roots().proc.as_os_str().as_bytes();
        let mut path = Vec::with_capacity(root.len() + file.len() + 14);
        for part in [root, b"/", digits(pid, &mut [0; 10]), b"/", file.as_bytes(), b"\0"] {
            path.extend_from_slice(part);
        }
        Self(path)
    }

    /// Opens the file for reading.
    #[inline(always)]
    pub(super) fn open(&self, flags: OFlags) -> std::result::Result<Fd, Errno> {
        open_at(CWD, self.as_c_str(), flags)
    }

    fn as_c_str(&self) -> &CStr {
        CStr::from_bytes_until_nul(&self.0).unwrap_or_default()
    }

    fn shown(&self) -> Cow<'static, str> {
        self.as_c_str().to_string_lossy().into_owned().into()
    }
}

/// A path below an open proc root: `PID/file`, made without an allocation.
pub(super) struct Below([u8; 32]);

/// `PID/file` of a short file name.
pub(super) fn below(pid: Pid, file: &str) -> Below {
    let mut path = [0; 32];
    let mut rest = path.as_mut_slice();
    for part in [digits(pid, &mut [0; 10]), b"/", file.as_bytes()] {
        // What does not fit is cut, and then names no file; ten digits and our names fit.
        let _ = rest.write_all(part);
    }
    Below(path)
}

/// A pid as text. `format!` would take longer than the rest of making a path.
fn digits(pid: Pid, room: &mut [u8; 10]) -> &[u8] {
    let (mut rest, mut count) = (pid, 0);
    for digit in room.iter_mut().rev() {
        *digit = b'0' + u8::try_from(rest % 10).unwrap_or_default();
        (rest, count) = (rest / 10, count + 1);
        if rest == 0 {
            break;
        }
    }
    room.get(room.len() - count..).unwrap_or_default()
}

impl Below {
    pub(super) fn as_c_str(&self) -> &CStr {
        CStr::from_bytes_until_nul(&self.0).unwrap_or_default()
    }
}

/// Opens a file or directory of a process.
#[inline(always)]
pub(super) fn open(system: &System, pid: Pid, file: &str, flags: OFlags) -> Result<Fd> {
    let path = ProcPath::new(system, pid, file);
    path.open(flags).map_err(|errno| error(system, pid, path.shown(), errno))
}

/// Reads a file of a process that the kernel makes in one piece into `buffer`, whose previous content is dropped.
#[inline(always)]
pub(super) fn read_into(system: &System, pid: Pid, file: &str, buffer: &mut Vec<u8>) -> Result<()> {
    open_and(system, pid, file, |fd| read_piece(fd, buffer))
}

/// A file of a process that the kernel makes in one piece, as it makes most.
#[inline(always)]
pub(super) fn read(process: &Process, file: &str) -> Result<Vec<u8>> {
    open_and(process.system(), process.pid(), file, whole_piece)
}

/// One that is as long as the process likes: no more of it than `enough` bytes, and what comes with them.
#[inline(always)]
pub(super) fn read_of(process: &Process, file: &str, enough: u64) -> Result<Vec<u8>> {
    open_and(process.system(), process.pid(), file, |fd| piece_of(fd, enough))
}

#[inline(always)]
fn open_and<T>(
    system: &System,
    pid: Pid,
    file: &str,
    read: impl FnOnce(BorrowedFd<'_>) -> std::result::Result<T, Errno>,
) -> Result<T> {
    let path = ProcPath::new(system, pid, file);
    path.open(OFlags::empty()).and_then(|fd| read(fd.as_fd())).map_err(|errno| error(system, pid, path.shown(), errno))
}

/// Room for the longest path that the kernel tells.
pub(super) type LinkRoom = [MaybeUninit<u8>; 4096];

pub(super) fn link_room() -> LinkRoom {
    [MaybeUninit::uninit(); 4096]
}

/// Where a link of a process leads.
#[inline(always)]
pub(super) fn link(process: &Process, file: &str) -> Result<Vec<u8>> {
    let path = ProcPath::new(process.system(), process.pid(), file);
    let mut room = link_room();
    rustix::fs::readlinkat_raw(CWD, path.as_c_str(), &mut room)
        .map(|(target, _)| target.to_vec())
        .map_err(|errno| error(process.system(), process.pid(), path.shown(), errno))
}

/// The metadata of a file of a process.
#[inline(always)]
pub(super) fn stat(process: &Process, file: &str) -> Result<rustix::fs::Stat> {
    let path = ProcPath::new(process.system(), process.pid(), file);
    rustix::fs::stat(path.as_c_str()).map_err(|errno| failed(process.system(), process.pid(), file, errno))
}

/// What a failed call on a file of a process means.
pub(super) fn failed(system: &System, pid: Pid, file: &str, errno: Errno) -> Error {
    error(system, pid, ProcPath::new(system, pid, file).shown(), errno)
}

/// What a failed read of a process's file means. A file that is missing means that the process is gone, unless the
/// process is there: then it is the file that this kernel lacks, or the answer that it has let go of.
fn error(system: &System, pid: Pid, what: Cow<'static, str>, errno: Errno) -> Error {
    match errno {
        Errno::SRCH | Errno::NOENT if !exists(system, pid) => Error::NoSuchProcess { pid },
        Errno::ACCESS | Errno::PERM => Error::AccessDenied { pid: Some(pid), what },
        _ => Error::System { what, source: errno.into() },
    }
}

/// What a file of a process that cannot be read as what it should be means.
pub(super) fn malformed(system: &System, pid: Pid, file: &str) -> Error {
    if exists(system, pid) {
        Error::malformed(ProcPath::new(system, pid, file).shown())
    } else {
        Error::NoSuchProcess { pid }
    }
}

/// Whether there is a process or thread with this pid, reaped ones excluded.
fn exists(system: &System, pid: Pid) -> bool {
    let mut buffer = Vec::with_capacity(1024);
    let path = ProcPath::new(system, pid, "stat");
    let read = path.open(OFlags::empty()).and_then(|fd| read_piece(fd.as_fd(), &mut buffer));
    // A denied one is there, and so is one that the caller lacks the descriptors to look at. With hidepid it is ENOENT: as
    // good as not there.
    !matches!(read, Err(Errno::NOENT | Errno::SRCH | Errno::NOTDIR))
}
