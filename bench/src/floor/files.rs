//! The bare calls of reading files.

use std::ffi::CStr;
use std::mem::MaybeUninit;

use rustix::fs::{Mode, OFlags, open};

use crate::Result;

/// More than the kernel gives at once, and than a file has that it makes in one piece.
const ROOM: usize = 16 << 10;

/// Opens, reads and closes files that the kernel makes in one piece: one read is the whole file.
pub(crate) fn in_one_piece(paths: &[impl AsRef<CStr>]) -> Result<()> {
    let mut content = [MaybeUninit::<u8>::uninit(); ROOM];
    for path in paths {
        let file = open(path.as_ref(), OFlags::RDONLY | OFlags::CLOEXEC, Mode::empty())?;
        rustix::io::read(&file, &mut content)?;
    }
    Ok(())
}

/// Opens, reads and closes files that the kernel makes line by line: they have ended when a read says so.
pub(crate) fn to_the_end(paths: &[impl AsRef<CStr>]) -> Result<()> {
    let mut content = [MaybeUninit::<u8>::uninit(); ROOM];
    for path in paths {
        let file = open(path.as_ref(), OFlags::RDONLY | OFlags::CLOEXEC, Mode::empty())?;
        while !rustix::io::read(&file, &mut content)?.0.is_empty() {}
    }
    Ok(())
}
