//! How system text, durations and instants are written down with the feature `serde`.
//!
//! Text that is not Unicode is written reversibly: a byte that is not part of valid UTF-8 as `\xHH`, and a backslash as
//! two. Durations and instants are seconds, as numbers.

/// Seconds, as a number with a fraction: of a [`Duration`](std::time::Duration) or of an optional one.
pub(crate) mod seconds {
    use std::time::Duration;

    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    pub(crate) trait Seconds: Sized {
        type Number: Serialize + for<'de> Deserialize<'de>;
        fn number(&self) -> Self::Number;
        fn from_number(number: Self::Number) -> Option<Self>;
    }

    impl Seconds for Duration {
        type Number = f64;
        fn number(&self) -> f64 {
            self.as_secs_f64()
        }
        fn from_number(number: f64) -> Option<Self> {
            Self::try_from_secs_f64(number).ok()
        }
    }

    impl Seconds for Option<Duration> {
        type Number = Option<f64>;
        fn number(&self) -> Option<f64> {
            self.map(|d| d.as_secs_f64())
        }
        fn from_number(number: Option<f64>) -> Option<Self> {
            number.map_or(Some(None), |n| Duration::try_from_secs_f64(n).ok().map(Some))
        }
    }

    pub(crate) fn serialize<T: Seconds, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        value.number().serialize(serializer)
    }

    pub(crate) fn deserialize<'de, T: Seconds, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
        let number = T::Number::deserialize(deserializer)?;
        T::from_number(number).ok_or_else(|| D::Error::custom("seconds that are negative or out of range"))
    }
}

/// Seconds since 1970, as a number with a fraction, to the microsecond: more does not fit in the number.
pub(crate) mod timestamp {
    use std::time::{Duration, SystemTime};

    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    pub(crate) fn serialize<S: Serializer>(value: &SystemTime, serializer: S) -> Result<S::Ok, S::Error> {
        number(*value).serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SystemTime, D::Error> {
        let number = f64::deserialize(deserializer)?;
        from_number(number).ok_or_else(|| D::Error::custom("an instant that is out of range"))
    }

    pub(crate) fn number(instant: SystemTime) -> f64 {
        match instant.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(after) => after.as_secs_f64(),
            Err(before) => -before.duration().as_secs_f64(),
        }
    }

    pub(crate) fn from_number(number: f64) -> Option<SystemTime> {
        let micros =
            Duration::try_from_secs_f64(number.abs()).ok()?.saturating_add(Duration::from_nanos(500)).as_micros();
        let distance = Duration::from_micros(u64::try_from(micros).ok()?);
        if number < 0.0 {
            SystemTime::UNIX_EPOCH.checked_sub(distance)
        } else {
            SystemTime::UNIX_EPOCH.checked_add(distance)
        }
    }
}

/// System text, alone or in an option, a list or a list of pairs.
pub(crate) mod escape {
    use std::ffi::{OsStr, OsString};
    use std::path::PathBuf;

    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    /// What can be written as escaped text.
    pub(crate) trait Escape: Sized {
        type Text: Serialize + for<'de> Deserialize<'de>;
        fn escape(&self) -> Self::Text;
        fn unescape(text: Self::Text) -> Option<Self>;
    }

    impl Escape for OsString {
        type Text = String;
        fn escape(&self) -> String {
            escape_text(self)
        }
        fn unescape(text: String) -> Option<Self> {
            unescaped(&text)
        }
    }

    impl Escape for PathBuf {
        type Text = String;
        fn escape(&self) -> String {
            escape_text(self.as_os_str())
        }
        fn unescape(text: String) -> Option<Self> {
            unescaped(&text).map(Self::from)
        }
    }

    impl<T: Escape> Escape for Option<T> {
        type Text = Option<T::Text>;
        fn escape(&self) -> Self::Text {
            self.as_ref().map(T::escape)
        }
        fn unescape(text: Self::Text) -> Option<Self> {
            text.map_or(Some(None), |text| T::unescape(text).map(Some))
        }
    }

    impl<T: Escape> Escape for Vec<T> {
        type Text = Vec<T::Text>;
        fn escape(&self) -> Self::Text {
            self.iter().map(T::escape).collect()
        }
        fn unescape(text: Self::Text) -> Option<Self> {
            text.into_iter().map(T::unescape).collect()
        }
    }

    impl<A: Escape, B: Escape> Escape for (A, B) {
        type Text = (A::Text, B::Text);
        fn escape(&self) -> Self::Text {
            (self.0.escape(), self.1.escape())
        }
        fn unescape(text: Self::Text) -> Option<Self> {
            Some((A::unescape(text.0)?, B::unescape(text.1)?))
        }
    }

    pub(crate) fn serialize<T: Escape, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        value.escape().serialize(serializer)
    }

    pub(crate) fn deserialize<'de, T: Escape, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
        let text = T::Text::deserialize(deserializer)?;
        T::unescape(text).ok_or_else(|| D::Error::custom("text with a backslash that begins no escape"))
    }

    /// System text as Unicode, reversibly: as the feature `serde` writes it. A byte that is not part of valid UTF-8
    /// becomes `\xHH`, a backslash two.
    #[must_use]
    pub fn escape_text(text: &OsStr) -> String {
        let mut out = String::with_capacity(text.len());
        for chunk in text.as_encoded_bytes().utf8_chunks() {
            out.push_str(&chunk.valid().replace('\\', "\\\\"));
            for byte in chunk.invalid() {
                out.push_str(&format!("\\x{byte:02x}"));
            }
        }
        out
    }

    fn unescaped(text: &str) -> Option<OsString> {
        let mut bytes = Vec::with_capacity(text.len());
        let mut parts = text.split('\\');
        bytes.extend_from_slice(parts.next()?.as_bytes());
        while let Some(part) = parts.next() {
            if let Some(hex) = part.strip_prefix('x') {
                bytes.push(u8::from_str_radix(hex.get(..2)?, 16).ok()?);
                bytes.extend_from_slice(hex.get(2..)?.as_bytes());
            } else if part.is_empty() {
                bytes.push(b'\\');
                bytes.extend_from_slice(parts.next()?.as_bytes());
            } else {
                return None;
            }
        }
        crate::sys::os_string(bytes)
    }
}

/// A [`Field`](crate::process::Field): its value plainly, or `{"unavailable": "denied"}`. A field that was not asked for
/// is left out by its struct.
pub(crate) mod field {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::plain::Plain;
    use crate::process::Field;

    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Reason {
        Denied,
        Zombie,
        Unsupported,
        Unknown,
    }

    #[derive(Serialize, Deserialize)]
    #[serde(untagged)]
    enum Written<T> {
        Unavailable { unavailable: Reason },
        Value(T),
    }

    pub(crate) fn serialize<T: Plain, S: Serializer>(field: &Field<T>, serializer: S) -> Result<S::Ok, S::Error> {
        let unavailable = match field {
            Field::Value(value) => return Written::Value(value.to_plain()).serialize(serializer),
            Field::NotAsked => return serializer.serialize_none(),
            Field::Denied => Reason::Denied,
            Field::Zombie => Reason::Zombie,
            Field::Unsupported => Reason::Unsupported,
            Field::Unknown => Reason::Unknown,
        };
        Written::<T::Written>::Unavailable { unavailable }.serialize(serializer)
    }

    pub(crate) fn deserialize<'de, T: Plain, D: Deserializer<'de>>(deserializer: D) -> Result<Field<T>, D::Error> {
        Ok(match Written::<T::Written>::deserialize(deserializer)? {
            Written::Value(value) => Field::or_unknown(T::from_plain(value)),
            Written::Unavailable { unavailable } => match unavailable {
                Reason::Denied => Field::Denied,
                Reason::Zombie => Field::Zombie,
                Reason::Unsupported => Field::Unsupported,
                Reason::Unknown => Field::Unknown,
            },
        })
    }
}

/// How the value of a field is written: system text escaped, an instant as seconds, all else as its own type says.
pub(crate) mod plain {
    use std::ffi::OsString;
    use std::path::PathBuf;
    use std::time::SystemTime;

    use serde::{Serialize, de::DeserializeOwned};

    use super::escape::Escape;
    use super::timestamp;

    pub(crate) trait Plain: Sized {
        type Written: Serialize + DeserializeOwned;
        fn to_plain(&self) -> Self::Written;
        fn from_plain(written: Self::Written) -> Option<Self>;
    }

    macro_rules! escaped {
        ($($type:ty),+) => {$(
            impl Plain for $type {
                type Written = <Self as Escape>::Text;
                fn to_plain(&self) -> Self::Written {
                    self.escape()
                }
                fn from_plain(written: Self::Written) -> Option<Self> {
                    Self::unescape(written)
                }
            }
        )+};
    }

    macro_rules! as_is {
        ($($type:ty),+) => {$(
            impl Plain for $type {
                type Written = Self;
                fn to_plain(&self) -> Self {
                    self.clone()
                }
                fn from_plain(written: Self) -> Option<Self> {
                    Some(written)
                }
            }
        )+};
    }

    use crate::net::Connection;
    use crate::process::{
        CtxSwitches, Ids, IoCounters, IoPriority, MemoryFootprint, MemoryInfo, MemoryInfoEx, MemoryMap, MemoryMapGroup,
        MemorySize, OpenFile, PageFaults, ProcessCpuTimes, Status, Thread,
    };

    escaped!(OsString, PathBuf, Option<PathBuf>, Vec<OsString>, Vec<(OsString, OsString)>);
    as_is!(
        u32,
        i32,
        usize,
        Status,
        Ids,
        IoPriority,
        Box<IoCounters>,
        CtxSwitches,
        Vec<Thread>,
        ProcessCpuTimes,
        Vec<usize>,
        MemoryInfo,
        Box<MemoryInfoEx>,
        Box<MemoryFootprint>,
        MemorySize,
        Vec<MemoryMap>,
        Vec<MemoryMapGroup>,
        PageFaults,
        Vec<OpenFile>,
        Vec<Connection>
    );

    impl Plain for SystemTime {
        type Written = f64;
        fn to_plain(&self) -> f64 {
            timestamp::number(*self)
        }
        fn from_plain(written: f64) -> Option<Self> {
            timestamp::from_number(written)
        }
    }
}
