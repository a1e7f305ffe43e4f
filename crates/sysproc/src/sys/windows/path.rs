//! Paths as the kernel has them, turned into those that programs use.

use std::ffi::OsString;
use std::os::windows::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};

use super::ffi;

/// The drives, by the devices that they stand for.
pub(super) struct Drives {
    /// A letter, and its device.
    letters: Vec<(u8, Vec<u16>)>,
}

impl Drives {
    /// Those of the caller's session.
    pub(super) fn read() -> Self {
        let device = |letter| Some((letter, ffi::object::device_of_drive(letter)?));
        Self { letters: (b'A'..=b'Z').filter_map(device).collect() }
    }

    /// The path of a file: `\Device\HarddiskVolume3\Windows` is `C:\Windows`, and one of another machine begins with two
    /// backslashes. One on a device without a letter stays as it is.
    pub(super) fn path(&self, name: &[u16]) -> PathBuf {
        // Wine names its files so, and Windows those that are mapped from drives of other machines.
        if let Some(path) = after(name, r"\??\") {
            return match after(path, r"UNC\") {
                Some(share) => joined(r"\\", share),
                None => joined("", path),
            };
        }
        let on_drive = self.letters.iter().find_map(|(letter, device)| {
            let rest = name.strip_prefix(device.as_slice())?;
            let is_below = rest.first().is_none_or(|unit| *unit == u16::from(b'\\'));
            is_below.then(|| joined(&format!("{}:", char::from(*letter)), rest))
        });
        let remote = || after(name, r"\Device\Mup\").map(|share| joined(r"\\", share));
        on_drive.or_else(remote).unwrap_or_else(|| joined("", name))
    }
}

/// A path for calls that take one: with a NUL at its end, and in the form that may be long where it is.
pub(super) fn wide(path: &Path) -> Vec<u16> {
    /// What fits in 260 units with the name of a file of the old form behind it.
    const LONGEST: usize = 247;
    let plain = || path.as_os_str().encode_wide().chain([0]).collect::<Vec<u16>>();
    if path.as_os_str().len() < LONGEST || path.as_os_str().as_encoded_bytes().starts_with(br"\\?\") {
        return plain();
    }
    let Ok(absolute) = std::path::absolute(path) else { return plain() };
    let units: Vec<u16> = absolute.as_os_str().encode_wide().chain([0]).collect();
    match after(&units, r"\\") {
        Some(share) => r"\\?\UNC\".encode_utf16().chain(share.iter().copied()).collect(),
        None => r"\\?\".encode_utf16().chain(units).collect(),
    }
}

fn joined(begin: &str, rest: &[u16]) -> PathBuf {
    let units: Vec<u16> = begin.encode_utf16().chain(rest.iter().copied()).collect();
    OsString::from_wide(&units).into()
}

/// What follows a beginning, if it is there.
fn after<'a>(text: &'a [u16], begin: &str) -> Option<&'a [u16]> {
    let (first, rest) = text.split_at_checked(begin.len())?;
    first.iter().copied().eq(begin.encode_utf16()).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn devices_become_drives() {
        let wide = |text: &str| text.encode_utf16().collect::<Vec<_>>();
        let drives = Drives {
            letters: vec![(b'C', wide(r"\Device\HarddiskVolume1")), (b'D', wide(r"\Device\HarddiskVolume12"))],
        };
        for (name, path) in [
            (r"\Device\HarddiskVolume1\a\b", r"C:\a\b"),
            (r"\Device\HarddiskVolume12\a", r"D:\a"),
            (r"\Device\HarddiskVolume12", "D:"),
            (r"\Device\HarddiskVolume3\a", r"\Device\HarddiskVolume3\a"),
            (r"\Device\Mup\server\share\a", r"\\server\share\a"),
            (r"\??\Z:\a", r"Z:\a"),
            (r"\??\UNC\server\share\a", r"\\server\share\a"),
            ("", ""),
        ] {
            assert_eq!(drives.path(&wide(name)), PathBuf::from(path), "{name}");
        }
    }
}
