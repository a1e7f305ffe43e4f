//! Numbers of devices.

/// Major and minor number of a device from the 32 bits that the kernel hands out, as `tty_nr` of `/proc/PID/stat`:
/// `new_decode_dev` of `linux/kdev_t.h`.
#[must_use]
pub const fn major_minor(device: u32) -> (u32, u32) {
    ((device & 0x000f_ff00) >> 8, (device & 0xff) | ((device >> 12) & 0x000f_ff00))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minor_number_has_its_high_bits_above_the_major() {
        assert_eq!(major_minor(0x0404), (4, 4));
        assert_eq!(major_minor(34816), (136, 0));
        // pts/256 and later are of the same major since Linux 2.6.
        assert_eq!(major_minor(0x0010_8800), (136, 256));
        assert_eq!(major_minor(u32::MAX), (0xfff, 0x000f_ffff));
    }
}
