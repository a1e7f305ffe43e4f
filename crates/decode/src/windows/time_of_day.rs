//! `SYSTEM_TIMEOFDAY_INFORMATION`: the clock.

use crate::bytes::ByteOrder;

/// Its size.
pub const SIZE: usize = 48;

/// When the machine was booted, in units of 100 ns since 1601. Windows moves it when the clock is set.
#[must_use]
pub fn boot_time(bytes: &[u8]) -> Option<u64> {
    ByteOrder::Little.u64(bytes, 0).filter(|units| *units > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_number_is_the_boot_time() {
        let bytes = [0x80, 0xd4, 0x4e, 0x1f, 0x5c, 0xd1, 0xdb, 0x01, 0xff];
        assert_eq!(boot_time(&bytes), Some(0x01db_d15c_1f4e_d480));
        assert_eq!(boot_time(&bytes[..7]), None);
        assert_eq!(boot_time(&[0; SIZE]), None, "a clock that nobody has read");
    }
}
