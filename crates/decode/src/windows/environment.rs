//! The environment of a process: entries of UTF-16, each ended by a NUL, and an empty one at the end.

use super::Utf16;

/// The names and values of a block, in their order. What has no name is left out: entries without `=`, and those that
/// begin with it, in which the command shell keeps the directory of each drive.
pub fn environment(block: &[u8]) -> impl Iterator<Item = (Utf16<'_>, Utf16<'_>)> {
    let mut rest = block;
    let entries = std::iter::from_fn(move || {
        let end = rest.chunks_exact(2).position(|unit| unit == [0, 0]);
        // A block that was cut ends with an entry that may be cut as well, so it is left out.
        let (entry, after) = rest.split_at_checked(end?.checked_mul(2)?)?;
        rest = after.get(2..)?;
        (!entry.is_empty()).then_some(entry)
    });
    entries.filter_map(|entry| {
        let equals = entry.chunks_exact(2).position(|unit| unit == [b'=', 0]).filter(|at| *at > 0)?;
        let (name, value) = entry.split_at_checked(equals.checked_mul(2)?)?;
        Some((Utf16(name), Utf16(value.get(2..)?)))
    })
}

/// Whether a block has its end in it.
#[must_use]
pub fn is_whole(block: &[u8]) -> bool {
    let is_nul = |unit: &[u8]| unit == [0, 0];
    let mut units = block.chunks_exact(2);
    // An empty entry at the beginning is the end as well.
    let mut after_nul = true;
    units.any(|unit| {
        let is_end = after_nul && is_nul(unit);
        after_nul = is_nul(unit);
        is_end
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    fn pairs(block: &[u8]) -> Vec<(String, String)> {
        let text = |text: Utf16<'_>| String::from_utf16(&text.units().collect::<Vec<_>>()).unwrap();
        environment(block).map(|(name, value)| (text(name), text(value))).collect()
    }

    #[test]
    fn names_and_values() {
        let all = block("=C:=C:\\x\0A=1\0no name\0B=a=b\0C=\0\0D=after the end\0\0");
        let expected = [("A", "1"), ("B", "a=b"), ("C", "")].map(|(name, value)| (name.into(), value.into()));
        assert_eq!(pairs(&all), expected);
        for cut in 0..all.len() {
            let found = pairs(&all[..cut]);
            assert_eq!(found, expected[..found.len()], "{cut}");
        }
    }

    #[test]
    fn an_end_is_an_empty_entry() {
        assert!(is_whole(&block("A=1\0\0")) && is_whole(&block("\0")) && is_whole(&block("A=1\0\0garbage")));
        assert!(!is_whole(&block("A=1\0")) && !is_whole(&block("A=1")) && !is_whole(&[]));
    }
}
