//! Numbers for people.

/// How bytes are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Units {
    /// `12.3M`: units are powers of 1024.
    Human,
    /// `12902400`.
    Exact,
}

const PREFIXES: [&str; 7] = ["", "K", "M", "G", "T", "P", "E"];

impl Units {
    /// Bytes, in a table.
    pub(crate) fn bytes(self, bytes: u64) -> String {
        match self {
            Self::Exact => bytes.to_string(),
            Self::Human => {
                let (number, prefix) = scaled(bytes);
                format!("{number}{prefix}")
            }
        }
    }
}

/// Bytes in running text: `12.3 MiB`.
pub(crate) fn bytes_long(units: Units, bytes: u64) -> String {
    if units == Units::Exact {
        return format!("{bytes} B");
    }
    let (number, prefix) = scaled(bytes);
    format!("{number} {prefix}{}B", if prefix.is_empty() { "" } else { "i" })
}

/// At most four characters of number, and the prefix of its unit.
fn scaled(bytes: u64) -> (String, &'static str) {
    let mut number = bytes as f64;
    let mut prefixes = PREFIXES.into_iter().peekable();
    let mut prefix = prefixes.next().unwrap_or_default();
    // Rounding must not lead to 1024 of a unit.
    while number >= 1023.5 && prefixes.peek().is_some() {
        number /= 1024.0;
        prefix = prefixes.next().unwrap_or_default();
    }
    if prefix.is_empty() || number >= 99.95 {
        (format!("{number:.0}"), prefix)
    } else {
        (format!("{number:.1}"), prefix)
    }
}

/// A share or another small number, with one decimal.
pub(crate) fn one_decimal(number: f64) -> String {
    format!("{number:.1}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_powers_of_1024_and_no_number_is_longer_than_four() {
        let shown = [0, 1, 1023, 1024, 10_240, 102_348, 1_048_063, 1_048_576, 25_276_063_744, u64::MAX];
        let expected = ["0", "1", "1023", "1.0K", "10.0K", "99.9K", "1023K", "1.0M", "23.5G", "16.0E"];
        assert_eq!(shown.map(|n| Units::Human.bytes(n)), expected);
        assert_eq!(Units::Human.bytes(1_048_575), "1.0M");
        assert_eq!(Units::Exact.bytes(25_276_063_744), "25276063744");
        assert_eq!(bytes_long(Units::Human, 1_610_612_736), "1.5 GiB");
        assert_eq!((bytes_long(Units::Human, 17), bytes_long(Units::Exact, 17)), ("17 B".into(), "17 B".into()));
    }
}
