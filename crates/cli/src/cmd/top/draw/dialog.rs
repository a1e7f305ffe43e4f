//! What is asked in front of everything else.

use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::paint::Painter;
use crate::cmd::top::keys::{self, BINDINGS};
use crate::cmd::top::menu::Menu;
use crate::cmd::top::prompt::Prompt;
use crate::cmd::top::state::{Dialog, Hits, State};
use crate::render::{Line, Role, safe, width};

/// Draws what is asked; gives where the text cursor is.
pub(super) fn draw(state: &mut State, paint: &mut Painter<'_>, area: Rect, bar: Rect) -> Option<Position> {
    match state.dialog.as_mut()? {
        Dialog::Help(line) => help(line, paint, area),
        Dialog::Menu(menu, _) => draw_menu(menu, &mut state.hits, paint, area),
        Dialog::Prompt(prompt, _) => return Some(draw_prompt(prompt, paint, bar)),
        Dialog::Confirm(target, deed, reason) => {
            let question = format!("Really {deed} {target}: {reason}? [y/N]");
            paint.clear(bar, Style::new());
            paint.line(bar, &Line::new().with(Role::Alarm, question));
        }
    }
    None
}

fn draw_prompt(prompt: &Prompt, paint: &mut Painter<'_>, bar: Rect) -> Position {
    let bar = paint.clear(bar, Style::new());
    // What is typed is at least half of the line; the label is cut before that.
    let label = Line::new().with(Role::Heading, prompt.label.as_str()).cut(usize::from(bar.width) / 2);
    let mut rest = Rect { width: bar.width, ..bar };
    for (role, text) in label.pieces() {
        rest = paint.text(rest, text, paint.theme.style(role));
    }
    let left = tail(&prompt.left, usize::from(rest.width).saturating_sub(1));
    let after = paint.text(rest, &left, Style::new());
    let at = Position::new(after.x.min(bar.right().saturating_sub(1)), bar.y);
    let end = paint.text(after, safe(prompt.right.as_ref()).as_ref(), Style::new());
    if let Some(error) = &prompt.error {
        paint.line(end, &Line::new().with(Role::Alarm, format!("  {error}")));
    }
    at
}

/// The end of a text, as far as there is room for it.
fn tail(text: &str, room: usize) -> String {
    let text = safe(text.as_ref());
    let mut shown = text.as_ref();
    while width(shown) > room {
        let mut chars = shown.chars();
        chars.next();
        shown = chars.as_str();
    }
    shown.to_owned()
}

fn draw_menu(menu: &Menu, hits: &mut Hits, paint: &mut Painter<'_>, area: Rect) {
    let label = menu.items.iter().map(|item| width(&item.label)).max().unwrap_or_default();
    let note = menu.items.iter().map(|item| width(&item.note)).max().unwrap_or_default();
    let mark = if menu.marks { 4 } else { 0 };
    let natural = (mark + label + if note > 0 { note + 2 } else { 0 }).max(width(&menu.title) + 4) + 2;
    let inner = paint.framed(centered(area, natural, menu.items.len() + 2), &menu.title);
    let height = usize::from(inner.height);
    let offset = menu.at.saturating_sub(height / 2).min(menu.items.len().saturating_sub(height));
    (hits.menu, hits.menu_offset) = (inner, offset);
    for ((at, item), y) in menu.items.iter().enumerate().skip(offset).zip(inner.y..inner.bottom()) {
        let mark = match (menu.marks, item.is_marked) {
            (false, _) => "",
            (true, true) => "[x] ",
            (true, false) => "[ ] ",
        };
        let line = Line::from(mark).with(Role::Plain, item.label.as_str()).padded(width(mark) + label + 2);
        let line = line.with(Role::Faint, item.note.as_str()).cut(inner.width.into());
        let place = Rect { y, height: 1, ..inner };
        if at == menu.at {
            paint.highlighted(place, &line, paint.theme.cursor);
        } else {
            paint.line(place, &line);
        }
    }
}

/// The keys, from a line on; the line is held within what there is.
fn help(from: &mut usize, paint: &mut Painter<'_>, area: Rect) {
    let mut lines =
        vec![Line::from("Arrows, Page, Home and End move; so does the wheel. What is drawn can be clicked.")];
    lines.push(Line::new());
    for binding in BINDINGS {
        let keys: Vec<String> = binding.keys.iter().copied().map(keys::name).collect();
        lines.push(Line::new().with(Role::Name, keys.join(" ")).padded(12).with(Role::Plain, binding.about));
    }
    let natural = lines.iter().map(Line::width).max().unwrap_or_default() + 2;
    let inner = paint.framed(centered(area, natural, lines.len() + 2), "Keys");
    *from = (*from).min(lines.len().saturating_sub(inner.height.into()));
    for (line, y) in lines.iter().skip(*from).zip(inner.y..inner.bottom()) {
        paint.line(Rect { y, height: 1, ..inner }, &line.clone().cut(inner.width.into()));
    }
}

/// An area of this size in the middle of another, or as much of it as there is.
fn centered(area: Rect, width: usize, height: usize) -> Rect {
    let width = u16::try_from(width).unwrap_or(u16::MAX).min(area.width);
    let height = u16::try_from(height).unwrap_or(u16::MAX).min(area.height);
    Rect { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 2, width, height }
}
