//! `/proc/PID/fdinfo/N`: how a descriptor was opened, and where it is.
//!
//! The first lines are made by `seq_show` in the kernel's `fs/proc/fd.c`; what follows depends on the kind of file.

use crate::text::{keyed, number, octal};

/// What is said of every descriptor. A field that is missing or garbage is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FdInfo {
    /// Where the next read or write begins.
    pub pos: Option<u64>,
    /// The flags of open(2), with the kernel's numbers for the machine, and `O_CLOEXEC` if it is set. Linux 2.6.22+.
    pub flags: Option<u32>,
}

/// Reads the fields.
#[must_use]
pub fn fdinfo(text: &[u8]) -> FdInfo {
    let mut info = FdInfo::default();
    // A last line that was cut has no end, and its number may be cut too.
    let complete = memchr::memrchr(b'\n', text).and_then(|end| text.get(..end)).unwrap_or_default();
    for (key, value) in keyed(complete).take(2) {
        match key {
            b"pos" => info.pos = number(value),
            b"flags" => info.flags = octal(value).and_then(|flags| flags.try_into().ok()),
            _ => {}
        }
    }
    info
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const EVENT: &[u8] =
        b"pos:\t18446744073709551615\nflags:\t02004002\nmnt_id:\t15\nino:\t1042\neventfd-count:                3\n";

    #[test]
    fn position_and_flags() {
        assert_eq!(fdinfo(b"pos:\t235542\nflags:\t0102001\n"), FdInfo { pos: Some(235_542), flags: Some(0o102_001) });
        assert_eq!(fdinfo(EVENT), FdInfo { pos: Some(u64::MAX), flags: Some(0o2_004_002) });
        assert_eq!(fdinfo(b""), FdInfo::default());
    }

    #[test]
    fn later_lines_are_of_the_file_not_of_the_descriptor() {
        let locked = b"pos:\t7\nflags:\t02\nlock:\t1: FLOCK  ADVISORY  WRITE 359 00:13:11691 0 EOF\npos:\t9\n";
        assert_eq!(fdinfo(locked), FdInfo { pos: Some(7), flags: Some(2) });
    }

    #[test]
    fn what_does_not_fit_is_unknown() {
        assert_eq!(fdinfo(b"pos:\t-1\nflags:\t0100008\n"), FdInfo::default());
        assert_eq!(fdinfo(b"pos:\t18446744073709551616\nflags:\t077777777777\n"), FdInfo::default());
    }

    #[test]
    fn cut_at_any_byte_each_field_is_right_or_unknown() {
        let whole = fdinfo(EVENT);
        for cut in 0..EVENT.len() {
            let part = fdinfo(&EVENT[..cut]);
            assert!(part.pos.is_none() || part.pos == whole.pos, "{cut}");
            assert!(part.flags.is_none() || part.flags == whole.flags, "{cut}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes(bytes: Vec<u8>) {
            let text = String::from_utf8_lossy(&bytes);
            let info = fdinfo(&bytes);
            prop_assert!(info.pos.is_none() || text.contains("pos:"));
            prop_assert!(info.flags.is_none() || text.contains("flags:"));
        }
    }
}
