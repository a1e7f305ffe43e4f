//! The small files of `/sys`: one value each, behind each a driver that may fail; and those of `/proc` that can be done
//! without.
//!
//! A file that is missing, denied or broken (EIO, ENODATA, EAGAIN: whatever the driver says) has no value, and such a
//! folder nothing in it, so that it does not hide the others. Only what has nothing to do with the file is an error: too
//! many open ones, no memory.

use std::path::Path;

use rustix::io::Errno;

use super::files;
use crate::Result;

/// What a file holds that the kernel makes in one piece, as all of `/sys`, if it holds anything that can be read.
pub(super) fn read(path: &Path) -> Result<Option<Vec<u8>>> {
    there(path, files::piece(path))
}

/// The same of a file of `/proc` that it makes line by line.
pub(super) fn read_lines(path: &Path) -> Result<Option<Vec<u8>>> {
    there(path, files::lines(path))
}

/// The beginning of such a file, as [`files::lines_until`] reads it.
pub(super) fn read_until(path: &Path, piece: usize, is_enough: impl Fn(&[u8]) -> bool) -> Result<Option<Vec<u8>>> {
    there(path, files::lines_until(path, piece, is_enough))
}

fn there(path: &Path, read: std::result::Result<Vec<u8>, Errno>) -> Result<Option<Vec<u8>>> {
    match read {
        Ok(text) => Ok(Some(text)),
        Err(errno) if is_of_caller(errno) => Err(files::file_error(path, errno)),
        Err(_) => Ok(None),
    }
}

/// The number in a file.
pub(super) fn number(path: &Path) -> Result<Option<i64>> {
    Ok(read(path)?.and_then(|text| sysproc_decode::text::signed(text.trim_ascii())))
}

/// The text in a file; an empty one is none. Names of devices and sensors are for people: what is not Unicode is replaced.
pub(super) fn text(path: &Path) -> Result<Option<String>> {
    let text = read(path)?.unwrap_or_default();
    let text = text.trim_ascii();
    Ok((!text.is_empty()).then(|| String::from_utf8_lossy(text).into_owned()))
}

/// The numbers N of the entries `<prefix>N<suffix>` of a folder, in order.
pub(super) fn numbers(folder: &Path, prefix: &str, suffix: &str) -> Result<Vec<u32>> {
    let number = |name: &str| {
        let digits = name.strip_prefix(prefix)?.strip_suffix(suffix)?;
        sysproc_decode::text::number(digits.as_bytes())?.try_into().ok()
    };
    let mut numbers: Vec<u32> = entries(folder)?.iter().filter_map(|name| number(name)).collect();
    numbers.sort_unstable();
    Ok(numbers)
}

/// The names in a folder, sorted. What is not Unicode is none of the kernel's.
pub(super) fn entries(folder: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    let list = std::fs::read_dir(folder).and_then(|list| {
        for entry in list {
            names.extend(entry?.file_name().into_string());
        }
        Ok(())
    });
    match list.map_err(|error| Errno::from_io_error(&error).unwrap_or(Errno::IO)) {
        Err(errno) if is_of_caller(errno) => Err(files::file_error(folder, errno)),
        _ => {
            names.sort_unstable();
            Ok(names)
        }
    }
}

/// Whether a failure says nothing of the file.
fn is_of_caller(errno: Errno) -> bool {
    matches!(errno, Errno::MFILE | Errno::NFILE | Errno::NOMEM)
}
