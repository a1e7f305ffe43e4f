//! How wide the output may be.

use std::io;

/// How wide the output may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Width {
    Cells(usize),
    /// For a program that reads it, or because the user wants everything.
    Unlimited,
}

impl Width {
    /// What `COLUMNS` says, else the width of the terminal; a file or a pipe has no limit.
    pub(crate) fn of_output() -> Self {
        let said =
            std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok()).filter(|columns| *columns > 0);
        let seen = || terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| usize::from(width.0));
        said.or_else(seen).filter(|columns| *columns > 0).map_or(Self::Unlimited, Self::Cells)
    }

    /// The number of cells, where there must be one.
    pub(crate) fn or(self, otherwise: usize) -> usize {
        match self {
            Self::Cells(cells) => cells,
            Self::Unlimited => otherwise,
        }
    }
}
