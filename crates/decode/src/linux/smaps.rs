//! `/proc/PID/smaps` and `/proc/PID/smaps_rollup`: a process's mapped regions and what they take.
//!
//! A region is a line of `/proc/PID/maps` and then lines `Key: 123 kB`, as `show_smap` in the kernel's
//! `fs/proc/task_mmu.c` writes them; `smaps_rollup` is one region `[rollup]` with all of them added up. The kernel writes a
//! line end in a file's name as `\012`, so a name cannot pass for a line of its own; it writes a backslash as it is, so
//! that a name which really holds `\012` looks the same.

mod sizes;

pub use sizes::Sizes;

use crate::text::{complete_lines, hexadecimal};
use crate::words::complete_words;

/// A mapped region.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Region<'a> {
    /// The first address.
    pub start: u64,
    /// The first address behind it.
    pub end: u64,
    /// `r`, `w`, `x` and `p` or `s`, with `-` for what is not allowed.
    pub perms: &'a [u8],
    /// The inode of the file, 0 without one.
    pub inode: u64,
    /// The file, a name in brackets, or nothing. As the kernel writes it: see [`unescaped`] and [`DELETED`].
    pub name: &'a [u8],
    /// What it takes.
    pub sizes: Sizes,
}

/// What the kernel puts behind the name of a file that has been deleted.
pub const DELETED: &[u8] = b" (deleted)";

/// The regions, in the order of the file, of either of the two files.
pub fn smaps(text: &[u8]) -> impl Iterator<Item = Region<'_>> {
    let mut rest = complete_lines(text);
    let mut sizes = sizes::Reader::default();
    std::iter::from_fn(move || {
        let mut region = loop {
            if let Some(region) = header(next_line(&mut rest)?) {
                break region;
            }
        };
        region.sizes = sizes.read(&mut rest)?;
        Some(region)
    })
}

/// A part of the file, split before the last region in it: that may go on in what comes next.
#[must_use]
pub fn before_last_region(text: &[u8]) -> (&[u8], &[u8]) {
    let mut end = complete_lines(text).len();
    while let Some(before) = end.checked_sub(1) {
        let start = complete_lines(text.get(..before).unwrap_or_default()).len();
        if header(text.get(start..end).unwrap_or_default()).is_some() {
            return text.split_at_checked(start).unwrap_or((&[], text));
        }
        end = start;
    }
    (&[], text)
}

/// The next line, with its end.
fn next_line<'a>(text: &mut &'a [u8]) -> Option<&'a [u8]> {
    let (line, rest) = text.split_at_checked(memchr::memchr(b'\n', text)?.saturating_add(1))?;
    *text = rest;
    Some(line)
}

/// Whether a line is not one that begins a region: it begins with a capital letter.
fn is_size(line: &[u8]) -> bool {
    line.first().is_some_and(u8::is_ascii_uppercase)
}

/// The line that begins a region: `start-end perms offset device inode`, blanks, and perhaps a name.
fn header(line: &[u8]) -> Option<Region<'_>> {
    if is_size(line) {
        return None;
    }
    let mut words = complete_words(line);
    let mut addresses = words.next()?.split(|byte| *byte == b'-');
    let (start, end) = (hexadecimal(addresses.next()?)?, hexadecimal(addresses.next()?)?);
    let perms = words.next().filter(|perms| perms.len() == 4)?;
    let inode = words.pass(2).number()?;
    // Blanks before the name fill a column; those behind it are its own.
    let name = words.rest().trim_ascii_start();
    let name = name.strip_suffix(b"\n").unwrap_or(name);
    Some(Region { start, end, perms, inode, name, sizes: Sizes::default() })
}

/// A name with each `\012` made a line end again.
#[must_use]
pub fn unescaped(name: &[u8]) -> Vec<u8> {
    if memchr::memchr(b'\\', name).is_none() {
        return name.to_vec();
    }
    let mut out = Vec::with_capacity(name.len());
    let mut rest = name;
    while let Some(at) = memchr::memmem::find(rest, LINE_END) {
        out.extend_from_slice(rest.get(..at).unwrap_or_default());
        out.push(b'\n');
        rest = rest.get(at.saturating_add(LINE_END.len())..).unwrap_or_default();
    }
    out.extend_from_slice(rest);
    out
}

/// How the kernel writes a line end in a name.
const LINE_END: &[u8] = b"\\012";
