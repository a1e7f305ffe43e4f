//! What the command must know of the system that it runs on.

use std::path::Path;

/// The file that names the ports, below `etc`.
pub(crate) const SERVICES: &str = "services";

/// What tells the file system that holds a path from every other one.
#[cfg(unix)]
pub(crate) fn file_system_id(path: &Path) -> Option<u64> {
    Some(std::os::unix::fs::MetadataExt::dev(&std::fs::metadata(path).ok()?))
}

/// What tells the file system that holds a path from every other one.
#[cfg(not(unix))]
pub(crate) fn file_system_id(_path: &Path) -> Option<u64> {
    None
}

#[cfg(all(test, unix))]
mod tests {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    use crate::render::safe;

    #[test]
    fn bytes_that_are_not_text_are_shown_as_numbers() {
        assert_eq!(safe(OsStr::from_bytes(b"a\xff\xfeb\xc3")), "a\\xff\\xfeb\\xc3");
    }
}
