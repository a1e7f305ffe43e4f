//! Lines of words and numbers.

use crate::swar;
use crate::text::number;

/// The words between blanks and tabs.
#[must_use]
pub fn words(text: &[u8]) -> Words<'_> {
    Words { rest: text }
}

/// See [`words`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words<'a> {
    rest: &'a [u8],
}

impl Words<'_> {
    /// The next word as a number: digits only, all of them, that fit.
    pub fn number(&mut self) -> Option<u64> {
        let one_blank = self.rest.strip_prefix(b" ").unwrap_or(self.rest);
        if let Some((number, after @ [b' ' | b'\t', ..])) = number_in_front(one_blank) {
            self.rest = after;
            return Some(number);
        }
        number(self.next()?)
    }

    /// The next `N` words as numbers. `None` if there are fewer, or one is no number.
    pub fn numbers<const N: usize>(&mut self) -> Option<[u64; N]> {
        let mut numbers = [0; N];
        for place in &mut numbers {
            *place = self.number()?;
        }
        Some(numbers)
    }

    /// Goes to the next word, if there is one.
    fn pass_blanks(&mut self) -> Option<()> {
        while let Some(eight) = eight(self.rest) {
            let length = swar::first(!blanks(eight) & swar::HIGH);
            self.rest = self.rest.get(length..)?;
            if length < 8 {
                return Some(());
            }
        }
        let start = self.rest.iter().position(|byte| !is_blank(*byte))?;
        self.rest = self.rest.get(start..)?;
        Some(())
    }
}

impl<'a> Iterator for Words<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        self.pass_blanks()?;
        let near = eight(self.rest).map(|eight| swar::first(blanks(eight))).filter(|length| *length < 8);
        let end = near.or_else(|| self.rest.iter().position(|byte| is_blank(*byte))).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at_checked(end)?;
        self.rest = rest;
        Some(word)
    }
}

/// Marks blanks and tabs.
fn blanks(eight: u64) -> u64 {
    swar::find(eight, b' ') | swar::find(eight, b'\t')
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

/// The words that have a blank or a line end behind them: where a file was cut, what follows may be half a word.
#[must_use]
pub fn complete_words(text: &[u8]) -> CompleteWords<'_> {
    CompleteWords { rest: text }
}

/// See [`complete_words`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CompleteWords<'a> {
    rest: &'a [u8],
}

impl<'a> CompleteWords<'a> {
    /// What stands behind the words so far.
    #[must_use]
    pub fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// The next word as a number: digits only, all of them, that fit.
    pub fn number(&mut self) -> Option<u64> {
        if let Some((number, [b' ' | b'\n', rest @ ..])) = number_in_front(self.rest) {
            self.rest = rest;
            return Some(number);
        }
        number(self.next()?)
    }

    /// The next word as a number that may have a minus sign.
    pub fn signed(&mut self) -> Option<i64> {
        match self.rest.strip_prefix(b"-") {
            Some(digits) => {
                self.rest = digits;
                0i64.checked_sub_unsigned(self.number()?)
            }
            None => self.number()?.try_into().ok(),
        }
    }

    /// Goes past so many words.
    pub fn pass(&mut self, mut words: usize) -> &mut Self {
        while let Some(eight) = eight(self.rest) {
            let within = swar::count(ends(eight));
            if within >= words {
                break;
            }
            words = words.saturating_sub(within);
            self.rest = self.rest.get(8..).unwrap_or_default();
        }
        for _ in 0..words {
            self.next();
        }
        self
    }
}

impl<'a> Iterator for CompleteWords<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        let near = eight(self.rest).map(|eight| swar::first(ends(eight))).filter(|length| *length < 8);
        let end = near.or_else(|| memchr::memchr2(b' ', b'\n', self.rest))?;
        let word = self.rest.get(..end)?;
        self.rest = self.rest.get(end.checked_add(1)?..)?;
        Some(word)
    }
}

/// A number of fewer than eight digits, and what stands behind it. `None` also close to the end of the text.
fn number_in_front(text: &[u8]) -> Option<(u64, &[u8])> {
    let (number, length) = swar::leading_decimal(eight(text)?)?;
    Some((number, text.get(length..)?))
}

fn eight(text: &[u8]) -> Option<u64> {
    text.first_chunk().map(|eight| u64::from_le_bytes(*eight))
}

/// Marks what ends words.
fn ends(eight: u64) -> u64 {
    swar::find(eight, b' ') | swar::find(eight, b'\n')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::signed;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn words_are_what_stands_between_blanks(text in "[a \t]{0,60}") {
            let expected: Vec<_> = text.split([' ', '\t']).filter(|word| !word.is_empty()).map(str::as_bytes).collect();
            prop_assert_eq!(words(text.as_bytes()).collect::<Vec<_>>(), expected);
        }

        #[test]
        fn numbers_between_blanks_are_those_of_the_words(text in "([-0-9]{0,21}[ \t]{0,2}){0,9}") {
            let expected: Vec<_> = words(text.as_bytes()).map(number).collect();
            let mut words = words(text.as_bytes());
            prop_assert_eq!(expected.iter().map(|_| words.number()).collect::<Vec<_>>(), expected);
            prop_assert_eq!(words.number(), None);
        }

        #[test]
        fn complete_words_are_what_stands_before_each_end(text in "[-a0-9 \n]{0,60}") {
            let mut expected: Vec<_> = text.split([' ', '\n']).map(str::as_bytes).collect();
            expected.pop();
            prop_assert_eq!(complete_words(text.as_bytes()).collect::<Vec<_>>(), expected);
        }

        #[test]
        fn numbers_are_those_of_the_words(text in "([-0-9]{0,21}[ \n]){0,9}[0-9 ]{0,9}") {
            let expected: Vec<_> = complete_words(text.as_bytes()).collect();
            let mut words = complete_words(text.as_bytes());
            prop_assert_eq!(expected.iter().map(|_| words.number()).collect::<Vec<_>>(), expected.iter().map(|word| number(word)).collect::<Vec<_>>());
            prop_assert_eq!(words.number(), None);
            let mut words = complete_words(text.as_bytes());
            prop_assert_eq!(expected.iter().map(|_| words.signed()).collect::<Vec<_>>(), expected.iter().map(|word| signed(word)).collect::<Vec<_>>());
        }

        #[test]
        fn skipped_words_are_those_not_asked_for(text in "[a \n]{0,60}", count in 0usize..40) {
            let one_by_one: Vec<_> = complete_words(text.as_bytes()).collect();
            let mut skipping = complete_words(text.as_bytes());
            skipping.pass(count);
            prop_assert_eq!(skipping.collect::<Vec<_>>(), one_by_one.get(count..).unwrap_or_default());
        }
    }
}
