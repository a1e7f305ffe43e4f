//! Reading whole files of `/proc` and `/sys`.
//!
//! Here and in `process` what is between a caller and a system call is inlined without asking the compiler: the first return
//! behind a call is mispredicted where the kernel guards its own (Safe RET), which costs as much as a fifth of a short call.

use std::borrow::Cow;
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, BorrowedFd};
use std::path::Path;

use rustix::fs::{CWD, Mode, OFlags};
use rustix::io::Errno;
use rustix::path::Arg;

use super::ffi::fd::Fd;
use super::state::is_own;
use crate::{Error, Result, System};

/// How a file is opened here: for reading, without becoming a controlling terminal, closed on exec.
const READ: OFlags = OFlags::RDONLY.union(OFlags::CLOEXEC).union(OFlags::NOCTTY);

/// Opens a file below a folder, for reading.
#[inline(always)]
pub(super) fn open_at(folder: impl AsFd, path: impl Arg, flags: OFlags) -> std::result::Result<Fd, Errno> {
    rustix::fs::openat(folder, path, READ | flags, Mode::empty()).map(Fd::from)
}

#[inline(always)]
fn open(path: &Path) -> std::result::Result<Fd, Errno> {
    open_at(CWD, path, OFlags::empty())
}

/// A file that the kernel makes in one piece, as it makes those with one value and all of `/sys`.
pub(super) fn piece(path: &Path) -> std::result::Result<Vec<u8>, Errno> {
    whole_piece(open(path)?.as_fd())
}

/// A file that it makes line by line.
pub(super) fn lines(path: &Path) -> std::result::Result<Vec<u8>, Errno> {
    let mut buffer = Vec::new();
    read_fd(open(path)?.as_fd(), &mut buffer)?;
    Ok(buffer)
}

/// The beginning of a file that it makes line by line: until that is enough, or the file ends. What nobody reads is not
/// made, so it is asked for no more than `piece` bytes at once.
pub(super) fn lines_until(
    path: &Path,
    piece: usize,
    is_enough: impl Fn(&[u8]) -> bool,
) -> std::result::Result<Vec<u8>, Errno> {
    let file = open(path)?;
    let (mut text, mut room) = (Vec::new(), vec![0; piece]);
    loop {
        match rustix::io::read(&file, &mut room) {
            Ok(0) => return Ok(text),
            Ok(read) => text.extend_from_slice(room.get(..read).unwrap_or_default()),
            Err(Errno::INTR) => continue,
            Err(errno) => return Err(errno),
        }
        if is_enough(&text) {
            return Ok(text);
        }
    }
}

/// Reads the rest of an open file into `buffer`, whose previous content is dropped and whose room is used again.
#[inline(always)]
pub(super) fn read_fd(file: BorrowedFd<'_>, buffer: &mut Vec<u8>) -> std::result::Result<(), Errno> {
    buffer.clear();
    loop {
        if buffer.capacity() - buffer.len() < MIN_READ {
            buffer.reserve(GROWTH.max(buffer.len()));
        }
        match rustix::io::read(file, rustix::buffer::spare_capacity(buffer)) {
            Ok(0) => return Ok(()),
            Ok(_) => {}
            Err(Errno::INTR) => {}
            Err(error) => return Err(error),
        }
    }
}

/// How much is asked for at once of a file whose records take long to make. The kernel makes a page of them and drops the one
/// that does not fit, to make it anew at the next read (`seq_read_iter` in its `fs/seq_file.c`). It stops before where as much
/// is there as was asked for, so that is less than a page, by as much as a record is mostly long.
const RECORDS: usize = 3 << 10;

/// Reads more of an open file of such records behind what `buffer` has, until there is no room for another read. Returns
/// whether there may be more to come.
#[inline(always)]
pub(super) fn fill(file: BorrowedFd<'_>, buffer: &mut Vec<u8>) -> std::result::Result<bool, Errno> {
    let mut room = [MaybeUninit::uninit(); RECORDS];
    buffer.reserve(RECORDS);
    while buffer.capacity() - buffer.len() >= RECORDS {
        match rustix::io::read(file, &mut room) {
            Ok(([], _)) => return Ok(false),
            Ok((read, _)) => buffer.extend_from_slice(read),
            Err(Errno::INTR) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(true)
}

/// The rest of an open file that the kernel makes in one piece, as most that are about one process: less than there is room
/// for is all. Such room is quicker had on the stack than from `malloc`, of which only what there is to keep is asked for.
#[inline(always)]
pub(super) fn whole_piece(file: BorrowedFd<'_>) -> std::result::Result<Vec<u8>, Errno> {
    piece_of(file, u64::MAX)
}

/// The same of a file whose length somebody else may choose: no more than `enough` bytes, and what comes with them.
#[inline(always)]
pub(super) fn piece_of(file: BorrowedFd<'_>, enough: u64) -> std::result::Result<Vec<u8>, Errno> {
    let mut room = [MaybeUninit::uninit(); MIN_READ];
    let mut buffer = match rustix::io::read(file, &mut room) {
        Ok((read, left)) if !left.is_empty() => return Ok(read.to_vec()),
        Ok((read, _)) => read.to_vec(),
        Err(Errno::INTR) => Vec::new(),
        Err(errno) => return Err(errno),
    };
    more_pieces(&mut buffer, |room, from| if from < enough { rustix::io::read(file, room) } else { Ok(0) })?;
    Ok(buffer)
}

/// The same into a buffer that is used again and again.
#[inline(always)]
pub(super) fn read_piece(file: BorrowedFd<'_>, buffer: &mut Vec<u8>) -> std::result::Result<(), Errno> {
    by_pieces(buffer, |room, _| rustix::io::read(file, room))
}

/// The same from the beginning of a file that is read again and again.
#[inline(always)]
pub(super) fn pread_piece(file: BorrowedFd<'_>, buffer: &mut Vec<u8>) -> std::result::Result<(), Errno> {
    by_pieces(buffer, |room, from| rustix::io::pread(file, room, from))
}

#[inline(always)]
fn by_pieces(
    buffer: &mut Vec<u8>,
    read: impl FnMut(rustix::buffer::SpareCapacity<'_, u8>, u64) -> rustix::io::Result<usize>,
) -> std::result::Result<(), Errno> {
    buffer.clear();
    more_pieces(buffer, read)
}

#[inline(always)]
fn more_pieces(
    buffer: &mut Vec<u8>,
    mut read: impl FnMut(rustix::buffer::SpareCapacity<'_, u8>, u64) -> rustix::io::Result<usize>,
) -> std::result::Result<(), Errno> {
    loop {
        if buffer.len() == buffer.capacity() {
            buffer.reserve(MIN_READ.max(buffer.len()));
        }
        let (room, from) = (buffer.capacity() - buffer.len(), buffer.len() as u64);
        match read(rustix::buffer::spare_capacity(buffer), from) {
            Ok(got) if got < room => return Ok(()),
            Ok(_) | Err(Errno::INTR) => {}
            Err(error) => return Err(error),
        }
    }
}

/// Room for one read: what most files of `/proc` and `/sys` fit in, and all that the kernel gives at once of longer ones.
const MIN_READ: usize = 4096;
/// By how much room grows at least for files that come in several reads.
const GROWTH: usize = 4 * MIN_READ;

/// A whole file, which is not about one process.
pub(super) fn read(path: &Path) -> Result<Vec<u8>> {
    lines(path).map_err(|errno| file_error(path, errno))
}

/// A whole file, or `None` if there is no such file.
pub(super) fn read_optional(path: &Path) -> Result<Option<Vec<u8>>> {
    match lines(path) {
        Ok(text) => Ok(Some(text)),
        Err(Errno::NOENT | Errno::NOTDIR | Errno::NODEV | Errno::NODATA | Errno::OPNOTSUPP) => Ok(None),
        Err(errno) => Err(file_error(path, errno)),
    }
}

/// A file that is not about one process and that the kernel makes in one piece.
pub(super) fn read_whole(path: &Path) -> Result<Vec<u8>> {
    piece(path).map_err(|errno| file_error(path, errno))
}

/// A file that tells of a namespace: `mounts`, `net/dev`. It is read as the calling thread sees it, as calls are answered
/// too; with a proc root that is not the caller's own as its first process sees it, since `self` there may be the caller.
/// A captured tree may have it without a process.
pub(super) fn read_of_namespace(system: &System, file: &str) -> Result<Vec<u8>> {
    let root = &system.roots().proc;
    let process = if is_own(system) { "thread-self" } else { "1" };
    for folder in [process, "self", ""] {
        if let Some(text) = read_optional(&root.join(folder).join(file))? {
            return Ok(text);
        }
    }
    Err(file_error(&root.join(file), Errno::NOENT))
}

/// What went wrong with a file that is not about one process.
pub(super) fn file_error(path: &Path, errno: Errno) -> Error {
    Error::system(shown(path), errno)
}

/// A file whose content is not what it should be.
pub(super) fn malformed(path: &Path) -> Error {
    Error::malformed(shown(path))
}

fn shown(path: &Path) -> Cow<'static, str> {
    path.display().to_string().into()
}
