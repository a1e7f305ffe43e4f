//! `SYSTEM_HANDLE_INFORMATION_EX`: every handle of every process.

use super::fields;
use crate::bytes::WordSize;

/// A handle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HandleInformation {
    /// The process that has it.
    pub pid: u64,
    /// Its number in that process.
    pub handle: u64,
    /// The rights that it was opened with.
    pub granted_access: u32,
    /// The number of its type, which is another on each release of Windows.
    pub object_type_index: u16,
}

/// The handles in a buffer. One that is not whole is left out.
pub fn handles(buffer: &[u8], word: WordSize) -> impl Iterator<Item = HandleInformation> {
    // The count, and a word that is reserved; an entry is three words, three numbers of 32 bits and two of 16.
    let (header, size) = match word {
        WordSize::Bits32 => (8, 28),
        WordSize::Bits64 => (16, 40),
    };
    // A count beyond what this machine can address is one of more than there are.
    let count = fields(buffer, word).word().map_or(0, |count| usize::try_from(count).unwrap_or(usize::MAX));
    let entries = buffer.get(header..).unwrap_or_default();
    entries.chunks_exact(size).take(count).filter_map(move |entry| decode(entry, word))
}

fn decode(entry: &[u8], word: WordSize) -> Option<HandleInformation> {
    let mut entry = fields(entry, word);
    let _object = entry.word()?;
    let pid = entry.word()?;
    let handle = entry.word()?;
    let granted_access = entry.u32()?;
    let _back_trace = entry.u16()?;
    Some(HandleInformation { pid, handle, granted_access, object_type_index: entry.u16()? })
}
