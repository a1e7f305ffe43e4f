//! Draws the state into a buffer of cells. The terminal gets only those that changed.

mod details;
mod dialog;
mod meters;
mod paint;
mod table;
#[cfg(test)]
mod tests;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::keys::{self, BINDINGS};
use super::state::{Hits, State};
use crate::render::{Line, Role};
use paint::Painter;

/// Below so many lines the table makes way for the details.
const SPLIT: u16 = 16;

/// Draws everything; gives where the text cursor is, if there is one.
pub(super) fn draw(state: &mut State, buffer: &mut Buffer) -> Option<Position> {
    let area = buffer.area;
    state.hits = Hits::default();
    let mut paint = Painter::new(buffer, state.theme);
    let (mut rest, bar) = split_below(area, area.height.saturating_sub(1).min(1));
    let lines = meters::lines(state, usize::from(area.width), usize::from(area.height));
    for line in &lines {
        let (first, below) = split_above(rest, 1);
        paint.line(first, line);
        rest = below;
    }
    if state.details.is_some() {
        let height = if rest.height < SPLIT { rest.height } else { rest.height * 3 / 5 };
        let (above, pane) = split_below(rest, height);
        details::draw(state, &mut paint, pane);
        rest = above;
    }
    table::draw(state, &mut paint, rest);
    match &state.message {
        Some((role, message)) => paint.line(bar, &Line::new().with(*role, message.as_str())),
        None => draw_bar(state, &mut paint, bar),
    }
    dialog::draw(state, &mut paint, area, bar)
}

/// The keys, as far as there is room for them.
fn draw_bar(state: &mut State, paint: &mut Painter<'_>, area: Rect) {
    let mut x = area.x;
    for binding in BINDINGS.iter().filter(|binding| !binding.label.is_empty()) {
        let key = binding.keys.first().copied().map(keys::name).unwrap_or_default();
        let width = u16::try_from(key.chars().count() + binding.label.len() + 2).unwrap_or(u16::MAX);
        if area.right().saturating_sub(x) < width {
            break;
        }
        let place = Rect { x, width, ..area };
        let after = paint.text(place, &key, paint.theme.head);
        paint.line(after, &Line::new().with(Role::Plain, " ").with(Role::Plain, binding.label));
        state.hits.bar.push((place, binding.action));
        x += width;
    }
}

fn split_above(area: Rect, height: u16) -> (Rect, Rect) {
    let height = height.min(area.height);
    (Rect { height, ..area }, Rect { y: area.y + height, height: area.height - height, ..area })
}

fn split_below(area: Rect, height: u16) -> (Rect, Rect) {
    split_above(area, area.height - height.min(area.height))
}
