//! CSV as RFC 4180 describes it, except that lines end in a line feed alone.
//!
//! Values are written as in JSON; a list has blanks between its parts. What is not known is empty. Characters that would
//! steer a terminal are written byte for byte as `\xHH`, as is what is not UTF-8; a backslash is written as two.

use std::io::{self, Write};

use crate::render::is_harmful;
use crate::value::Value;

/// The line of keys.
pub(crate) fn head(out: &mut impl Write, keys: impl IntoIterator<Item = &'static str>) -> io::Result<()> {
    writeln!(out, "{}", keys.into_iter().collect::<Vec<_>>().join(","))
}

/// A line of values.
pub(crate) fn row<'a>(out: &mut impl Write, values: impl IntoIterator<Item = &'a Value>) -> io::Result<()> {
    let fields: Vec<String> = values.into_iter().map(field).collect();
    writeln!(out, "{}", fields.join(","))
}

/// A value as it stands between commas.
pub(crate) fn field(value: &Value) -> String {
    let text = match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => text,
        Ok(serde_json::Value::Null) | Err(_) => return String::new(),
        Ok(serde_json::Value::Array(texts)) => {
            let plain = |part: &serde_json::Value| part.as_str().map_or_else(|| part.to_string(), str::to_owned);
            texts.iter().map(plain).collect::<Vec<_>>().join(" ")
        }
        Ok(number) => return number.to_string(),
    };
    let text = harmless(&text);
    let is_plain = !text.contains(['"', ',']) && text.trim() == text;
    if is_plain { text } else { format!("\"{}\"", text.replace('"', "\"\"")) }
}

fn harmless(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_harmful(c) {
            c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| out.push_str(&format!("\\x{byte:02x}")));
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_break_a_line_or_steer_a_terminal_is_quoted_or_escaped() {
        let mut out = Vec::new();
        let text = |text: &str| Value::Text(text.into());
        let values =
            [text("a,b"), text("say \"no\""), text("\x1b[2J\n\u{9b}名"), Value::Unknown, Value::Count(3), text(" x\\")];
        row(&mut out, &values).unwrap();
        let expected = "\"a,b\",\"say \"\"no\"\"\",\\x1b[2J\\x0a\\xc2\\x9b名,,3,\" x\\\\\"\n";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }
}
