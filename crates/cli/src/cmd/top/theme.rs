//! What each role looks like on the screen.

use ratatui::style::{Color, Modifier, Style};

use crate::render::Role;

/// A set of colours. All are of the terminal's sixteen, so that they fit its background.
#[derive(Debug, Clone, Copy)]
pub(super) struct Theme {
    pub(super) name: &'static str,
    style: fn(Role) -> Style,
    /// The line that the cursor is at.
    pub(super) cursor: Style,
    /// The line of heads, and the keys in the bar.
    pub(super) head: Style,
}

pub(super) static THEMES: [Theme; 3] = [
    Theme {
        name: "dark",
        style: dark,
        cursor: Style::new().bg(Color::Blue).fg(Color::White).add_modifier(Modifier::BOLD),
        head: Style::new().bg(Color::Cyan).fg(Color::Black),
    },
    Theme {
        name: "light",
        style: light,
        cursor: Style::new().bg(Color::LightYellow).fg(Color::Black),
        head: Style::new().bg(Color::Blue).fg(Color::White),
    },
    Theme {
        name: "mono",
        style: mono,
        cursor: Style::new().add_modifier(Modifier::REVERSED),
        head: Style::new().add_modifier(Modifier::BOLD.union(Modifier::UNDERLINED)),
    },
];

impl Default for Theme {
    fn default() -> Self {
        THEMES[0]
    }
}

impl Theme {
    /// The one without colours.
    pub(super) fn mono() -> Self {
        THEMES[2]
    }

    pub(super) fn find(name: &str) -> Result<Self, String> {
        THEMES.iter().find(|theme| theme.name == name).copied().ok_or_else(|| {
            let names: Vec<&str> = THEMES.iter().map(|theme| theme.name).collect();
            format!("no theme is called {name:?}; there are {}", names.join(", "))
        })
    }

    /// The one after this.
    pub(super) fn next(self) -> Self {
        let at = THEMES.iter().position(|theme| theme.name == self.name).map_or(0, |at| at + 1);
        THEMES.get(at).copied().unwrap_or(THEMES[0])
    }

    pub(super) fn style(&self, role: Role) -> Style {
        (self.style)(role)
    }
}

fn dark(role: Role) -> Style {
    match role {
        Role::Plain => Style::new(),
        Role::Heading => Style::new().add_modifier(Modifier::BOLD),
        Role::Name => Style::new().fg(Color::Cyan).add_modifier(Modifier::BOLD),
        Role::Good => Style::new().fg(Color::Green),
        Role::Warning => Style::new().fg(Color::Yellow),
        Role::Alarm => Style::new().fg(Color::Red).add_modifier(Modifier::BOLD),
        Role::Faint => Style::new().fg(Color::DarkGray),
    }
}

fn light(role: Role) -> Style {
    match role {
        Role::Name => Style::new().fg(Color::Blue).add_modifier(Modifier::BOLD),
        Role::Warning => Style::new().fg(Color::Magenta),
        other => dark(other),
    }
}

fn mono(role: Role) -> Style {
    match role {
        Role::Plain | Role::Good => Style::new(),
        Role::Heading | Role::Name | Role::Warning => Style::new().add_modifier(Modifier::BOLD),
        Role::Alarm => Style::new().add_modifier(Modifier::BOLD.union(Modifier::UNDERLINED)),
        Role::Faint => Style::new().add_modifier(Modifier::DIM),
    }
}
