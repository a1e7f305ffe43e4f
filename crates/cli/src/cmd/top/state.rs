//! What is on the screen and what the user does to it, apart from the screen itself.

mod dialog;
mod mouse;
#[cfg(test)]
mod tests;

use std::time::Duration;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use sysproc::process::{Fields, Snapshot};
use sysproc::{Pid, System};

use super::cursor::Cursor;
use super::deed::{Deed, Target};
use super::details::Details;
use super::keys::{self, Action};
use super::moment::{Moment, id};
use super::theme::Theme;
use super::view::{Row, View, natural};
use crate::render::{Role, Units, safe};

pub(super) use dialog::Dialog;
pub(super) use mouse::Hits;

/// What the user has to be given that the state alone cannot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Effect {
    /// Only another picture.
    None,
    /// Another picture, all of it.
    Redraw,
    Quit,
    Suspend,
    Act(Target, Deed),
    /// So many frames of a recording.
    Step(isize),
}

/// What stays as it is.
#[derive(Debug, Clone)]
pub(super) struct Settings {
    pub(super) units: Units,
    /// Whether nothing may be done to processes, and why.
    pub(super) read_only: Option<&'static str>,
    /// The ancestors of the command, which it is dangerous to act on.
    pub(super) ancestors: Vec<Pid>,
}

/// What is on the screen.
#[derive(Debug)]
pub(super) struct State {
    pub(super) settings: Settings,
    pub(super) theme: Theme,
    pub(super) delay: Duration,
    pub(super) moment: Moment,
    pub(super) view: View,
    pub(super) rows: Vec<Row>,
    pub(super) cursor: Cursor,
    /// The widest that each column has been, so that columns do not jump about.
    pub(super) widths: Vec<usize>,
    pub(super) details: Option<Details>,
    pub(super) dialog: Option<Dialog>,
    pub(super) searched: String,
    pub(super) has_meters: bool,
    pub(super) is_frozen: bool,
    pub(super) message: Option<(Role, String)>,
    /// Where things were drawn last.
    pub(super) hits: Hits,
}

impl State {
    pub(super) fn new(settings: Settings, theme: Theme, delay: Duration, view: View) -> Self {
        Self {
            settings,
            theme,
            delay,
            view,
            moment: Moment::default(),
            rows: Vec::new(),
            cursor: Cursor::default(),
            widths: Vec::new(),
            details: None,
            dialog: None,
            searched: String::new(),
            has_meters: true,
            is_frozen: false,
            message: None,
            hits: Hits::default(),
        }
    }

    /// Shows another moment.
    pub(super) fn show(&mut self, moment: Moment) {
        self.moment = moment;
        if let Some(details) = &mut self.details {
            details.is_stale = true;
        }
    }

    /// Puts the rows in order. The fields that decide it must be known.
    pub(super) fn arrange(&mut self) {
        self.rows = self.view.rows(&self.moment);
        self.cursor.follow(&self.rows, &self.moment);
    }

    /// The process of a row.
    pub(super) fn process(&self, row: usize) -> Option<&Snapshot> {
        self.rows.get(row).and_then(|row| self.moment.snapshots.get(row.at))
    }

    /// What must be known of every process.
    pub(super) fn fields_of_all(&self) -> Fields {
        self.view.fields_of_all()
    }

    /// The processes that can be in sight where there are so many lines: the cursor always is.
    pub(super) fn in_sight(&mut self, lines: usize) -> impl Iterator<Item = &mut Snapshot> {
        let first = self.cursor.row.saturating_sub(lines);
        let mut places: Vec<usize> =
            self.rows.iter().take(self.cursor.row + lines).skip(first).map(|row| row.at).collect();
        places.sort_unstable();
        let mut places = places.into_iter().peekable();
        let all = self.moment.snapshots.iter_mut().enumerate();
        all.filter(move |(at, _)| places.next_if_eq(at).is_some()).map(|(_, process)| process)
    }

    /// The process that the cursor is at, or that the details are of.
    pub(super) fn selected(&self) -> Option<&Snapshot> {
        match &self.details {
            Some(details) => self.moment.snapshots.iter().find(|process| id(process) == details.target.id),
            None => self.process(self.cursor.row),
        }
    }

    /// Reads the lines of the details, where they are of something else.
    pub(super) fn read_details(&mut self, system: Option<&System>) {
        let units = self.settings.units;
        let known = self.selected().cloned();
        if let Some(details) = self.details.as_mut().filter(|details| details.is_stale) {
            details.read(system, known.as_ref(), &self.moment.facts, units);
        }
    }

    pub(super) fn selected_mut(&mut self) -> Option<&mut Snapshot> {
        let selected = self.selected().map(id)?;
        self.moment.snapshots.iter_mut().find(|process| id(process) == selected)
    }

    fn target(&self) -> Option<Target> {
        let process = self.selected()?;
        let name = process.name.value().map(|name| safe(name).into_owned()).unwrap_or_default();
        Some(Target { id: id(process), name })
    }

    pub(super) fn say(&mut self, role: Role, message: impl Into<String>) {
        self.message = Some((role, message.into()));
    }

    /// What follows from something that the user does.
    pub(super) fn handle(&mut self, event: &Event) -> Effect {
        match event {
            Event::Key(key) if key.kind != KeyEventKind::Release => self.key(*key),
            Event::Mouse(mouse) => self.mouse(*mouse),
            _ => Effect::None,
        }
    }

    fn key(&mut self, key: KeyEvent) -> Effect {
        self.message = None;
        if key.modifiers.contains(KeyModifiers::ALT) {
            // To a terminal that is the same as Escape and then the key.
            self.key(KeyCode::Esc.into());
            return self.key(KeyEvent { modifiers: key.modifiers - KeyModifiers::ALT, ..key });
        }
        if key.modifiers.contains(KeyModifiers::CONTROL) {
            match key.code {
                KeyCode::Char('c') => return Effect::Quit,
                KeyCode::Char('z') => return Effect::Suspend,
                KeyCode::Char('l') => return Effect::Redraw,
                _ => {}
            }
        }
        if self.dialog.is_some() {
            return self.dialog_key(key);
        }
        if self.details.is_some() && self.details_key(key.code) {
            return Effect::None;
        }
        if self.moved(key.code) {
            return Effect::None;
        }
        keys::action(key.code).map_or(Effect::None, |action| self.act(action))
    }

    /// Moves the cursor, if that is what the key is for.
    fn moved(&mut self, code: KeyCode) -> bool {
        let page = usize::from(self.hits.rows.height).max(2) - 1;
        let row = self.cursor.row;
        let to = match code {
            KeyCode::Up => row.saturating_sub(1),
            KeyCode::Down => row + 1,
            KeyCode::PageUp => row.saturating_sub(page),
            KeyCode::PageDown => row.saturating_add(page),
            KeyCode::Home | KeyCode::Char('g') => 0,
            KeyCode::End | KeyCode::Char('G') => usize::MAX,
            _ => return false,
        };
        self.cursor.go(to, &self.rows, &self.moment);
        true
    }

    /// What a key does in the details, if it does anything there.
    fn details_key(&mut self, code: KeyCode) -> bool {
        let Some(details) = &mut self.details else { return false };
        let page = usize::from(self.hits.details.height).max(2) - 1;
        let last = details.lines.len().saturating_sub(page);
        let scroll = details.scroll;
        match code {
            KeyCode::Esc | KeyCode::Enter | KeyCode::Char('q') => self.details = None,
            KeyCode::Tab | KeyCode::Right => details.turn(1),
            KeyCode::BackTab | KeyCode::Left => details.turn(-1),
            KeyCode::Up => details.scroll = scroll.saturating_sub(1),
            KeyCode::Down => details.scroll = (scroll + 1).min(last),
            KeyCode::PageUp => details.scroll = scroll.saturating_sub(page),
            KeyCode::PageDown => details.scroll = (scroll + page).min(last),
            KeyCode::Home => details.scroll = 0,
            KeyCode::End => details.scroll = last,
            _ => return false,
        }
        true
    }

    fn act(&mut self, action: Action) -> Effect {
        match action {
            Action::Quit => return Effect::Quit,
            Action::Step(by) if self.moment.position.is_some() => {
                self.is_frozen = true;
                return Effect::Step(by);
            }
            Action::Step(_) => {
                self.say(Role::Warning, "only a recording goes back and forth: sysproc top --replay FILE")
            }
            Action::Help => self.dialog = Some(Dialog::Help(0)),
            Action::Details => self.details = self.target().map(Details::new),
            Action::SearchNext => self.search(1),
            Action::SearchBack => self.search(-1),
            Action::Tree => self.view.tree = !self.view.tree,
            Action::Fold => self.fold(),
            Action::SortBy(name) => self.sort_by(name),
            Action::Reverse => self.view.sort.iter_mut().for_each(|key| key.descending = !key.descending),
            Action::Freeze => self.is_frozen = !self.is_frozen,
            Action::Theme => {
                self.theme = self.theme.next();
                self.say(Role::Plain, format!("theme {}", self.theme.name));
            }
            Action::Meters => self.has_meters = !self.has_meters,
            Action::Search | Action::Filter | Action::Sort | Action::Columns | Action::Delay => self.open(action),
            Action::Kill | Action::Nice | Action::Affinity => self.open_deed(action),
        }
        Effect::None
    }

    fn fold(&mut self) {
        if let Some(process) = self.process(self.cursor.row).map(id).filter(|_| self.view.tree)
            && !self.view.folded.remove(&process)
        {
            self.view.folded.insert(process);
        }
    }

    /// Sorts by a column in its natural direction; by the same again, in the other.
    pub(super) fn sort_by(&mut self, name: &str) {
        match self.view.sort.first_mut() {
            Some(key) if key.column.name == name => key.descending = !key.descending,
            _ => {
                let names = [name, if name == "cpu_percent" { "cpu_time" } else { "pid" }];
                self.view.sort = crate::columns::by_names(&names).into_iter().map(natural).collect();
            }
        }
    }

    /// Goes to the next process that is searched for, on (1) or back (-1), from the cursor round to it again.
    fn search(&mut self, by: isize) {
        let searched = self.searched.to_lowercase();
        let count = self.rows.len();
        if searched.is_empty() || count == 0 {
            return;
        }
        let is_it = |row: usize| self.process(row).is_some_and(|process| has(process, &searched));
        let place = |steps: usize| {
            let steps = if by < 0 { count - steps } else { steps };
            (self.cursor.row + steps) % count
        };
        match (1..=count).map(place).find(|row| is_it(*row)) {
            Some(row) => self.cursor.go(row, &self.rows, &self.moment),
            None => self.say(Role::Warning, format!("nothing has {:?} in its command line", self.searched)),
        }
    }
}

/// Whether a process has this in its name, its command line or its pid.
fn has(process: &Snapshot, text: &str) -> bool {
    let holds = |part: &std::ffi::OsStr| part.to_string_lossy().to_lowercase().contains(text);
    process.name.value().is_some_and(|name| holds(name))
        || process.cmdline.value().is_some_and(|line| holds(&line.join(" ".as_ref())))
        || process.pid.to_string() == text
}
