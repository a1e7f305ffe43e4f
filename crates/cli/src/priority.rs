//! Priority classes, by which Windows does what nice values do elsewhere.

use crate::platform;

/// What it is called here.
pub(crate) const NAME: &str = if platform::IS_WINDOWS { "priority class" } else { "nice value" };

/// The classes by name, the first served last, and their numbers (`winbase.h`).
const CLASSES: [(&str, i32); 6] = [
    ("idle", 0x40),
    ("below-normal", 0x4000),
    ("normal", 0x20),
    ("above-normal", 0x8000),
    ("high", 0x80),
    ("realtime", 0x100),
];

/// The name of a priority class; a nice value is none.
pub(crate) fn class(number: i32) -> Option<&'static str> {
    CLASSES.iter().find(|(_, class)| *class == number).map(|(name, _)| *name)
}

/// As it is written.
pub(crate) fn shown(number: i32) -> String {
    class(number).map_or_else(|| number.to_string(), Into::into)
}

/// What there is to choose from.
pub(crate) fn choice() -> String {
    if platform::IS_WINDOWS { CLASSES.map(|(name, _)| name).join(", ") } else { "-20 (first) to 19".into() }
}

/// What a process can be set to: the name of a class on Windows, elsewhere a nice value.
pub(crate) fn parse(text: &str, is_windows: bool) -> Result<i32, String> {
    if is_windows {
        let named = CLASSES.iter().find(|(name, _)| *name == text.to_lowercase());
        let names = || CLASSES.map(|(name, _)| name).join(", ");
        return named.map(|(_, class)| *class).ok_or_else(|| format!("a priority class is one of {}", names()));
    }
    let value = text.parse().ok().filter(|value| (-20..=19).contains(value));
    value.ok_or_else(|| "a nice value is a number from -20 to 19".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_and_values() {
        assert_eq!(parse("Below-Normal", true), Ok(0x4000));
        assert_eq!(class(0x4000), Some("below-normal"));
        for (text, is_windows) in
            [("5", true), ("normal", false), ("20", false), ("-21", false), ("", true), ("", false)]
        {
            assert!(parse(text, is_windows).is_err(), "{text}");
        }
        assert!((-20..20).all(|value| class(value).is_none() && parse(&value.to_string(), false) == Ok(value)));
    }
}
