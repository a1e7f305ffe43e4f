//! Lines of text with roles, painted into cells.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::cmd::top::theme::Theme;
use crate::render::{Line, Role};

/// Paints into a buffer with a theme.
pub(super) struct Painter<'a> {
    pub(super) buffer: &'a mut Buffer,
    pub(super) theme: Theme,
}

impl<'a> Painter<'a> {
    pub(super) fn new(buffer: &'a mut Buffer, theme: Theme) -> Self {
        Self { buffer, theme }
    }

    /// A line, cut to the first line of an area.
    pub(super) fn line(&mut self, area: Rect, line: &Line) {
        let mut area = area;
        for (role, text) in line.pieces() {
            area = self.text(area, text, self.theme.style(role));
        }
    }

    /// A line in one style, up to the end of the area.
    pub(super) fn highlighted(&mut self, area: Rect, line: &Line, style: Style) {
        let area = self.clear(area, style);
        let mut rest = area;
        for (_, text) in line.pieces() {
            rest = self.text(rest, text, style);
        }
    }

    /// A piece of text; gives what is left of the area.
    pub(super) fn text(&mut self, area: Rect, text: &str, style: Style) -> Rect {
        if area.is_empty() {
            return area;
        }
        let (x, _) = self.buffer.set_stringn(area.x, area.y, text, usize::from(area.width), style);
        Rect { x, width: area.right().saturating_sub(x), ..area }
    }

    /// Makes an area blank.
    pub(super) fn clear(&mut self, area: Rect, style: Style) -> Rect {
        let area = area.intersection(self.buffer.area);
        for position in area.positions() {
            if let Some(cell) = self.buffer.cell_mut(position) {
                cell.reset();
                cell.set_style(style);
            }
        }
        area
    }

    /// A frame around an area, with a title; gives what is inside.
    pub(super) fn framed(&mut self, area: Rect, title: &str) -> Rect {
        let area = self.clear(area, Style::new());
        if area.width < 2 || area.height < 2 {
            return Rect { width: 0, height: 0, ..area };
        }
        let inner = Rect { x: area.x + 1, y: area.y + 1, width: area.width - 2, height: area.height - 2 };
        let faint = self.theme.style(Role::Faint);
        let across = "─".repeat(usize::from(inner.width));
        self.text(area, &format!("┌{across}┐"), faint);
        self.text(Rect { y: area.bottom() - 1, ..area }, &format!("└{across}┘"), faint);
        for y in inner.y..inner.bottom() {
            self.text(Rect { y, ..area }, "│", faint);
            self.text(Rect { x: area.right() - 1, y, width: 1, ..area }, "│", faint);
        }
        let title_area = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..area };
        self.line(title_area, &Line::new().with(Role::Heading, format!(" {title} ")).cut(title_area.width.into()));
        inner
    }
}
