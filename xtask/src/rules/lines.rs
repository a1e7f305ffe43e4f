//! A file past 700 lines is two files.

use crate::project::Source;

const MOST: usize = 700;

pub(super) fn broken(sources: &[Source]) -> Vec<String> {
    let lengths = sources.iter().map(|source| (&source.path, source.text.lines().count()));
    lengths.filter(|(_, lines)| *lines > MOST).map(|(path, lines)| format!("{path}: {lines} lines")).collect()
}

#[cfg(test)]
mod tests {
    use super::{MOST, broken};
    use crate::project::Source;

    #[test]
    fn a_long_file_is_found() {
        let long = [Source::new("a.rs", &"\n".repeat(MOST)), Source::new("b.rs", &"\n".repeat(MOST + 1))];
        assert_eq!(broken(&long), ["b.rs: 701 lines"]);
    }
}
