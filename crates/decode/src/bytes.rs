//! Numbers at fixed places of binary data.

/// The order of the bytes of a number, on the machine that the data is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ByteOrder {
    /// The lowest byte first: x86, ARM, RISC-V.
    Little,
    /// The highest byte first: s390x, and the network.
    Big,
}

impl ByteOrder {
    /// That of the machine that this runs on.
    pub const HOST: Self = if cfg!(target_endian = "little") { Self::Little } else { Self::Big };

    /// The 16-bit number at an offset; `None` past the end, as for the others.
    #[must_use]
    pub fn u16(self, bytes: &[u8], offset: usize) -> Option<u16> {
        let bytes = array(bytes, offset)?;
        Some(if self == Self::Little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    }

    /// The 16-bit number at an offset, with a sign.
    #[must_use]
    pub fn i16(self, bytes: &[u8], offset: usize) -> Option<i16> {
        let bytes = array(bytes, offset)?;
        Some(if self == Self::Little { i16::from_le_bytes(bytes) } else { i16::from_be_bytes(bytes) })
    }

    /// The 32-bit number at an offset.
    #[must_use]
    pub fn u32(self, bytes: &[u8], offset: usize) -> Option<u32> {
        let bytes = array(bytes, offset)?;
        Some(if self == Self::Little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) })
    }

    /// The 32-bit number at an offset, with a sign.
    #[must_use]
    pub fn i32(self, bytes: &[u8], offset: usize) -> Option<i32> {
        let bytes = array(bytes, offset)?;
        Some(if self == Self::Little { i32::from_le_bytes(bytes) } else { i32::from_be_bytes(bytes) })
    }

    /// The bytes of a 32-bit number.
    #[must_use]
    pub fn bytes_of_u32(self, number: u32) -> [u8; 4] {
        if self == Self::Little { number.to_le_bytes() } else { number.to_be_bytes() }
    }

    /// The 64-bit number at an offset.
    #[must_use]
    pub fn u64(self, bytes: &[u8], offset: usize) -> Option<u64> {
        let bytes = array(bytes, offset)?;
        Some(if self == Self::Little { u64::from_le_bytes(bytes) } else { u64::from_be_bytes(bytes) })
    }
}

/// The size of addresses and of what is as large, on the machine that the data is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WordSize {
    /// Four bytes.
    Bits32,
    /// Eight bytes.
    Bits64,
}

impl WordSize {
    /// That of the machine that this runs on.
    pub const HOST: Self = if size_of::<usize>() == 4 { Self::Bits32 } else { Self::Bits64 };

    /// How many bytes a word has.
    #[must_use]
    pub const fn bytes(self) -> usize {
        match self {
            Self::Bits32 => 4,
            Self::Bits64 => 8,
        }
    }
}

/// The fields of a C struct, one after the other: each stands at a multiple of its own size.
#[derive(Debug, Clone)]
pub(crate) struct Fields<'a> {
    bytes: &'a [u8],
    at: usize,
    order: ByteOrder,
    word: WordSize,
}

impl<'a> Fields<'a> {
    /// Those of the struct that these bytes begin with.
    pub(crate) fn new(bytes: &'a [u8], order: ByteOrder, word: WordSize) -> Self {
        Self { bytes, at: 0, order, word }
    }

    fn next<T>(&mut self, size: usize, read: impl FnOnce(ByteOrder, &'a [u8], usize) -> Option<T>) -> Option<T> {
        let at = self.at.checked_next_multiple_of(size)?;
        self.at = at.checked_add(size)?;
        read(self.order, self.bytes, at)
    }

    pub(crate) fn u16(&mut self) -> Option<u16> {
        self.next(2, ByteOrder::u16)
    }

    pub(crate) fn u32(&mut self) -> Option<u32> {
        self.next(4, ByteOrder::u32)
    }

    pub(crate) fn i32(&mut self) -> Option<i32> {
        self.next(4, ByteOrder::i32)
    }

    pub(crate) fn u64(&mut self) -> Option<u64> {
        self.next(8, ByteOrder::u64)
    }

    /// A number of the word size.
    pub(crate) fn word(&mut self) -> Option<u64> {
        match self.word {
            WordSize::Bits32 => self.u32().map(u64::from),
            WordSize::Bits64 => self.u64(),
        }
    }

    /// Goes on at a multiple of the word size, as a struct within the struct does that has words in it.
    pub(crate) fn align(&mut self) -> Option<()> {
        self.at = self.at.checked_next_multiple_of(self.word.bytes())?;
        Some(())
    }

    /// Leaves some bytes out.
    pub(crate) fn skip(&mut self, bytes: usize) -> Option<()> {
        self.at = self.at.checked_add(bytes)?;
        Some(())
    }
}

/// The `N` bytes at an offset; `None` past the end.
#[must_use]
pub fn array<const N: usize>(bytes: &[u8], offset: usize) -> Option<[u8; N]> {
    bytes.get(offset..)?.first_chunk().copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_both_orders() {
        let bytes = [1, 2, 3, 4, 5, 6, 7, 8];
        assert_eq!(ByteOrder::Little.u16(&bytes, 1), Some(0x0302));
        assert_eq!(ByteOrder::Big.u16(&bytes, 1), Some(0x0203));
        assert_eq!(ByteOrder::Little.u32(&bytes, 4), Some(0x0807_0605));
        assert_eq!(ByteOrder::Big.u64(&bytes, 0), Some(0x0102_0304_0506_0708));
        assert_eq!(ByteOrder::Big.i32(&[0xff, 0xff, 0xff, 0xfe], 0), Some(-2));
    }

    #[test]
    fn fields_stand_at_multiples_of_their_size() {
        let bytes: Vec<u8> = (0..32).collect();
        let mut fields = Fields::new(&bytes, ByteOrder::Big, WordSize::Bits64);
        assert_eq!(
            (fields.u16(), fields.u32(), fields.word()),
            (Some(1), Some(0x0405_0607), Some(0x0809_0a0b_0c0d_0e0f))
        );
        let mut fields = Fields::new(&bytes, ByteOrder::Little, WordSize::Bits32);
        assert_eq!((fields.word(), fields.u64()), (Some(0x0302_0100), Some(0x0f0e_0d0c_0b0a_0908)));
        assert_eq!((fields.skip(15), fields.u16(), fields.u16()), (Some(()), None, None));
    }

    #[test]
    fn nothing_past_the_end() {
        let bytes = [1, 2, 3, 4];
        assert_eq!(ByteOrder::HOST.u32(&bytes, 1), None);
        assert_eq!(ByteOrder::HOST.u16(&bytes, usize::MAX), None);
        assert_eq!(array::<0>(&bytes, 4), Some([]));
    }
}
