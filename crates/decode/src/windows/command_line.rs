//! The command line, which is one text: split into arguments as programs that are written in C and Rust split theirs.
//!
//! The rules are those of "Parsing C++ command-line arguments" in Microsoft's documentation of C++. `CommandLineToArgvW`
//! differs in what two quotes in a quoted part mean.

const QUOTE: u16 = b'"' as u16;
const BACKSLASH: u16 = b'\\' as u16;

fn is_blank(unit: u16) -> bool {
    unit == u16::from(b' ') || unit == u16::from(b'\t')
}

/// The arguments, the program first; none of an empty text.
#[must_use]
pub fn arguments(line: &[u16]) -> Vec<Vec<u16>> {
    let mut found = Vec::new();
    if line.is_empty() {
        return found;
    }
    let mut units = line.iter().copied().peekable();
    // A file name has no quotes in it, so backslashes before one mean nothing.
    let mut program = Vec::new();
    let mut is_quoted = false;
    while let Some(unit) = units.next_if(|unit| is_quoted || !is_blank(*unit)) {
        if unit == QUOTE {
            is_quoted = !is_quoted;
        } else {
            program.push(unit);
        }
    }
    found.push(program);
    loop {
        while units.next_if(|unit| is_blank(*unit)).is_some() {}
        if units.peek().is_none() {
            return found;
        }
        found.push(argument(&mut units));
    }
}

/// An argument: up to a blank outside of quotes.
fn argument(units: &mut std::iter::Peekable<impl Iterator<Item = u16>>) -> Vec<u16> {
    let mut argument = Vec::new();
    let mut is_quoted = false;
    while let Some(unit) = units.next_if(|unit| is_quoted || !is_blank(*unit)) {
        match unit {
            BACKSLASH => {
                let mut count: usize = 1;
                while units.next_if_eq(&BACKSLASH).is_some() {
                    count = count.saturating_add(1);
                }
                // Before a quote, two of them mean one, and one left over takes from the quote its meaning.
                let is_before_quote = units.peek() == Some(&QUOTE);
                let kept = if is_before_quote { count / 2 } else { count };
                argument.extend(std::iter::repeat_n(BACKSLASH, kept));
                if is_before_quote && count % 2 == 1 {
                    argument.extend(units.next());
                }
            }
            QUOTE if is_quoted && units.next_if_eq(&QUOTE).is_some() => argument.push(QUOTE),
            QUOTE => is_quoted = !is_quoted,
            unit => argument.push(unit),
        }
    }
    argument
}

#[cfg(test)]
mod tests {
    use super::arguments;

    fn split(line: &str) -> Vec<String> {
        let line: Vec<u16> = line.encode_utf16().collect();
        arguments(&line).iter().map(|argument| String::from_utf16(argument).unwrap()).collect()
    }

    #[test]
    fn the_program_is_split_without_escapes() {
        assert_eq!(split(r#""C:\Program Files\a.exe" b"#), [r"C:\Program Files\a.exe", "b"]);
        assert_eq!(split(r"C:\a\ b"), [r"C:\a\", "b"]);
        assert_eq!(split(r#"C:\a" b"c d"#), [r"C:\a bc", "d"]);
        assert_eq!(split("  a"), ["", "a"], "a line that begins with blanks has no program");
        assert!(split("").is_empty());
    }

    /// The examples of Microsoft's table.
    #[test]
    fn arguments_as_documented() {
        for (line, expected) in [
            (r#"x "abc" d e"#, vec!["x", "abc", "d", "e"]),
            (r#"x a\\b d"e f"g h"#, vec!["x", r"a\\b", "de fg", "h"]),
            (r#"x a\\\"b c d"#, vec!["x", r#"a\"b"#, "c", "d"]),
            (r#"x a\\\\"b c" d e"#, vec!["x", r"a\\b c", "d", "e"]),
            (r#"x a"b"" c d"#, vec!["x", r#"ab" c d"#]),
            (r#"x "" "a""b""#, vec!["x", "", r#"a"b"#]),
        ] {
            assert_eq!(split(line), expected, "{line}");
        }
    }
}
