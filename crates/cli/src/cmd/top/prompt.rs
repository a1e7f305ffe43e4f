//! A line that the user types.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// What became of a question by a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reply {
    /// Nothing that matters.
    Open,
    /// What is typed or marked is another.
    Changed,
    Cancelled,
    Given,
}

/// A line that the user types.
#[derive(Debug, Default)]
pub(super) struct Prompt {
    pub(super) label: String,
    /// Before the cursor.
    pub(super) left: String,
    /// Behind it.
    pub(super) right: String,
    /// What is wrong with it.
    pub(super) error: Option<String>,
}

impl Prompt {
    pub(super) fn new(label: impl Into<String>, text: impl Into<String>) -> Self {
        Self { label: label.into(), left: text.into(), ..Self::default() }
    }

    pub(super) fn text(&self) -> String {
        format!("{}{}", self.left, self.right)
    }

    pub(super) fn key(&mut self, key: KeyEvent) -> Reply {
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        match key.code {
            KeyCode::Esc => return Reply::Cancelled,
            KeyCode::Enter => return Reply::Given,
            KeyCode::Left => self.right.insert_str(0, &self.left.pop().map(String::from).unwrap_or_default()),
            KeyCode::Right if !self.right.is_empty() => self.left.push(self.right.remove(0)),
            KeyCode::Home => self.right.insert_str(0, &std::mem::take(&mut self.left)),
            KeyCode::End => self.left.push_str(&std::mem::take(&mut self.right)),
            _ => return self.edit(key.code, control),
        }
        Reply::Open
    }

    fn edit(&mut self, code: KeyCode, control: bool) -> Reply {
        match code {
            KeyCode::Backspace => drop(self.left.pop()),
            KeyCode::Delete if !self.right.is_empty() => drop(self.right.remove(0)),
            KeyCode::Char('u') if control => self.left.clear(),
            KeyCode::Char('w') if control => {
                let kept = self.left.trim_end().rfind(char::is_whitespace).map_or(0, |at| at + 1);
                self.left.truncate(kept);
            }
            KeyCode::Char(c) if !control => self.left.push(c),
            _ => return Reply::Open,
        }
        self.error = None;
        Reply::Changed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_edited_where_the_cursor_is() {
        let mut prompt = Prompt::new("", "名前 ab");
        let mut press = |code, modifiers| {
            let reply = prompt.key(KeyEvent::new(code, modifiers));
            (reply, format!("{}|{}", prompt.left, prompt.right))
        };
        let plain = KeyModifiers::NONE;
        assert_eq!(press(KeyCode::Left, plain), (Reply::Open, "名前 a|b".into()));
        assert_eq!(press(KeyCode::Char('é'), plain), (Reply::Changed, "名前 aé|b".into()));
        assert_eq!(press(KeyCode::Char('w'), KeyModifiers::CONTROL), (Reply::Changed, "名前 |b".into()));
        assert_eq!(press(KeyCode::Home, plain), (Reply::Open, "|名前 b".into()));
        assert_eq!(press(KeyCode::Delete, plain), (Reply::Changed, "|前 b".into()));
        assert_eq!(press(KeyCode::Right, plain), (Reply::Open, "前| b".into()));
        assert_eq!(press(KeyCode::End, plain), (Reply::Open, "前 b|".into()));
        assert_eq!(press(KeyCode::Char('u'), KeyModifiers::CONTROL), (Reply::Changed, "|".into()));
        assert_eq!(press(KeyCode::Backspace, plain), (Reply::Changed, "|".into()));
        assert_eq!((press(KeyCode::Esc, plain).0, press(KeyCode::Enter, plain).0), (Reply::Cancelled, Reply::Given));
    }
}
