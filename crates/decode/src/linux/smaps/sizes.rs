//! The lines of sizes behind the line of a region.

use super::{is_size, next_line};
use crate::swar;
use crate::text::kilobytes;

/// What a region takes, in kB; what has no line, or a garbled one, is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs)]
pub struct Sizes {
    /// What is mapped. Not in the rollup.
    pub size: Option<u64>,
    pub rss: Option<u64>,
    /// Linux 2.6.25+.
    pub pss: Option<u64>,
    pub shared_clean: Option<u64>,
    pub shared_dirty: Option<u64>,
    pub private_clean: Option<u64>,
    pub private_dirty: Option<u64>,
    /// Linux 2.6.22+.
    pub referenced: Option<u64>,
    /// Linux 2.6.36+.
    pub anonymous: Option<u64>,
    /// Linux 2.6.26+.
    pub swap: Option<u64>,
    /// Linux 4.4+.
    pub private_hugetlb: Option<u64>,
}

/// Hands the lines that tell something to another macro: first letter, beginning and field. Every region has two dozen
/// lines: the first letter leaves few keys to compare.
macro_rules! keys {
    ($use:ident) => {
        $use! {
            b'S' b"Size:" size;
            b'R' b"Rss:" rss;
            b'P' b"Pss:" pss;
            b'S' b"Shared_Clean:" shared_clean;
            b'S' b"Shared_Dirty:" shared_dirty;
            b'P' b"Private_Clean:" private_clean;
            b'P' b"Private_Dirty:" private_dirty;
            b'R' b"Referenced:" referenced;
            b'A' b"Anonymous:" anonymous;
            b'S' b"Swap:" swap;
            b'P' b"Private_Hugetlb:" private_hugetlb;
        }
    };
}

/// How long a line is unless its number is: the key and blanks, a column for the number, and the unit.
const LINE: usize = KEY + 8 + UNIT.len();
const KEY: usize = 16;
const UNIT: &[u8; 4] = b" kB\n";

macro_rules! places {
    ($($letter:literal $key:literal $field:ident;)+) => {
        /// Where the lines of the last region began, by the field that they were of.
        #[derive(Default)]
        struct Places {
            $($field: Option<usize>,)+
        }
    };
}

keys!(places);

/// Reads the sizes of one region after the other. A region has some two dozen lines, of which few tell anything, and the
/// kernel writes the same ones for each: where they have the keys of those before, the numbers are where they were.
#[derive(Default)]
pub(super) struct Reader<'a> {
    /// The lines of the last region up to the last one that told something; empty if they are not as long as each other, or one
    /// was garbled.
    lines: &'a [u8],
    places: Places,
}

impl<'a> Reader<'a> {
    /// The sizes that a text begins with, which begins behind their lines afterwards.
    pub(super) fn read(&mut self, text: &mut &'a [u8]) -> Option<Sizes> {
        let all = *text;
        let mut sizes = self.where_they_were(all).unwrap_or_else(|| {
            *self = Self::default();
            Sizes::default()
        });
        *text = all.get(self.lines.len()..)?;
        let (mut told, mut garbled) = (self.lines, false);
        while is_size(text) {
            let at = all.len().saturating_sub(text.len());
            if let Some(is_number) = read_line(next_line(text)?, at, &mut sizes, &mut self.places) {
                garbled |= !is_number;
                told = all.get(..all.len().saturating_sub(text.len()))?;
            }
        }
        if told.len() > self.lines.len() {
            self.lines = if garbled || !are_lines(told) { &[] } else { told };
        }
        Some(sizes)
    }

    /// The sizes, if the text begins with lines that have the keys of those of the last region.
    fn where_they_were(&self, text: &[u8]) -> Option<Sizes> {
        let lines = text.get(..self.lines.len()).filter(|lines| !lines.is_empty())?;
        for (before, now) in self.lines.chunks_exact(LINE).zip(lines.chunks_exact(LINE)) {
            if before.first_chunk::<KEY>() != now.first_chunk() || !is_line(now) {
                return None;
            }
        }
        let value = |place: Option<usize>| match place {
            Some(at) => swar::right_aligned(column(lines.get(at..)?)?).map(Some),
            None => Some(None),
        };
        macro_rules! values {
            ($($letter:literal $key:literal $field:ident;)+) => {
                Sizes { $($field: value(self.places.$field)?,)+ }
            };
        }
        Some(keys!(values))
    }
}

/// Whether a text is lines, all of that length.
fn are_lines(text: &[u8]) -> bool {
    text.len() % LINE == 0 && text.chunks_exact(LINE).all(is_line)
}

/// Whether what is as long as a line is one.
fn is_line(text: &[u8]) -> bool {
    text.last_chunk() == Some(UNIT) && column(text).is_some_and(|column| swar::find(column, b'\n') == 0)
}

/// Where the number of a line is.
fn column(line: &[u8]) -> Option<u64> {
    line.get(KEY..)?.first_chunk().map(|eight| u64::from_le_bytes(*eight))
}

/// Reads a line, and notes where it began. Whether it has a number; `None` if it tells nothing.
fn read_line(line: &[u8], at: usize, sizes: &mut Sizes, places: &mut Places) -> Option<bool> {
    macro_rules! by_key {
        ($($letter:literal $key:literal $field:ident;)+) => {
            match line.first() {
                $(Some($letter) if line.starts_with($key) => {
                    let value = line.get($key.len()..)?;
                    sizes.$field = kilobytes(value.strip_suffix(b"\n").unwrap_or(value));
                    places.$field = Some(at);
                    Some(sizes.$field.is_some())
                })+
                _ => None,
            }
        };
    }
    keys!(by_key)
}
