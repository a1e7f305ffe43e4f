//! What is wrong with an expression, and where.

use crate::render::{safe, width};

/// What is wrong with an expression, and where: the byte that it begins at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mistake {
    pub(super) at: usize,
    pub(super) message: String,
}

impl Mistake {
    pub(super) fn new(at: usize, message: impl Into<String>) -> Self {
        Self { at, message: message.into() }
    }

    /// The message, and below it the expression with a mark under the place.
    pub(super) fn shown(&self, text: &str) -> String {
        let before = text.get(..self.at).unwrap_or(text);
        let indent = " ".repeat(width(&safe(before.as_ref())));
        format!("{}\n\n  {}\n  {indent}^", self.message, safe(text.as_ref()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_stands_under_the_character_also_after_wide_and_escaped_ones() {
        let text = "名前\t> ";
        let shown = Mistake::new(text.len(), "expected a value").shown(text);
        assert_eq!(shown, "expected a value\n\n  名前\\t> \n          ^");
    }
}
