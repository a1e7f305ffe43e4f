//! `/proc/loadavg`: `0.20 0.18 0.12 1/80 11206` (proc_loadavg(5)).

use crate::text::decimal;
use crate::words::complete_words;

/// The average number of tasks that run, could run, or wait for a disk.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct LoadAvg {
    /// Over one minute.
    pub one: Option<f64>,
    /// Over five minutes.
    pub five: Option<f64>,
    /// Over fifteen minutes.
    pub fifteen: Option<f64>,
}

/// Reads the line.
#[must_use]
pub fn loadavg(text: &[u8]) -> LoadAvg {
    let mut columns = complete_words(text);
    let mut next = || columns.next().and_then(decimal);
    LoadAvg { one: next(), five: next(), fifteen: next() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const LINE: &[u8] = b"1.15 0.58 12.28 1/90 11512\n";

    #[test]
    fn three_averages() {
        assert_eq!(loadavg(LINE), LoadAvg { one: Some(1.15), five: Some(0.58), fifteen: Some(12.28) });
    }

    #[test]
    fn cut_at_any_byte_each_field_is_right_or_unknown() {
        let whole = loadavg(LINE);
        for cut in 0..LINE.len() {
            let part = loadavg(&LINE[..cut]);
            for (got, want) in [(part.one, whole.one), (part.five, whole.five), (part.fifteen, whole.fifteen)] {
                assert!(got.is_none() || got == want, "{cut}");
            }
        }
    }

    #[test]
    fn garbage_is_unknown() {
        let load = loadavg(b"-1.0 1e9 nan 1/2 3\n");
        assert_eq!(load, LoadAvg::default());
    }

    proptest! {
        #[test]
        fn any_bytes(bytes: Vec<u8>) {
            let load = loadavg(&bytes);
            prop_assert!([load.one, load.five, load.fifteen].into_iter().flatten().all(|n| n.is_finite() && n >= 0.0));
        }
    }
}
