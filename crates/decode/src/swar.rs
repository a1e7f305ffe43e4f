//! Text eight bytes at a time, in a register.
//!
//! The bytes are looked at together, without a branch for each: what the lengths of words in `/proc` are, a processor cannot
//! guess, and each wrong guess costs it more than the arithmetic here. Eight bytes are one number, the first byte lowest.

/// The lowest bit of each byte.
const LOW: u64 = 0x0101_0101_0101_0101;
/// The highest bit of each byte.
pub(crate) const HIGH: u64 = LOW << 7;

/// Marks the bytes that are `byte`, each by its highest bit.
pub(crate) fn find(eight: u64, byte: u8) -> u64 {
    let differs = eight ^ LOW.wrapping_mul(byte.into());
    // The sum carries into the highest bit of a byte unless its other bits are all 0.
    !((differs & !HIGH).wrapping_add(!HIGH) | differs) & HIGH
}

/// How many bytes stand before the first one that is marked: 8 if none is.
pub(crate) fn first(marks: u64) -> usize {
    marks.trailing_zeros() as usize / 8
}

/// How many bytes are marked.
pub(crate) fn count(marks: u64) -> usize {
    ((marks >> 7).wrapping_mul(LOW) >> 56) as usize
}

/// The decimal number that eight bytes end in, with nothing but blanks before it. `None` if that is not what they are, or if
/// it may have more digits before them.
pub(crate) fn right_aligned(eight: u64) -> Option<u64> {
    let blanks = find(eight, b' ');
    let before = (blanks >> 7).wrapping_mul(0xFF);
    // Blanks that are all in front are ones that are all low: one more carries through them.
    if blanks == 0 || before & before.wrapping_add(1) != 0 {
        return None;
    }
    let number = eight.checked_shr(before.trailing_ones())?;
    decimal(number, 8usize.checked_sub(count(blanks))?)
}

/// The decimal number that the first `length` bytes are, of 1 to 8. `None` if one of them is no digit.
pub(crate) fn decimal(eight: u64, length: usize) -> Option<u64> {
    let digits = before(digits(eight), length)?;
    (no_digits(digits) == 0).then(|| value(digits))
}

/// The decimal number that the bytes begin with, and of how many digits it is: 1 to 7, with something else behind them.
pub(crate) fn leading_decimal(eight: u64) -> Option<(u64, usize)> {
    let digits = digits(eight);
    let length = first(no_digits(digits));
    if length == 8 {
        return None;
    }
    Some((value(before(digits, length)?), length))
}

/// The value of each byte that is a digit.
fn digits(eight: u64) -> u64 {
    eight ^ LOW.wrapping_mul(b'0'.into())
}

/// Marks the bytes that are no value of a digit; behind the first of them, others too.
fn no_digits(digits: u64) -> u64 {
    // More than 9 carries into the highest bit, if that was not set already.
    (digits.wrapping_add(LOW.wrapping_mul(0x7F - 9)) | digits) & HIGH
}

/// The first `length` bytes at the end of eight, with zeros before them.
fn before(digits: u64, length: usize) -> Option<u64> {
    let unused = u32::try_from(8usize.checked_sub(length)?).ok()?.checked_mul(8)?;
    digits.checked_shl(unused)
}

/// The number that eight digits are.
fn value(digits: u64) -> u64 {
    let pairs = digits.wrapping_mul(10).wrapping_add(digits >> 8) & 0x00FF_00FF_00FF_00FF;
    let fours = pairs.wrapping_mul(100).wrapping_add(pairs >> 16) & 0x0000_FFFF_0000_FFFF;
    fours.wrapping_mul(10_000).wrapping_add(fours >> 32) & 0xFFFF_FFFF
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn bytes_are_found_and_counted(bytes: [u8; 8], byte: u8, places: u8) {
            let mut bytes = bytes;
            for (place, found) in bytes.iter_mut().enumerate() {
                *found = if places >> place & 1 == 1 { byte } else { *found };
            }
            let marks = find(u64::from_le_bytes(bytes), byte);
            prop_assert_eq!(first(marks), bytes.iter().position(|found| *found == byte).unwrap_or(8));
            prop_assert_eq!(count(marks), bytes.iter().filter(|found| **found == byte).count());
        }

        #[test]
        fn numbers_of_up_to_eight_digits(number in 0u64..100_000_000, behind: [u8; 8]) {
            let mut bytes = behind;
            let digits = number.to_string();
            bytes[..digits.len()].copy_from_slice(digits.as_bytes());
            prop_assert_eq!(decimal(u64::from_le_bytes(bytes), digits.len()), Some(number));
        }

        #[test]
        fn numbers_in_front(text in "[0-9]{0,8}[^0-9]{0,8}", behind: [u8; 8]) {
            let mut bytes = behind;
            let length = text.len().min(8);
            bytes[..length].copy_from_slice(&text.as_bytes()[..length]);
            let digits: String = bytes.iter().map(|byte| char::from(*byte)).take_while(char::is_ascii_digit).collect();
            let expected = digits.parse().ok().map(|number| (number, digits.len())).filter(|_| digits.len() < 8);
            prop_assert_eq!(leading_decimal(u64::from_le_bytes(bytes)), expected);
        }

        #[test]
        fn numbers_at_the_right(text in "[ 0-9x]{8}") {
            let bytes: [u8; 8] = text.as_bytes().try_into().unwrap();
            let expected = text.starts_with(' ').then(|| text.trim_start().parse().ok()).flatten();
            prop_assert_eq!(right_aligned(u64::from_le_bytes(bytes)), expected);
        }

        #[test]
        fn what_is_no_number(place in 0usize..8, byte in any::<u8>().prop_filter("no digit", |byte| !byte.is_ascii_digit())) {
            let mut bytes = *b"12345678";
            bytes[place] = byte;
            prop_assert_eq!(decimal(u64::from_le_bytes(bytes), 8), None);
            prop_assert_eq!(decimal(u64::from_le_bytes(bytes), place), 12_345_678u64.checked_div(10u64.pow(8 - place as u32)).filter(|_| place > 0));
        }
    }
}
