//! JSON that is safe to look at.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::{CompactFormatter, Formatter};

use crate::render::is_harmful;

/// Writes a value in one line. Beyond what JSON asks for, what would steer a terminal is escaped, as `\uXXXX`.
pub(crate) fn write(out: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    value.serialize(&mut Serializer::with_formatter(&mut *out, Harmless))?;
    out.write_all(b"\n")
}

struct Harmless;

impl Formatter for Harmless {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        if !fragment.chars().any(is_harmful) {
            return CompactFormatter.write_string_fragment(writer, fragment);
        }
        for c in fragment.chars() {
            if is_harmful(c) {
                c.encode_utf16(&mut [0; 2]).iter().try_for_each(|unit| write!(writer, "\\u{unit:04x}"))?;
            } else {
                write!(writer, "{c}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_steer_a_terminal_is_escaped_and_read_back() {
        let name = "\u{1b}[2J\u{9b}31m\u{7f}\u{202e}\u{e0041} \"名前\" \\";
        let mut out = Vec::new();
        write(&mut out, &name).unwrap();
        let text = String::from_utf8(out).unwrap();
        let expected = r#""\u001b[2J\u009b31m\u007f\u202e\udb40\udc41 \"名前\" \\""#;
        assert_eq!(text.trim_end(), expected);
        assert_eq!(serde_json::from_str::<String>(&text).unwrap(), name);
    }
}
