//! One value of a table: written for people, for programs, and compared.

use std::cmp::Ordering;
use std::ffi::OsString;
use std::time::{Duration, SystemTime};

use serde::{Serialize, Serializer};
use sysproc::process::Field;

use crate::csv;
use crate::platform;
use crate::render::{Line, Role, Units, clock, duration, one_decimal, rfc3339, safe};

/// A value, and what kind it is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    /// Not known, or there is none.
    Unknown,
    /// Kept from this user.
    Denied,
    Text(OsString),
    List(Vec<OsString>),
    /// Numbers in ascending order.
    Numbers(Vec<usize>),
    Number(i64),
    Count(u64),
    Bytes(u64),
    Percent(f64),
    /// Another number with a fraction.
    Decimal(f64),
    Flag(bool),
    Time(Duration),
    /// A duration that is shown in milliseconds.
    Brief(Duration),
    Instant(SystemTime),
}

impl Value {
    /// The value of a field of a snapshot.
    pub(crate) fn of<T>(field: &Field<T>, value: impl FnOnce(&T) -> Self) -> Self {
        match field {
            Field::Value(known) => value(known),
            Field::Denied => Self::Denied,
            _ => Self::Unknown,
        }
    }

    /// What may be absent.
    pub(crate) fn or_unknown<T>(known: Option<T>, value: impl FnOnce(T) -> Self) -> Self {
        known.map_or(Self::Unknown, value)
    }

    /// Text, if there is any.
    pub(crate) fn text(text: impl Into<OsString>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Unknown } else { Self::Text(text) }
    }

    /// As a cell of a table.
    pub(crate) fn cell(&self, units: Units) -> Line {
        match self {
            Self::Unknown | Self::Denied => Line::new().with(Role::Faint, "-"),
            Self::Text(text) => safe(text).as_ref().into(),
            Self::List(texts) => texts.iter().map(|text| safe(text)).collect::<Vec<_>>().join(" ").into(),
            Self::Numbers(numbers) => ranges(numbers).into(),
            Self::Number(number) => number.to_string().into(),
            Self::Count(count) => count.to_string().into(),
            Self::Bytes(bytes) => units.bytes(*bytes).into(),
            Self::Percent(number) | Self::Decimal(number) => one_decimal(*number).into(),
            Self::Flag(flag) => if *flag { "yes" } else { "no" }.into(),
            Self::Time(time) => duration(*time).into(),
            Self::Brief(time) => format!("{:.2}", time.as_secs_f64() * 1000.0).into(),
            Self::Instant(instant) => clock(*instant).into(),
        }
    }

    /// As it is, for programs that take names; `None` where it is not known.
    pub(crate) fn bytes(&self) -> Option<Vec<u8>> {
        match self {
            Self::Unknown | Self::Denied => None,
            Self::Text(text) => Some(platform::bytes(text)),
            Self::List(texts) => Some(platform::bytes(&texts.join(" ".as_ref()))),
            _ => self.harmless_bytes(),
        }
    }

    /// The same without what would steer a terminal.
    pub(crate) fn harmless_bytes(&self) -> Option<Vec<u8>> {
        self.is_known().then(|| csv::field(self).into_bytes())
    }

    pub(crate) fn is_known(&self) -> bool {
        !matches!(self, Self::Unknown | Self::Denied)
    }

    /// The order of two values of one column; what is not known comes last, also in descending order.
    pub(crate) fn compare(&self, other: &Self, descending: bool) -> Ordering {
        let known = other.is_known().cmp(&self.is_known());
        let order = match (self, other) {
            (Self::Text(a), Self::Text(b)) => a.cmp(b),
            (Self::List(a), Self::List(b)) => a.cmp(b),
            (Self::Number(a), Self::Number(b)) => a.cmp(b),
            (Self::Count(a), Self::Count(b)) | (Self::Bytes(a), Self::Bytes(b)) => a.cmp(b),
            (Self::Percent(a), Self::Percent(b)) | (Self::Decimal(a), Self::Decimal(b)) => a.total_cmp(b),
            (Self::Flag(a), Self::Flag(b)) => a.cmp(b),
            (Self::Numbers(a), Self::Numbers(b)) => a.cmp(b),
            (Self::Time(a), Self::Time(b)) | (Self::Brief(a), Self::Brief(b)) => a.cmp(b),
            (Self::Instant(a), Self::Instant(b)) => a.cmp(b),
            _ => Ordering::Equal,
        };
        known.then(if descending { order.reverse() } else { order })
    }
}

/// For programs: numbers as they are, durations in seconds, instants in RFC 3339, text escaped reversibly, `null` for
/// what is not known.
impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Unknown | Self::Denied => serializer.serialize_none(),
            Self::Text(text) => serializer.serialize_str(&sysproc::escape_text(text)),
            Self::List(texts) => serializer.collect_seq(texts.iter().map(|text| sysproc::escape_text(text))),
            Self::Numbers(numbers) => serializer.collect_seq(numbers),
            Self::Number(number) => serializer.serialize_i64(*number),
            Self::Count(number) | Self::Bytes(number) => serializer.serialize_u64(*number),
            Self::Percent(number) | Self::Decimal(number) => serializer.serialize_f64(*number),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::Time(time) | Self::Brief(time) => serializer.serialize_f64(time.as_secs_f64()),
            Self::Instant(instant) => rfc3339(*instant).serialize(serializer),
        }
    }
}

/// Numbers as ranges: `0-3,8`.
pub(crate) fn ranges(numbers: &[usize]) -> String {
    let mut parts: Vec<(usize, usize)> = Vec::new();
    for number in numbers.iter().copied() {
        match parts.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(number) => *last = number,
            _ => parts.push((number, number)),
        }
    }
    let part = |(first, last): &(usize, usize)| match last.checked_sub(*first) {
        Some(0) | None => first.to_string(),
        Some(_) => format!("{first}-{last}"),
    };
    parts.iter().map(part).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shown_as_ranges() {
        assert_eq!(ranges(&[0, 1, 2, 3, 8, 10, 11]), "0-3,8,10-11");
        assert_eq!(ranges(&[]), "");
    }

    #[test]
    fn what_is_not_known_comes_last_in_either_order() {
        let sorted = |descending: bool| {
            let mut values = [Value::Denied, Value::Count(2), Value::Unknown, Value::Count(10)];
            values.sort_by(|a, b| a.compare(b, descending));
            values
        };
        assert_eq!(sorted(false)[..2], [Value::Count(2), Value::Count(10)]);
        assert_eq!(sorted(true)[..2], [Value::Count(10), Value::Count(2)]);
    }
}
