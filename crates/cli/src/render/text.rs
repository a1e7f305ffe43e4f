//! Text of the system made harmless, and measured as a terminal shows it.
//!
//! A process can call itself anything. What it calls itself must not move the cursor, change colours, turn the writing
//! direction or hide.

use std::borrow::Cow;
use std::ffi::OsStr;

use unicode_width::UnicodeWidthChar;

/// The text with everything escaped that is not to be seen as itself: control characters, invisible and
/// direction-changing ones, bytes that are not UTF-8.
pub(crate) fn safe(text: &OsStr) -> Cow<'_, str> {
    match text.to_str() {
        Some(plain) if !plain.chars().any(is_harmful) => Cow::Borrowed(plain),
        _ => Cow::Owned(escape(text)),
    }
}

fn escape(text: &OsStr) -> String {
    let mut out = String::with_capacity(text.len());
    for chunk in text.as_encoded_bytes().utf8_chunks() {
        for c in chunk.valid().chars() {
            match c {
                '\n' => out.push_str("\\n"),
                '\r' => out.push_str("\\r"),
                '\t' => out.push_str("\\t"),
                '\0'..='\x7f' if is_harmful(c) => out.push_str(&format!("\\x{:02x}", u32::from(c))),
                _ if is_harmful(c) => out.extend(c.escape_unicode()),
                _ => out.push(c),
            }
        }
        chunk.invalid().iter().for_each(|byte| out.push_str(&format!("\\x{byte:02x}")));
    }
    out
}

/// Control characters (C0, DEL, C1), and what Unicode calls default ignorable, format or separator characters: the soft
/// hyphen, zero-width blanks, marks and overrides of direction, line and paragraph separators, tags.
pub(crate) fn is_harmful(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}')
}

/// A number and what it counts, with an `s` where it is not one, or `es` where English wants that.
pub(crate) fn counted(number: usize, what: &str) -> String {
    match (number, what) {
        (1, _) => format!("1 {what}"),
        (_, what) if what.ends_with('s') => format!("{number} {what}es"),
        _ => format!("{number} {what}s"),
    }
}

/// How many cells of a terminal the text takes.
pub(crate) fn width(text: &str) -> usize {
    text.chars().map(|c| c.width().unwrap_or(0)).sum()
}

/// The text within `limit` cells; what is cut off is marked by `…`.
pub(crate) fn cut(text: &str, limit: usize) -> Cow<'_, str> {
    if width(text) <= limit {
        return Cow::Borrowed(text);
    }
    let (mut out, mut left) = (String::new(), limit.saturating_sub(1));
    for c in text.chars() {
        let takes = c.width().unwrap_or(0);
        if takes > left {
            break;
        }
        left -= takes;
        out.push(c);
    }
    if limit > 0 {
        out.push('…');
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_reaches_the_terminal_that_would_steer_it() {
        assert_eq!(safe("\x1b[2J\x07\n\r\t\u{9b}31m\x7f".as_ref()), "\\x1b[2J\\x07\\n\\r\\t\\u{9b}31m\\x7f");
        assert_eq!(
            safe("gpj\u{202e}exe\u{200b}.\u{2028}\u{feff}".as_ref()),
            "gpj\\u{202e}exe\\u{200b}.\\u{2028}\\u{feff}"
        );
        assert_eq!(safe("naïve 名前 C:\\x".as_ref()), "naïve 名前 C:\\x");
    }

    #[test]
    fn wide_characters_count_twice() {
        assert_eq!((width("名前"), width("e\u{301}"), width("ascii")), (4, 1, 5));
        assert_eq!(cut("名前と", 5), "名前…");
        assert_eq!(cut("名前と", 4), "名…");
        assert_eq!(
            (cut("abc", 3), cut("abc", 2), cut("abc", 1), cut("abc", 0)),
            ("abc".into(), "a…".into(), "…".into(), "".into())
        );
    }
}
