//! `/proc/PID/environ`: a process's environment as it was when its program started, `NAME=value`, each with a NUL behind it.

/// The names and values in the order that they were given, repeated names as well. What has no name and `=` is left out,
/// and so is what has no NUL behind it, since it was cut.
pub fn environ(bytes: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let complete = memchr::memrchr(0, bytes).and_then(|end| bytes.get(..end)).unwrap_or_default();
    complete.split(|byte| *byte == 0).filter_map(|entry| {
        let equals = memchr::memchr(b'=', entry).filter(|equals| *equals > 0)?;
        Some((entry.get(..equals)?, entry.get(equals.saturating_add(1)..)?))
    })
}
