//! The line that the user is at, and how far the table is scrolled.

use super::moment::{Id, Moment, id};
use super::view::Row;

/// The line that the user is at. It stays with the process, wherever that moves; at the top it stays at the top.
#[derive(Debug, Default)]
pub(super) struct Cursor {
    process: Option<Id>,
    pub(super) row: usize,
    /// The first line in sight.
    pub(super) offset: usize,
}

impl Cursor {
    /// Finds the process again. If it is gone, the cursor is on whatever took its place.
    pub(super) fn follow(&mut self, rows: &[Row], moment: &Moment) {
        let is_it = |row: &Row| moment.snapshots.get(row.at).map(id) == self.process;
        let found = self.process.and_then(|_| rows.iter().position(is_it));
        match (self.process, found) {
            (None, _) => self.row = 0,
            (Some(_), Some(row)) => self.row = row,
            (Some(_), None) => self.go(self.row, rows, moment),
        }
    }

    /// Goes to a line, or to the nearest there is.
    pub(super) fn go(&mut self, row: usize, rows: &[Row], moment: &Moment) {
        self.row = row.min(rows.len().saturating_sub(1));
        let at = rows.get(self.row).and_then(|row| moment.snapshots.get(row.at));
        self.process = at.map(id).filter(|_| self.row > 0);
    }

    /// Stays with the process, also at the top.
    pub(super) fn hold(&mut self, rows: &[Row], moment: &Moment) {
        self.process = rows.get(self.row).and_then(|row| moment.snapshots.get(row.at)).map(id);
    }

    /// Scrolls so that the line is in sight, and no room is left at the end.
    pub(super) fn scroll(&mut self, height: usize, rows: usize) {
        let first = (self.row + 1).saturating_sub(height);
        self.offset = self.offset.clamp(first.min(self.row), self.row).min(rows.saturating_sub(height));
    }
}
