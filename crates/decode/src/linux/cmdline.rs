//! `/proc/PID/cmdline`: a process's arguments, each with a NUL behind it.

/// The arguments, empty ones as well. Nothing for an empty file, which a kernel thread and a zombie have.
///
/// A process can write over its arguments, usually with one text (setproctitle): text with blanks and no NUL within it is
/// split at the blanks.
pub fn cmdline(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let text = bytes.strip_suffix(b"\0");
    let (text, separator) = match text.unwrap_or(bytes) {
        within if memchr::memchr(0, within).is_some() => (within, 0),
        // A blank at the end then ends the last word, as a NUL would.
        within if text.is_none() => (within.strip_suffix(b" ").unwrap_or(within), b' '),
        within => (within, b' '),
    };
    let some = (!bytes.is_empty()).then(|| text.split(move |byte| *byte == separator));
    some.into_iter().flatten()
}
