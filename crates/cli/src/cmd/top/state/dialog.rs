//! Questions to the user, and what the answers mean.

use std::time::Duration;

use crossterm::event::{KeyCode, KeyEvent};
use sysproc::process::Signal;

use super::{Effect, State};
use crate::cmd::taskset::processors;
use crate::cmd::top::deed::{Deed, Target};
use crate::cmd::top::keys::Action;
use crate::cmd::top::menu::{Item, Menu};
use crate::cmd::top::moment::Moment;
use crate::cmd::top::prompt::{Prompt, Reply};
use crate::cmd::top::view::natural;
use crate::columns::{self, COLUMNS};
use crate::platform;
use crate::priority;
use crate::processes::seconds;
use crate::render::Role;
use crate::select::{self, Selector};
use crate::value::ranges;

/// What is asked in front of everything else.
#[derive(Debug)]
pub(in crate::cmd::top) enum Dialog {
    /// The help, from this line on.
    Help(usize),
    Prompt(Prompt, Ask),
    Menu(Menu, Choose),
    /// Whether it is really meant, and why that is asked.
    Confirm(Target, Deed, &'static str),
}

/// What a typed line is for.
#[derive(Debug, Clone)]
pub(in crate::cmd::top) enum Ask {
    /// From this row on.
    Search(usize),
    /// In place of this one.
    Filter(Option<Selector>),
    Delay,
    Nice(Target),
    Affinity(Target),
}

/// What is chosen from a list.
#[derive(Debug, Clone)]
pub(in crate::cmd::top) enum Choose {
    Signal(Target),
    Sort,
    Columns,
}

impl State {
    pub(super) fn open(&mut self, action: Action) {
        self.dialog = Some(match action {
            Action::Search => {
                self.view.searches = true;
                Dialog::Prompt(Prompt::new("Search: ", ""), Ask::Search(self.cursor.row))
            }
            Action::Filter => {
                let now = self.view.filter.clone();
                let text = now.as_ref().map(|selector| selector.to_string()).unwrap_or_default();
                Dialog::Prompt(Prompt::new("Filter: ", text), Ask::Filter(now))
            }
            Action::Delay => {
                let text = self.delay.as_secs_f64().to_string();
                Dialog::Prompt(Prompt::new("Seconds between two pictures: ", text), Ask::Delay)
            }
            Action::Sort => {
                let by = self.view.sort.first().map(|key| key.column.name);
                let at = COLUMNS.iter().position(|column| Some(column.name) == by).unwrap_or_default();
                Dialog::Menu(
                    Menu::new("Sort by", COLUMNS.iter().map(|column| item(column, false)).collect(), at),
                    Choose::Sort,
                )
            }
            _ => {
                let shown = self.view.columns.iter().map(|column| item(column, true));
                let is_hidden =
                    |column: &&columns::Column| self.view.columns.iter().all(|shown| shown.name != column.name);
                let hidden = COLUMNS.iter().filter(is_hidden).map(|column| item(column, false));
                let menu = Menu::new("Columns: Space shows, < > moves", shown.chain(hidden).collect(), 0);
                Dialog::Menu(menu.marking(), Choose::Columns)
            }
        });
    }

    /// Asks what to do to the selected process, where something may be done.
    pub(super) fn open_deed(&mut self, action: Action) {
        if let Some(reason) = self.settings.read_only {
            return self.say(Role::Warning, reason);
        }
        let Some(target) = self.target() else { return };
        // From here on it is this process, whatever moves below the cursor.
        self.cursor.hold(&self.rows, &self.moment);
        let process = self.selected();
        self.dialog = Some(match action {
            Action::Nice => {
                let nice = process.and_then(|process| process.nice.value()).map(|nice| priority::shown(*nice));
                let label = format!("The {} of {target}, {}: ", priority::NAME, priority::choice());
                Dialog::Prompt(Prompt::new(label, nice.unwrap_or_default()), Ask::Nice(target))
            }
            Action::Affinity => {
                let cpus = process.and_then(|process| process.cpu_affinity.value()).map(|cpus| ranges(cpus));
                let label = format!("Processors of {target}, such as 0-3,8: ");
                Dialog::Prompt(Prompt::new(label, cpus.unwrap_or_default()), Ask::Affinity(target))
            }
            _ => {
                let items = Signal::names()
                    .iter()
                    .map(|(name, number)| Item { label: format!("{number:>2} {name}"), ..Item::default() });
                let at = Signal::names().iter().position(|(_, number)| *number == Signal::TERM.0).unwrap_or_default();
                Dialog::Menu(Menu::new(format!("Signal to {target}"), items.collect(), at), Choose::Signal(target))
            }
        });
    }

    pub(super) fn dialog_key(&mut self, key: KeyEvent) -> Effect {
        let page = usize::from(self.hits.menu.height).max(2) - 1;
        let reply = match &mut self.dialog {
            Some(Dialog::Prompt(prompt, _)) => prompt.key(key),
            Some(Dialog::Menu(menu, _)) => menu.key(key),
            Some(Dialog::Help(line)) => scroll_help(line, key.code, page),
            Some(Dialog::Confirm(..)) if matches!(key.code, KeyCode::Char('y' | 'Y')) => Reply::Given,
            _ => Reply::Cancelled,
        };
        self.reply(reply)
    }

    pub(super) fn reply(&mut self, reply: Reply) -> Effect {
        match (reply, &self.dialog) {
            (Reply::Changed, _) => self.preview(),
            (Reply::Cancelled, _) => self.cancel(),
            (Reply::Given, _) => return self.given(),
            (Reply::Open, _) => {}
        }
        Effect::None
    }

    /// Shows while it is typed what it leads to.
    fn preview(&mut self) {
        let Some(Dialog::Prompt(prompt, ask)) = &mut self.dialog else { return };
        let text = prompt.text();
        match ask {
            Ask::Filter(_) if text.trim().is_empty() => self.view.filter = None,
            Ask::Filter(_) => {
                if let Ok(selector) = filter(&self.moment, &text) {
                    self.view.filter = Some(selector);
                }
            }
            Ask::Search(from) => {
                let from = *from;
                self.searched = text;
                self.find_from(from);
            }
            _ => {}
        }
    }

    /// Goes to the first that is searched for, from a row on.
    fn find_from(&mut self, row: usize) {
        self.message = None;
        let (rows, moment) = (&self.rows, &self.moment);
        self.cursor.go(row.checked_sub(1).unwrap_or(rows.len().saturating_sub(1)), rows, moment);
        let before = self.cursor.row;
        self.search(1);
        if self.cursor.row == before {
            self.cursor.go(row, &self.rows, &self.moment);
        }
    }

    fn cancel(&mut self) {
        match self.dialog.take() {
            Some(Dialog::Prompt(_, Ask::Filter(before))) => self.view.filter = before,
            Some(Dialog::Prompt(_, Ask::Search(from))) => self.cursor.go(from, &self.rows, &self.moment),
            Some(Dialog::Confirm(..)) => self.say(Role::Plain, "nothing was done"),
            _ => {}
        }
    }

    fn given(&mut self) -> Effect {
        match self.dialog.take() {
            Some(Dialog::Prompt(prompt, ask)) => self.typed(prompt, ask),
            Some(Dialog::Menu(menu, choose)) => self.chosen(&menu, choose),
            Some(Dialog::Confirm(target, deed, _)) => Effect::Act(target, deed),
            Some(Dialog::Help(_)) | None => Effect::None,
        }
    }

    /// Does what a typed line says, or shows it again with what is wrong.
    fn typed(&mut self, mut prompt: Prompt, ask: Ask) -> Effect {
        let text = prompt.text();
        let done = match &ask {
            Ask::Search(_) => Ok(Effect::None),
            Ask::Filter(_) if text.trim().is_empty() => {
                self.view.filter = None;
                Ok(Effect::None)
            }
            Ask::Filter(_) => filter(&self.moment, &text).map(|selector| {
                self.view.filter = Some(selector);
                Effect::None
            }),
            Ask::Delay => seconds(text.trim()).map(|delay| {
                self.delay = delay.max(Duration::from_millis(100));
                Effect::None
            }),
            Ask::Nice(target) => nice(&text).map(|value| self.consider(target.clone(), Deed::Nice(value))),
            Ask::Affinity(target) => {
                processors(text.trim()).map(|cpus| self.consider(target.clone(), Deed::Affinity(cpus)))
            }
        };
        done.unwrap_or_else(|error| {
            prompt.error = Some(error.lines().last().unwrap_or_default().trim().to_owned());
            self.dialog = Some(Dialog::Prompt(prompt, ask));
            Effect::None
        })
    }

    fn chosen(&mut self, menu: &Menu, choose: Choose) -> Effect {
        match choose {
            Choose::Signal(target) => {
                let signal = Signal::names().get(menu.at).map(|(_, number)| Signal(*number));
                return signal.map_or(Effect::None, |signal| self.consider(target, Deed::Signal(signal)));
            }
            Choose::Sort => {
                if let Some(column) = COLUMNS.get(menu.at) {
                    let second = self.view.sort.first().copied().filter(|key| key.column.name != column.name);
                    self.view.sort = std::iter::once(natural(column)).chain(second).collect();
                }
            }
            Choose::Columns => {
                let marked = menu.items.iter().filter(|item| item.is_marked);
                let columns: Vec<_> = marked.filter_map(|item| columns::find(&item.label).ok()).collect();
                if columns.is_empty() {
                    self.say(Role::Warning, "no column is marked; all stay as they were");
                } else {
                    (self.view.columns, self.widths) = (columns, Vec::new());
                }
            }
        }
        Effect::None
    }

    /// Does it, or asks first where it is dangerous.
    fn consider(&mut self, target: Target, deed: Deed) -> Effect {
        match crate::act::danger(target.id.0, &self.settings.ancestors) {
            Some(reason) => {
                self.dialog = Some(Dialog::Confirm(target, deed, reason));
                Effect::None
            }
            None => Effect::Act(target, deed),
        }
    }
}

fn item(column: &columns::Column, is_marked: bool) -> Item {
    Item { label: column.name.into(), note: column.about.into(), is_marked }
}

/// What a filter means where there is something to filter by.
fn filter(moment: &Moment, text: &str) -> Result<Selector, String> {
    let selector = Selector::parse(text)?;
    match moment.position {
        Some(_) => select::refuse_ports(std::slice::from_ref(&selector)).map(|()| selector),
        None => Ok(selector),
    }
}

fn nice(text: &str) -> Result<i32, String> {
    priority::parse(text.trim(), platform::IS_WINDOWS)
}

fn scroll_help(line: &mut usize, code: KeyCode, page: usize) -> Reply {
    match code {
        KeyCode::Up => *line = line.saturating_sub(1),
        KeyCode::Down => *line = line.saturating_add(1),
        KeyCode::PageUp => *line = line.saturating_sub(page),
        KeyCode::PageDown | KeyCode::Char(' ') => *line = line.saturating_add(page),
        KeyCode::Home => *line = 0,
        _ => return Reply::Cancelled,
    }
    Reply::Open
}
