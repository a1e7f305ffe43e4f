//! Numbers, fields and lines in text of bytes.

use std::borrow::Cow;

use crate::swar;

/// An unsigned decimal number: digits only, all of them, that fit.
#[must_use]
pub fn number(text: &[u8]) -> Option<u64> {
    match text.split_last_chunk() {
        Some((before, last)) => {
            let low = swar::decimal(u64::from_le_bytes(*last), 8)?;
            if before.is_empty() { Some(low) } else { number(before)?.checked_mul(100_000_000)?.checked_add(low) }
        }
        None => short_number(text),
    }
}

/// One of fewer than eight digits.
fn short_number(text: &[u8]) -> Option<u64> {
    if let [digit] = text {
        // The most frequent number is 0.
        return digit.is_ascii_digit().then_some(digit.wrapping_sub(b'0').into());
    }
    let eight = match (text.first_chunk(), text.last_chunk()) {
        (Some(first), Some(last)) => {
            let [first, last] = [*first, *last].map(|four| u64::from(u32::from_le_bytes(four)));
            // What both have in common is the same.
            first | last << text.len().saturating_sub(4).saturating_mul(8)
        }
        _ => text.iter().rev().fold(0, |eight, byte| eight << 8 | u64::from(*byte)),
    };
    swar::decimal(eight, text.len())
}

/// A decimal number that may have a minus sign.
#[must_use]
pub fn signed(text: &[u8]) -> Option<i64> {
    match text.strip_prefix(b"-") {
        Some(digits) => 0i64.checked_sub_unsigned(number(digits)?),
        None => number(text)?.try_into().ok(),
    }
}

/// A decimal number with or without a fraction: digits, and at most one point between them.
#[must_use]
pub fn decimal(text: &[u8]) -> Option<f64> {
    let (whole, fraction) = match memchr::memchr(b'.', text) {
        Some(point) => (text.get(..point)?, text.get(point.saturating_add(1)..)?),
        None => (text, b"0".as_slice()),
    };
    let digits = |part: &[u8]| !part.is_empty() && part.iter().all(u8::is_ascii_digit);
    let number = std::str::from_utf8(text).ok().filter(|_| digits(whole) && digits(fraction))?;
    number.parse().ok().filter(|number: &f64| number.is_finite())
}

/// An unsigned hexadecimal number without a prefix.
#[must_use]
pub fn hexadecimal(text: &[u8]) -> Option<u64> {
    if text.is_empty() {
        return None;
    }
    text.iter().try_fold(0, |value: u64, byte| {
        let digit = match byte {
            b'0'..=b'9' => byte.wrapping_sub(b'0'),
            b'a'..=b'f' | b'A'..=b'F' => (byte | 0x20).wrapping_sub(b'a').wrapping_add(10),
            _ => return None,
        };
        (value >> 60 == 0).then_some(value << 4 | u64::from(digit))
    })
}

/// An unsigned octal number.
#[must_use]
pub fn octal(text: &[u8]) -> Option<u64> {
    if text.is_empty() {
        return None;
    }
    text.iter().try_fold(0, |value: u64, byte| {
        let digit = byte.checked_sub(b'0').filter(|digit| *digit < 8)?;
        (value >> 61 == 0).then_some(value << 3 | u64::from(digit))
    })
}

/// The lines, without their ends. A last line without an end counts, an empty one after the last end does not.
pub fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let (mut start, mut ends) = (0, memchr::memchr_iter(b'\n', text));
    std::iter::from_fn(move || {
        let end = ends.next().unwrap_or(text.len());
        let line = text.get(start..end).filter(|_| start < text.len())?;
        start = end.saturating_add(1);
        Some(line)
    })
}

/// The lines `key: value`, split at the first colon, with blanks around the value taken off. Lines without one are left
/// out.
pub fn keyed(text: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    lines(text).filter_map(key_and_value)
}

/// One such line.
#[must_use]
pub fn key_and_value(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let colon = memchr::memchr(b':', line)?;
    Some((line.get(..colon)?, line.get(colon.saturating_add(1)..)?.trim_ascii()))
}

/// The text up to its last line end: where a file was cut, what follows may be half a line.
#[must_use]
pub fn complete_lines(text: &[u8]) -> &[u8] {
    let end = memchr::memrchr(b'\n', text).map_or(0, |end| end.saturating_add(1));
    text.get(..end).unwrap_or_default()
}

/// The number of a value `123 kB`, with blanks before it.
#[must_use]
pub fn kilobytes(value: &[u8]) -> Option<u64> {
    let column = value.strip_suffix(b" kB")?;
    if let Some((before, last)) = column.split_last_chunk() {
        let number = swar::right_aligned(u64::from_le_bytes(*last));
        if number.is_some() && before.iter().all(u8::is_ascii_whitespace) {
            return number;
        }
    }
    number(column.trim_ascii())
}

/// The lines `KEY=value`, split at the first equals sign. Comments and lines without one are left out.
pub fn assignments(text: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    lines(text).filter(|line| !line.starts_with(b"#")).filter_map(|line| {
        let equals = memchr::memchr(b'=', line)?;
        Some((line.get(..equals)?, line.get(equals.saturating_add(1)..)?))
    })
}

/// Text in which the kernel has written some bytes as a backslash and three octal digits: `\040` for a blank.
#[must_use]
pub fn octal_unescaped(text: &[u8]) -> Cow<'_, [u8]> {
    let Some(first) = memchr::memchr(b'\\', text) else { return text.into() };
    let (plain, mut rest) = text.split_at(first);
    let mut out = plain.to_vec();
    while let Some((byte, after)) = rest.split_first() {
        let digits = after.first_chunk::<3>().filter(|_| *byte == b'\\');
        match digits.and_then(|digits| u8::try_from(octal(digits)?).ok()) {
            Some(escaped) => {
                out.push(escaped);
                rest = after.get(3..).unwrap_or_default();
            }
            None => {
                out.push(*byte);
                rest = after;
            }
        }
    }
    out.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn octal_escapes_and_what_only_looks_like_one() {
        assert_eq!(*octal_unescaped(br"/a\040b\011c\012d\134e\043f"), *b"/a b\tc\nd\\e#f");
        assert_eq!(*octal_unescaped(br"\134040"), *br"\040");
        assert_eq!(*octal_unescaped(br"\08\400\04"), *br"\08\400\04");
        assert!(matches!(octal_unescaped(b"/plain"), Cow::Borrowed(b"/plain")));
    }

    #[test]
    fn kilobytes_have_a_unit_and_nothing_but_blanks_before() {
        for (value, number) in [("172 kB", 172), ("\t     172 kB", 172), ("  123456789 kB", 123_456_789)] {
            assert_eq!(kilobytes(value.as_bytes()), Some(number));
        }
        for garbled in ["", "172", "172 MB", " kB", "1       2 kB", "x       2 kB", "-172 kB"] {
            assert_eq!(kilobytes(garbled.as_bytes()), None, "{garbled:?}");
        }
    }

    #[test]
    fn numbers_up_to_the_largest() {
        for (text, value) in [("0", 0), ("007", 7), ("9999999999999999999", 9_999_999_999_999_999_999)] {
            assert_eq!(number(text.as_bytes()), Some(value));
        }
        assert_eq!(number(b"18446744073709551615"), Some(u64::MAX));
        for wrong in
            ["", "-1", "+1", "1 ", "/", ":", "18446744073709551616", "99999999999999999999", "1844674407370955161x"]
        {
            assert_eq!(number(wrong.as_bytes()), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn lines_are_those_of_the_standard_library(text in "[a\n]{0,20}") {
            let expected: Vec<_> = text.lines().map(str::as_bytes).collect();
            prop_assert_eq!(lines(text.as_bytes()).collect::<Vec<_>>(), expected);
        }

        #[test]
        fn octal_escapes_come_back(bytes: Vec<u8>) {
            let escaped: Vec<u8> = bytes.iter().flat_map(|byte| format!("\\{byte:03o}").into_bytes()).collect();
            prop_assert_eq!(&*octal_unescaped(&escaped), &bytes[..]);
        }
    }
}
