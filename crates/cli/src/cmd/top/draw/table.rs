//! The table of processes.

use ratatui::layout::Rect;

use super::paint::Painter;
use super::split_above;
use crate::cmd::top::state::State;
use crate::columns::Column;
use crate::processes::cell;
use crate::render::{GAP, Head, Line, Role, Width, fit, join};

/// Columns that are left out first where there is little room.
const LESS: &[&str] = &["nice", "state", "memory_percent", "create_time", "vms", "shared", "cpu_time"];

pub(super) fn draw(state: &mut State, paint: &mut Painter<'_>, area: Rect) {
    let (head, rows) = split_above(area, 1);
    state.hits.rows = rows;
    state.cursor.scroll(usize::from(rows.height).max(1), state.rows.len());
    let (first, height) = (state.cursor.offset, usize::from(rows.height));
    let cells: Vec<Vec<Line>> = (first..state.rows.len()).take(height).map(|row| cells(state, row)).collect();
    let titles = titles(state);
    widen(&mut state.widths, &titles, &cells);
    let heads: Vec<Head> = state.view.columns.iter().enumerate().map(|(at, column)| limits(column, at)).collect();
    let widths = fit(&heads, state.widths.clone(), Width::Cells(area.width.into()));
    state.hits.heads = places(&state.view.columns, &widths, head);
    paint.highlighted(head, &join(&heads, &widths, titles), paint.theme.head);
    for ((row, y), cells) in (first..).zip(rows.y..).zip(cells) {
        let place = Rect { y, height: 1, ..rows };
        let line = join(&heads, &widths, cells);
        if row == state.cursor.row {
            paint.highlighted(place, &line, paint.theme.cursor);
        } else {
            paint.line(place, &line);
        }
    }
    if state.rows.is_empty() {
        paint.line(rows, &Line::new().with(Role::Faint, "no such process"));
    }
}

/// What may be done to a column where there is little room.
fn limits(column: &Column, at: usize) -> Head {
    let rank = LESS.iter().rev().position(|name| *name == column.name).map_or(0, |rank| rank + 1);
    let rank = if column.name == "pid" || at == 0 { 0 } else { rank };
    let head = column.head(rank);
    match head.shortest {
        Some(shortest) => head.shortest(shortest.min(12)),
        None => head,
    }
}

/// The titles; the one that is sorted by has an arrow.
fn titles(state: &State) -> Vec<Line> {
    let sorted = state.view.sort.first();
    let title = |column: &&Column| {
        let arrow = match sorted {
            Some(key) if key.column.name == column.name => {
                if key.descending {
                    "↓"
                } else {
                    "↑"
                }
            }
            _ => "",
        };
        Line::new().with(Role::Heading, format!("{}{arrow}", column.head(0).title))
    };
    state.view.columns.iter().map(title).collect()
}

fn cells(state: &State, row: usize) -> Vec<Line> {
    let (Some(shown), Some(process)) = (state.rows.get(row), state.process(row)) else { return Vec::new() };
    let is_trunk = |column: &&Column| matches!(column.name, "command" | "cmdline" | "name" | "exe");
    let trunk = state.view.columns.iter().position(is_trunk).unwrap_or_default();
    let cell = |(at, column): (usize, &&Column)| {
        let value = (column.value)(process, &state.moment.facts);
        let cell = cell(column, &value, state.settings.units);
        if at != trunk || !state.view.tree {
            return cell;
        }
        let hidden = if shown.hidden > 0 { format!("+{} ", shown.hidden) } else { String::new() };
        Line::new().with(Role::Faint, shown.branch.as_str()).with(Role::Warning, hidden).and(cell)
    };
    state.view.columns.iter().enumerate().map(cell).collect()
}

/// Makes columns as wide as what is in them now, never narrower.
fn widen(widths: &mut Vec<usize>, titles: &[Line], rows: &[Vec<Line>]) {
    widths.resize(titles.len(), 0);
    for row in std::iter::once(titles).chain(rows.iter().map(Vec::as_slice)) {
        widths.iter_mut().zip(row).for_each(|(width, cell)| *width = cell.width().max(*width));
    }
}

/// Where the head of each column is.
fn places(columns: &[&'static Column], widths: &[Option<usize>], head: Rect) -> Vec<(Rect, &'static str)> {
    let mut x = usize::from(head.x);
    let mut places = Vec::new();
    for (column, width) in columns.iter().zip(widths) {
        let Some(width) = *width else { continue };
        if let (Ok(x), Ok(width)) = (u16::try_from(x), u16::try_from(width)) {
            places.push((Rect { x, width, ..head }.intersection(head), column.name));
        }
        x += width + GAP;
    }
    places
}
