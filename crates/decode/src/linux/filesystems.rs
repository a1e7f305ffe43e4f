//! `/proc/filesystems`: the kinds of file systems that the kernel knows.

use crate::text::{complete_lines, lines};

/// The kinds, and whether each stands on a device: others are marked `nodev`.
pub fn filesystems(text: &[u8]) -> impl Iterator<Item = (&[u8], bool)> {
    lines(complete_lines(text)).filter_map(|line| {
        let tab = memchr::memchr(b'\t', line)?;
        let on_device = match line.get(..tab)? {
            b"" => true,
            b"nodev" => false,
            _ => return None,
        };
        Some((line.get(tab.checked_add(1)?..)?, on_device))
    })
}
