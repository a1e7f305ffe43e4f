//! Shares with a label, a bar, and what else there is to say.

use super::{Line, Role, level, meter, spark};

/// How wide labels are.
pub(crate) const LABEL: usize = 8;
/// Where a bar of its own is drawn for each processor; of more than that, one cell.
const BARS: usize = 16;

/// The cells of a bar on a line of so many.
pub(crate) fn bar(width: usize) -> usize {
    width / 4
}

/// A label, a share as number and bar, and what else there is to say.
pub(crate) fn gauge(label: &str, percent: f64, width: usize, detail: Line) -> Line {
    let mut line = Line::new().with(Role::Heading, label).padded(LABEL);
    line.push(level(percent), format!("{percent:5.1}%"));
    line.push(Role::Plain, "  ");
    line.append(meter(percent, bar(width)));
    line.push(Role::Plain, "  ");
    line.append(detail);
    line
}

/// How busy each processor is.
pub(crate) fn processors(each: &[f64], width: usize) -> Vec<Line> {
    let room = width.saturating_sub(LABEL);
    if each.len() > BARS {
        let cells: Vec<Line> = each.iter().map(|percent| spark(*percent)).collect();
        return cells.chunks(room.max(1)).map(|row| joined(Line::new().padded(LABEL), row)).collect();
    }
    // As many in a row as are readable, and rows of the same length.
    let most = (room / 22).clamp(1, 8);
    let in_row = each.len().div_ceil(each.len().div_ceil(most).max(1)).max(1);
    let bar = (room / in_row).saturating_sub(13).max(4);
    let cell = |(number, percent): (usize, &f64)| {
        let mut cell = Line::new().with(Role::Faint, format!("{number:>2}")).with(Role::Plain, " ");
        cell.push(level(*percent), format!("{percent:>5.1}%"));
        cell.push(Role::Plain, " ");
        cell.append(meter(*percent, bar));
        cell.with(Role::Plain, "   ")
    };
    let cells: Vec<Line> = each.iter().enumerate().map(cell).collect();
    cells.chunks(in_row).map(|row| joined(Line::new().padded(LABEL - 2), row)).collect()
}

fn joined(mut line: Line, cells: &[Line]) -> Line {
    cells.iter().for_each(|cell| line.append(cell.clone()));
    line
}
