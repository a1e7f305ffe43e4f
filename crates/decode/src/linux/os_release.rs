//! `/etc/os-release`: what the distribution calls itself, as assignments of a shell (os-release(5)).

use std::borrow::Cow;

use crate::text::assignments;

/// The variables, in the order of the file.
pub fn os_release(text: &[u8]) -> impl Iterator<Item = (&[u8], Cow<'_, [u8]>)> {
    assignments(text).map(|(key, value)| (key, unquoted(value.trim_ascii())))
}

/// A value without its quotes, if it has any. In double quotes a backslash stands before a quote, a dollar, a backtick and
/// a backslash.
fn unquoted(value: &[u8]) -> Cow<'_, [u8]> {
    match value {
        [b'\'', inner @ .., b'\''] => inner.into(),
        [b'"', inner @ .., b'"'] => {
            let mut out = Vec::with_capacity(inner.len());
            let mut bytes = inner.iter().peekable();
            while let Some(byte) = bytes.next() {
                let escapes = *byte == b'\\';
                out.push(*bytes.next_if(|next| escapes && matches!(next, b'"' | b'$' | b'`' | b'\\')).unwrap_or(byte));
            }
            out.into()
        }
        plain => plain.into(),
    }
}
