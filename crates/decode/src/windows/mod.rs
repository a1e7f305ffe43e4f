//! What Windows says: the structs of its native calls, as bytes.
//!
//! Numbers have their lowest byte first on every machine that runs Windows; where the word size shapes a struct, it is a
//! parameter.

pub mod command_line;
pub mod environment;
pub mod handles;
pub mod pagefiles;
pub mod peb;
pub mod process_information;
pub mod processors;
pub mod socket_tables;
pub mod time_of_day;

use crate::bytes::{ByteOrder, Fields, WordSize, array};

/// The fields of a struct of Windows.
fn fields(bytes: &[u8], word: WordSize) -> Fields<'_> {
    Fields::new(bytes, ByteOrder::Little, word)
}

/// Text in UTF-16, in which halves of surrogate pairs may stand alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Utf16<'a>(
    /// Its bytes.
    pub &'a [u8],
);

impl<'a> Utf16<'a> {
    /// Its units. A byte too many at the end is left out.
    pub fn units(self) -> impl Iterator<Item = u16> + use<'a> {
        self.0.chunks_exact(2).filter_map(|unit| array(unit, 0).map(u16::from_le_bytes))
    }
}

/// `UNICODE_STRING`: where a text is, and how many bytes it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct UnicodeString {
    /// The address, in the memory of the process that the struct is from.
    pub address: u64,
    /// How many bytes.
    pub length: u16,
}

impl UnicodeString {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        fields.align()?;
        let length = fields.u16()?;
        let _maximum = fields.u16()?;
        Some(Self { address: fields.word()?, length })
    }

    /// The text, out of the bytes that stand at an address; `None` if it is not in them.
    #[must_use]
    pub fn within(self, bytes: &[u8], base: u64) -> Option<Utf16<'_>> {
        let start = usize::try_from(self.address.checked_sub(base)?).ok()?;
        bytes.get(start..)?.get(..usize::from(self.length)).map(Utf16)
    }
}

/// A text that follows its `UNICODE_STRING`, as native calls return it; `None` if it is not whole.
#[must_use]
pub fn text_behind(bytes: &[u8], word: WordSize) -> Option<Utf16<'_>> {
    let text = UnicodeString::read(&mut fields(bytes, word))?;
    let struct_size = word.bytes().checked_mul(2)?;
    bytes.get(struct_size..)?.get(..usize::from(text.length)).map(Utf16)
}
