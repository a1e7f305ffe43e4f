//! Rust source without its comments, and without what its strings say: enough to find a word where it is code.

/// The code in a source: comments, and if asked the inside of strings and characters, are blanks. Lines keep their numbers.
pub(super) fn code(source: &str, keep_strings: bool) -> String {
    let mut code = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let (length, keep) = if rest.starts_with("//") {
            (rest.find('\n').unwrap_or(rest.len()), false)
        } else if rest.starts_with("/*") {
            (block_comment(rest), false)
        } else if let Some(length) = raw_string(rest).filter(|_| !ends_in_word(&code)) {
            (length, keep_strings)
        } else if first == '"' {
            (quoted(rest, '"'), keep_strings)
        } else if first == '\'' && is_character(rest) {
            (quoted(rest, '\''), keep_strings)
        } else {
            (first.len_utf8(), true)
        };
        let (part, after) = rest.split_at(length);
        if keep {
            code.push_str(part);
        } else {
            code.extend(part.chars().map(|c| if c == '\n' { c } else { ' ' }));
        }
        rest = after;
    }
    code
}

/// Where a word stands in code, not as a part of another one: byte offsets.
pub(super) fn word_offsets<'a>(code: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    code.match_indices(word).map(|(at, _)| at).filter(move |at| {
        let (before, after) = (&code[..*at], &code[at + word.len()..]);
        !ends_in_word(before) && !after.starts_with(is_word)
    })
}

/// The number of the line that an offset is in.
pub(super) fn line_of(text: &str, offset: usize) -> usize {
    text[..offset].matches('\n').count() + 1
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn ends_in_word(text: &str) -> bool {
    text.ends_with(is_word)
}

fn block_comment(text: &str) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        if rest.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

fn raw_string(text: &str) -> Option<usize> {
    let after = text.strip_prefix("br").or_else(|| text.strip_prefix("cr")).or_else(|| text.strip_prefix('r'))?;
    let inside = after.trim_start_matches('#').strip_prefix('"')?;
    let hashes = after.len() - inside.len() - 1;
    let end = format!("\"{}", "#".repeat(hashes));
    let opening = text.len() - inside.len();
    Some(inside.find(&end).map_or(text.len(), |at| opening + at + end.len()))
}

fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return at + c.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

/// Whether a quote begins a character, not a lifetime.
fn is_character(text: &str) -> bool {
    let mut inside = text.chars().skip(1);
    let first = inside.next();
    first == Some('\\') || inside.next() == Some('\'')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_strings_are_no_code() {
        let source = "a // b\n/* c /* d */ e */ f \"g \\\" h\" r#\"i \" j\"# k '\"' l b\"m\" 'n: loop {}";
        let words: Vec<String> = code(source, false).split_whitespace().map(String::from).collect();
        assert_eq!(words, ["a", "f", "k", "l", "b", "'n:", "loop", "{}"]);
        assert!(code(source, true).contains("r#\"i \" j\"#"));
        assert_eq!(code(source, false).matches('\n').count(), 1);
    }

    #[test]
    fn a_word_is_not_a_part_of_another() {
        let text = "unsafe_code unsafe fn_unsafe\nunsafe";
        let lines: Vec<_> = word_offsets(text, "unsafe").map(|at| line_of(text, at)).collect();
        assert_eq!(lines, [1, 2]);
    }
}
