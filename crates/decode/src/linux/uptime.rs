//! `/proc/uptime`: `12677.10 23375.62` (proc_uptime(5)).

use crate::text::decimal;
use crate::words::complete_words;

/// How long the machine is up, in seconds with two decimals, time asleep included.
#[must_use]
pub fn uptime(text: &[u8]) -> Option<f64> {
    decimal(complete_words(text).next()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_first_of_two_numbers() {
        assert_eq!(uptime(b"12677.10 23375.62\n"), Some(12677.10));
        assert_eq!(uptime(b"5.00\n"), Some(5.0));
    }

    #[test]
    fn cut_numbers_and_garbage_are_unknown() {
        for text in ["", "12677", "12677.1", "-1.00 2.00\n", "x 1.00\n", " 1.00\n"] {
            assert_eq!(uptime(text.as_bytes()), None, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes(bytes: Vec<u8>) {
            prop_assert!(uptime(&bytes).is_none_or(|seconds| seconds.is_finite() && seconds >= 0.0));
        }
    }
}
