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
    fn nothing_past_the_end() {
        let bytes = [1, 2, 3, 4];
        assert_eq!(ByteOrder::HOST.u32(&bytes, 1), None);
        assert_eq!(ByteOrder::HOST.u16(&bytes, usize::MAX), None);
        assert_eq!(array::<0>(&bytes, 4), Some([]));
    }
}
