//! What the mouse does: everything that is drawn can be clicked.

use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::{Position, Rect};

use super::{Dialog, Effect, State};
use crate::cmd::top::details::Tab;
use crate::cmd::top::keys::Action;
use crate::cmd::top::prompt::Reply;

/// How many lines a turn of the wheel is.
const WHEEL: isize = 3;

/// Where things were drawn.
#[derive(Debug, Default)]
pub(in crate::cmd::top) struct Hits {
    /// The rows of the table.
    pub(in crate::cmd::top) rows: Rect,
    /// The head of each column, by its name.
    pub(in crate::cmd::top) heads: Vec<(Rect, &'static str)>,
    /// The lines of the details.
    pub(in crate::cmd::top) details: Rect,
    pub(in crate::cmd::top) tabs: Vec<(Rect, Tab)>,
    /// The items of a menu, and the first in sight.
    pub(in crate::cmd::top) menu: Rect,
    pub(in crate::cmd::top) menu_offset: usize,
    pub(in crate::cmd::top) bar: Vec<(Rect, Action)>,
}

impl State {
    pub(super) fn mouse(&mut self, event: MouseEvent) -> Effect {
        let at = Position::new(event.column, event.row);
        match event.kind {
            MouseEventKind::ScrollUp => self.wheel(at, -WHEEL),
            MouseEventKind::ScrollDown => self.wheel(at, WHEEL),
            MouseEventKind::Down(MouseButton::Left) => return self.click(at),
            _ => {}
        }
        Effect::None
    }

    fn wheel(&mut self, at: Position, by: isize) {
        match (&mut self.dialog, &mut self.details) {
            (Some(Dialog::Menu(menu, _)), _) => menu.scroll(by),
            (Some(Dialog::Help(line)), _) => *line = line.saturating_add_signed(by),
            (Some(_), _) => {}
            (None, Some(details)) if self.hits.details.contains(at) => {
                let last = details.lines.len().saturating_sub(usize::from(self.hits.details.height));
                details.scroll = details.scroll.saturating_add_signed(by).min(last);
            }
            (None, _) => self.cursor.go(self.cursor.row.saturating_add_signed(by), &self.rows, &self.moment),
        }
    }

    fn click(&mut self, at: Position) -> Effect {
        self.message = None;
        if let Some(dialog) = &mut self.dialog {
            let line = usize::from(at.y.saturating_sub(self.hits.menu.y)) + self.hits.menu_offset;
            return match dialog {
                Dialog::Menu(menu, _) if self.hits.menu.contains(at) && line < menu.items.len() => {
                    menu.at = line;
                    let reply = if menu.marks { menu.mark() } else { Reply::Given };
                    self.reply(reply)
                }
                Dialog::Prompt(..) => Effect::None,
                _ => self.reply(Reply::Cancelled),
            };
        }
        if let Some(action) = hit(&self.hits.bar, at) {
            return self.act(action);
        }
        if let Some(name) = hit(&self.hits.heads, at) {
            self.sort_by(name);
        } else if let (Some(tab), Some(details)) = (hit(&self.hits.tabs, at), &mut self.details) {
            details.show(tab);
        } else if self.hits.rows.contains(at) {
            return self.click_row(usize::from(at.y - self.hits.rows.y) + self.cursor.offset);
        }
        Effect::None
    }

    /// Goes to a row; there again, opens the details.
    fn click_row(&mut self, row: usize) -> Effect {
        if row >= self.rows.len() {
            return Effect::None;
        }
        if row == self.cursor.row && self.details.is_none() {
            return self.act(Action::Details);
        }
        self.cursor.go(row, &self.rows, &self.moment);
        if self.details.is_some() {
            self.details = None;
            return self.act(Action::Details);
        }
        Effect::None
    }
}

fn hit<T: Copy>(places: &[(Rect, T)], at: Position) -> Option<T> {
    places.iter().find(|(place, _)| place.contains(at)).map(|(_, what)| *what)
}
