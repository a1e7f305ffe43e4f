//! A list to choose from.

use crossterm::event::{KeyCode, KeyEvent};

use super::prompt::Reply;

/// A list to choose one of, or to mark several of.
#[derive(Debug, Default)]
pub(super) struct Menu {
    pub(super) title: String,
    pub(super) items: Vec<Item>,
    pub(super) at: usize,
    /// Whether several can be marked and moved.
    pub(super) marks: bool,
    /// What was typed to go to an item.
    typed: String,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Item {
    pub(super) label: String,
    pub(super) note: String,
    pub(super) is_marked: bool,
}

impl Menu {
    pub(super) fn new(title: impl Into<String>, items: Vec<Item>, at: usize) -> Self {
        Self { title: title.into(), items, at, ..Self::default() }
    }

    /// The same, to mark several of.
    pub(super) fn marking(self) -> Self {
        Self { marks: true, ..self }
    }

    pub(super) fn key(&mut self, key: KeyEvent) -> Reply {
        let last = self.items.len().saturating_sub(1);
        let typed = std::mem::take(&mut self.typed);
        match key.code {
            KeyCode::Esc => return Reply::Cancelled,
            KeyCode::Enter => return Reply::Given,
            KeyCode::Up => self.at = self.at.saturating_sub(1),
            KeyCode::Down => self.at = (self.at + 1).min(last),
            KeyCode::PageUp => self.at = self.at.saturating_sub(10),
            KeyCode::PageDown => self.at = (self.at + 10).min(last),
            KeyCode::Home => self.at = 0,
            KeyCode::End => self.at = last,
            KeyCode::Char(' ') if self.marks => return self.mark(),
            KeyCode::Char('<' | '[') | KeyCode::Left if self.marks => return self.shift(self.at.saturating_sub(1)),
            KeyCode::Char('>' | ']') | KeyCode::Right if self.marks => return self.shift((self.at + 1).min(last)),
            KeyCode::Char(c) => self.find(typed, c),
            _ => {}
        }
        Reply::Open
    }

    /// Moves down or up, without leaving the list.
    pub(super) fn scroll(&mut self, by: isize) {
        self.at = self.at.saturating_add_signed(by).min(self.items.len().saturating_sub(1));
    }

    pub(super) fn mark(&mut self) -> Reply {
        if let Some(item) = self.items.get_mut(self.at) {
            item.is_marked = !item.is_marked;
        }
        Reply::Changed
    }

    fn shift(&mut self, to: usize) -> Reply {
        self.items.swap(self.at, to);
        self.at = to;
        Reply::Changed
    }

    /// Goes to the item that begins with what is typed, or that has it as a word.
    fn find(&mut self, typed: String, c: char) {
        let position = |text: &str| {
            let begins = |part: &str| part.to_lowercase().starts_with(text);
            let is_it = |item: &Item| begins(&item.label) || item.label.split_whitespace().any(begins);
            self.items.iter().position(is_it)
        };
        let (longer, anew) = (format!("{typed}{c}").to_lowercase(), c.to_lowercase().to_string());
        let (text, found) = match position(&longer) {
            Some(at) => (longer, Some(at)),
            None => (anew.clone(), position(&anew)),
        };
        self.typed = text;
        self.at = found.unwrap_or(self.at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn menu() -> Menu {
        let item = |label: &str| Item { label: label.into(), ..Item::default() };
        Menu::new("", [" 1 HUP", " 9 KILL", "15 TERM", "17 CHLD"].map(item).into(), 2)
    }

    fn press(menu: &mut Menu, keys: &str) -> usize {
        for c in keys.chars() {
            menu.key(KeyCode::Char(c).into());
        }
        menu.at
    }

    #[test]
    fn an_item_is_found_by_what_is_typed() {
        let mut menu = menu();
        assert_eq!(press(&mut menu, "9"), 1);
        assert_eq!(press(&mut menu, "17"), 3);
        assert_eq!(press(&mut menu, "hup"), 0);
        assert_eq!(press(&mut menu, "x"), 0, "what is not there moves nothing");
        menu.key(KeyCode::End.into());
        menu.key(KeyCode::Down.into());
        assert_eq!(menu.at, 3);
    }

    #[test]
    fn items_are_marked_and_moved() {
        let mut menu = menu().marking();
        assert_eq!(press(&mut menu, " >"), 3);
        let now: Vec<_> = menu.items.iter().map(|item| (item.label.as_str(), item.is_marked)).collect();
        assert_eq!(now, [(" 1 HUP", false), (" 9 KILL", false), ("17 CHLD", false), ("15 TERM", true)]);
        assert_eq!(press(&mut menu, ">>"), 3);
    }
}
