//! A line of pieces that have roles.

use super::text::{cut, width as width_of};
use super::{Palette, Role};

/// Between the parts of a line.
const DOT: &str = " · ";

/// A line of output: pieces of text, each with its role.
#[derive(Debug, Clone, Default)]
pub(crate) struct Line {
    pieces: Vec<(Role, String)>,
    width: usize,
}

impl Line {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// The line with a piece more.
    #[must_use]
    pub(crate) fn with(mut self, role: Role, text: impl Into<String>) -> Self {
        self.push(role, text);
        self
    }

    pub(crate) fn push(&mut self, role: Role, text: impl Into<String>) {
        let text = text.into();
        self.width += width_of(&text);
        self.pieces.push((role, text));
    }

    pub(crate) fn append(&mut self, other: Self) {
        self.width += other.width;
        self.pieces.extend(other.pieces);
    }

    /// The line with another behind it.
    #[must_use]
    pub(crate) fn and(mut self, other: Self) -> Self {
        self.append(other);
        self
    }

    /// The lines one after the other, with dots between them.
    pub(crate) fn dotted(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut line = Self::new();
        for part in parts {
            if line.width > 0 {
                line.push(Role::Faint, DOT);
            }
            line.append(part);
        }
        line
    }

    /// The same in as many lines as are needed, where there is little room.
    pub(crate) fn wrapped(parts: impl IntoIterator<Item = Self>, width: usize) -> Vec<Self> {
        let mut lines: Vec<Self> = Vec::new();
        for part in parts {
            match lines.last_mut() {
                Some(line) if line.width + width_of(DOT) + part.width <= width => {
                    *line = Self::dotted([std::mem::take(line), part]);
                }
                _ => lines.push(part),
            }
        }
        lines
    }

    /// The line with one role for all of it.
    #[must_use]
    pub(crate) fn recolored(mut self, role: Role) -> Self {
        self.pieces.iter_mut().for_each(|piece| piece.0 = role);
        self
    }

    /// The line with blanks up to a column.
    #[must_use]
    pub(crate) fn padded(mut self, to: usize) -> Self {
        self.push(Role::Plain, " ".repeat(to.saturating_sub(self.width)));
        self
    }

    /// The line within `limit` cells.
    #[must_use]
    pub(crate) fn cut(self, limit: usize) -> Self {
        if self.width <= limit {
            return self;
        }
        let mut short = Self::new();
        for (role, text) in self.pieces {
            let left = limit.saturating_sub(short.width);
            let fits = width_of(&text) <= left;
            short.push(role, cut(&text, left));
            if !fits {
                break;
            }
        }
        short
    }

    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// The pieces of text, each with its role.
    pub(crate) fn pieces(&self) -> impl Iterator<Item = (Role, &str)> {
        self.pieces.iter().map(|(role, text)| (*role, text.as_str()))
    }

    /// The line as text, without blanks at its end.
    pub(crate) fn painted(&self, palette: Palette) -> String {
        let mut out = String::new();
        for (role, text) in &self.pieces {
            palette.paint(*role, text, &mut out);
        }
        out.truncate(out.trim_end_matches(' ').len());
        out
    }
}

impl From<&str> for Line {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<String> for Line {
    fn from(text: String) -> Self {
        Self::new().with(Role::Plain, text)
    }
}
