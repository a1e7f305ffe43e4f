//! Which key does what: for the state, for the bar at the bottom, for the help.

use crossterm::event::KeyCode::{self, Char, Enter, F};

/// What can be done from the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Action {
    Help,
    Details,
    Search,
    SearchNext,
    SearchBack,
    Filter,
    Tree,
    Fold,
    Sort,
    SortBy(&'static str),
    Reverse,
    Columns,
    Kill,
    Nice,
    Affinity,
    Freeze,
    /// So many frames of a recording.
    Step(isize),
    Delay,
    Theme,
    Meters,
    Quit,
}

/// An action, its keys, and what is said of it.
#[derive(Debug)]
pub(super) struct Binding {
    pub(super) keys: &'static [KeyCode],
    pub(super) action: Action,
    /// In the bar; empty for what has no place there.
    pub(super) label: &'static str,
    pub(super) about: &'static str,
}

const fn binding(keys: &'static [KeyCode], action: Action, label: &'static str, about: &'static str) -> Binding {
    Binding { keys, action, label, about }
}

/// All of them, in the order of the bar and of the help.
pub(super) static BINDINGS: &[Binding] = &[
    binding(&[Char('?'), Char('h'), F(1)], Action::Help, "Help", "this help"),
    binding(&[Char('q'), F(10)], Action::Quit, "Quit", "leave; so does Ctrl-C, and Ctrl-Z suspends"),
    binding(&[Char('k'), F(9)], Action::Kill, "Kill", "send a signal, of a list"),
    binding(&[Enter], Action::Details, "Details", "files, sockets, maps, environment and threads of the process"),
    binding(
        &[Char('f'), Char('\\'), F(4)],
        Action::Filter,
        "Filter",
        "show only what a selector means: nginx, user=root, cpu > 5, :80, /regex/",
    ),
    binding(&[Char('/'), F(3)], Action::Search, "Search", "go to a process by part of its command line"),
    binding(&[Char('n')], Action::SearchNext, "", "to the next that is found"),
    binding(&[Char('N')], Action::SearchBack, "", "to the one before"),
    binding(&[Char('t'), F(5)], Action::Tree, "Tree", "parents and children as a tree, or a list"),
    binding(&[Char('-'), Char('+')], Action::Fold, "", "in the tree: hide or show all below the process"),
    binding(&[Char('s'), F(6)], Action::Sort, "Sort", "choose the column to sort by; or click on it"),
    binding(&[Char('r')], Action::Reverse, "", "sort the other way round"),
    binding(&[Char('P')], Action::SortBy("cpu_percent"), "", "sort by processor use"),
    binding(&[Char('M')], Action::SortBy("rss"), "", "sort by memory"),
    binding(&[Char('T')], Action::SortBy("cpu_time"), "", "sort by processor time"),
    binding(&[Char('o'), F(2)], Action::Columns, "Columns", "choose the columns and their order"),
    binding(&[Char('i'), F(7)], Action::Nice, "Nice", "set the nice value"),
    binding(&[Char('a'), F(8)], Action::Affinity, "CPUs", "set the processors that it may run on"),
    binding(
        &[Char(' '), Char('z')],
        Action::Freeze,
        "Freeze",
        "stop the picture, or go on; a recording also plays or waits",
    ),
    binding(&[Char('['), Char(',')], Action::Step(-1), "", "one picture back in a recording"),
    binding(&[Char(']'), Char('.')], Action::Step(1), "", "one picture on"),
    binding(&[Char('{')], Action::Step(-10), "", "ten pictures back"),
    binding(&[Char('}')], Action::Step(10), "", "ten pictures on"),
    binding(&[Char('d')], Action::Delay, "", "set the seconds between two pictures"),
    binding(&[Char('m')], Action::Meters, "", "hide or show the meters"),
    binding(&[Char('c')], Action::Theme, "", "the next theme of colours"),
];

/// What a key does in the table.
pub(super) fn action(key: KeyCode) -> Option<Action> {
    BINDINGS.iter().find(|binding| binding.keys.contains(&key)).map(|binding| binding.action)
}

/// What a key is called.
pub(super) fn name(key: KeyCode) -> String {
    match key {
        Char(' ') => "Space".into(),
        Char(c) => c.into(),
        F(number) => format!("F{number}"),
        other => format!("{other:?}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_has_two_meanings() {
        let all: Vec<KeyCode> = BINDINGS.iter().flat_map(|binding| binding.keys).copied().collect();
        for (at, key) in all.iter().enumerate() {
            assert!(!all[..at].contains(key), "{key:?}");
        }
    }
}
