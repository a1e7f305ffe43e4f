//! The pane with everything about one process.

use ratatui::layout::Rect;

use super::paint::Painter;
use crate::cmd::top::details::TABS;
use crate::cmd::top::state::State;

pub(super) fn draw(state: &mut State, paint: &mut Painter<'_>, area: Rect) {
    let (has_ended, theme) = (state.selected().is_none(), state.theme);
    let Some(details) = &mut state.details else { return };
    let ended = if has_ended { ", ended" } else { "" };
    let inner = paint.framed(area, &format!("{}{ended}", details.target));
    let (mut head, lines) = super::split_above(inner, 1);
    for (tab, name) in TABS {
        let place = Rect { width: u16::try_from(name.len()).unwrap_or_default().min(head.width), ..head };
        let style = if tab == details.tab { theme.cursor } else { theme.style(crate::render::Role::Plain) };
        let rest = paint.text(head, name, style);
        state.hits.tabs.push((place, tab));
        head = paint.text(rest, "  ", ratatui::style::Style::new());
    }
    state.hits.details = lines;
    for (y, line) in (lines.y..lines.bottom()).zip(details.lines.iter().skip(details.scroll)) {
        paint.line(Rect { y, height: 1, ..lines }, line);
    }
}
