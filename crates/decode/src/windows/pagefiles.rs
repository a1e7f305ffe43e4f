//! `SYSTEM_PAGEFILE_INFORMATION`: the files that memory is paged out to.

use super::fields;
use crate::bytes::WordSize;

/// A page file. Sizes are in pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageFile {
    /// All of it.
    pub total_size: u32,
    /// In use.
    pub total_in_use: u32,
}

/// The page files in a buffer. One that is not whole, and all after it, are left out.
pub fn pagefiles(buffer: &[u8], word: WordSize) -> impl Iterator<Item = PageFile> {
    let mut next = Some(0);
    // Four numbers and a text.
    let size = word.bytes().saturating_mul(2).saturating_add(16);
    std::iter::from_fn(move || {
        let start: usize = next?;
        let mut entry = fields(buffer.get(start..)?.get(..size)?, word);
        let to_next = usize::try_from(entry.u32()?).ok()?;
        next = start.checked_add(to_next).filter(|_| to_next >= size);
        Some(PageFile { total_size: entry.u32()?, total_in_use: entry.u32()? })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_leads_to_the_next() {
        for (word, size) in [(WordSize::Bits32, 24), (WordSize::Bits64, 32)] {
            let mut buffer = vec![0; 40 + size];
            (buffer[0], buffer[4], buffer[8]) = (40, 9, 3);
            (buffer[44], buffer[48]) = (8, 2);
            let both = [(9, 3), (8, 2)].map(|(total_size, total_in_use)| PageFile { total_size, total_in_use });
            assert!(pagefiles(&buffer, word).eq(both));
            for cut in 0..buffer.len() {
                let count = usize::from(cut >= size);
                assert!(pagefiles(&buffer[..cut], word).eq(both.into_iter().take(count)), "{cut}");
            }
            buffer[0] = 4;
            assert_eq!(pagefiles(&buffer, word).count(), 1, "one that leads into itself is the last");
        }
    }
}
