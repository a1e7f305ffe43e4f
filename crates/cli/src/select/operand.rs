//! What a field is compared with.

use std::cmp::Ordering;
use std::ffi::OsString;
use std::time::SystemTime;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use regex_lite::Regex;

use super::lex::Operator;
use crate::columns::Kind;
use crate::value::{Value, ranges};

/// What a field is compared with.
#[derive(Debug, Clone)]
pub(super) enum Operand {
    /// A count, bytes, percent or seconds.
    Number(f64),
    Instant(SystemTime),
    Text(String),
    Pattern(Regex),
}

impl Operand {
    /// Reads what is written behind an operator, as it fits the field.
    pub(super) fn parse(kind: Kind, operator: Operator, text: &str) -> Result<Self, String> {
        match operator {
            Operator::Matches | Operator::MatchesNot if kind == Kind::Text => pattern(text).map(Self::Pattern),
            Operator::Matches | Operator::MatchesNot => Err("numbers are compared with = != < <= > >=".into()),
            Operator::Equal | Operator::NotEqual if kind == Kind::Text => Ok(Self::Text(text.into())),
            _ if kind == Kind::Text => Err("text is compared with = != ~ !~".into()),
            _ if kind == Kind::Instant => instant(text).map(Self::Instant),
            _ => number(kind, text).map(Self::Number),
        }
    }

    /// Whether the comparison holds for a value; `None` where the value is not known.
    pub(super) fn holds(&self, operator: Operator, value: &Value) -> Option<bool> {
        let order = match self {
            Self::Text(text) => return Some((plain(value)? == text.as_str()) == (operator == Operator::Equal)),
            Self::Pattern(pattern) => {
                let found = pattern.is_match(&plain(value)?.to_string_lossy());
                return Some(found == (operator == Operator::Matches));
            }
            Self::Number(number) => amount(value)?.partial_cmp(number)?,
            Self::Instant(instant) => match value {
                Value::Instant(then) => then.cmp(instant),
                _ => return None,
            },
        };
        Some(match operator {
            Operator::Equal => order == Ordering::Equal,
            Operator::NotEqual => order != Ordering::Equal,
            Operator::Less => order == Ordering::Less,
            Operator::AtMost => order != Ordering::Greater,
            Operator::More => order == Ordering::Greater,
            Operator::AtLeast => order != Ordering::Less,
            Operator::Matches | Operator::MatchesNot => return None,
        })
    }
}

/// A regular expression.
pub(super) fn pattern(text: &str) -> Result<Regex, String> {
    Regex::new(text).map_err(|error| format!("not a regular expression: {error}"))
}

/// The text of a value, arguments separated by blanks.
fn plain(value: &Value) -> Option<OsString> {
    match value {
        Value::Text(text) => Some(text.clone()),
        Value::List(texts) => Some(texts.join(" ".as_ref())),
        Value::Numbers(numbers) => Some(ranges(numbers).into()),
        _ => None,
    }
}

fn amount(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => Some(*number as f64),
        Value::Count(number) | Value::Bytes(number) => Some(*number as f64),
        Value::Percent(percent) => Some(*percent),
        Value::Time(time) => Some(time.as_secs_f64()),
        _ => None,
    }
}

fn number(kind: Kind, text: &str) -> Result<f64, String> {
    match kind {
        Kind::Bytes => bytes(text),
        Kind::Time => seconds(text),
        Kind::Percent => plain_number(text.strip_suffix('%').unwrap_or(text)),
        _ => plain_number(text),
    }
}

fn plain_number(text: &str) -> Result<f64, String> {
    text.parse().ok().filter(|number: &f64| number.is_finite()).ok_or_else(|| format!("{text:?} is not a number"))
}

/// `1073741824`, `1G`, `1.5GiB`; units are powers of 1024.
fn bytes(text: &str) -> Result<f64, String> {
    let lower = text.to_lowercase();
    let stem = lower.strip_suffix("ib").or_else(|| lower.strip_suffix('b')).unwrap_or(&lower);
    let power = stem.chars().last().and_then(|unit| "kmgtpe".find(unit));
    let digits = if power.is_some() { stem.get(..stem.len() - 1).unwrap_or_default() } else { stem };
    let wrong = |_| format!("{text:?} is not a number of bytes; write 1048576, 512K, 1.5G");
    let exponent = power.map_or(0, |power| power as i32 + 1);
    Ok(plain_number(digits).map_err(wrong)? * 1024_f64.powi(exponent))
}

/// `90`, `90s`, `5m`, `2h`, `3d`, and several: `1h30m`.
fn seconds(text: &str) -> Result<f64, String> {
    if let Ok(number) = plain_number(text) {
        return Ok(number);
    }
    let wrong = || format!("{text:?} is not a duration; write 90, 90s, 5m, 1h30m, 2d");
    let (mut total, mut digits) = (0.0, String::new());
    for c in text.chars() {
        let unit = match c {
            'd' => 86_400.0,
            'h' => 3_600.0,
            'm' => 60.0,
            's' => 1.0,
            _ => {
                digits.push(c);
                continue;
            }
        };
        total += plain_number(&digits).map_err(|_| wrong())? * unit;
        digits.clear();
    }
    if digits.is_empty() { Ok(total) } else { Err(wrong()) }
}

/// RFC 3339, or a date with or without a time of day by the local clock.
fn instant(text: &str) -> Result<SystemTime, String> {
    let local = || TimeZone::system().to_timestamp(text.parse::<DateTime>().ok()?).ok();
    let stamp = text.parse::<Timestamp>().ok().or_else(local);
    let wrong = || format!("{text:?} is not a time; write 2026-05-31, 2026-05-31T14:30 or RFC 3339");
    stamp.and_then(|stamp| SystemTime::try_from(stamp).ok()).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_of_bytes_and_of_time() {
        assert_eq!(
            ["17", "1K", "1.5G", "2MiB", "3tb"].map(|text| bytes(text).unwrap()),
            [17.0, 1024.0, 1.5 * 1_073_741_824.0, 2_097_152.0, 3.0 * 1_099_511_627_776.0]
        );
        assert_eq!(["90", "90s", "1h30m", "2d"].map(|text| seconds(text).unwrap()), [90.0, 90.0, 5_400.0, 172_800.0]);
        for text in ["", "G", "1X", "1GG", "nan", "名"] {
            assert!(bytes(text).is_err(), "{text}");
            assert!(seconds(&format!("{text}m")).is_err() || text == "1X", "{text}");
        }
    }

    #[test]
    fn instants() {
        let expected = SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_700_000_000);
        assert_eq!(instant("2023-11-14T22:13:20Z"), Ok(expected));
        assert!(instant("2023-11-14").is_ok() && instant("yesterday").is_err());
    }
}
