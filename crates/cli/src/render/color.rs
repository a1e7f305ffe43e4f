//! Colours that carry meaning.

use anstream::{AutoStream, stream::RawStream};
use anstyle::{AnsiColor, Style};
use clap::ColorChoice;

use crate::platform;

/// What a piece of text is, which its colour says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Role {
    #[default]
    Plain,
    /// The head of a column or a section.
    Heading,
    /// What a line is about.
    Name,
    /// All is well.
    Good,
    /// Look at it.
    Warning,
    /// Do something.
    Alarm,
    /// What can be overlooked.
    Faint,
}

/// Whether colours are used at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Palette {
    Colored,
    Plain,
}

impl Palette {
    /// As the user asks for it; otherwise as `NO_COLOR`, `CLICOLOR_FORCE`, `CLICOLOR` and `TERM` say, and on a terminal.
    pub(crate) fn new(asked: ColorChoice, output: &impl RawStream) -> Self {
        let is_understood = platform::understands_escapes();
        let on = match asked {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto if !is_understood || is_nameless() => false,
            ColorChoice::Auto => AutoStream::choice(output) != anstream::ColorChoice::Never,
        };
        if on { Self::Colored } else { Self::Plain }
    }

    /// Appends `text` to `out`, in the colour of its role.
    pub(crate) fn paint(self, role: Role, text: &str, out: &mut String) {
        let style = if self == Self::Colored { style(role) } else { Style::new() };
        // Blanks have no colour, and an underline of them would be seen.
        if style == Style::new() || text.trim().is_empty() {
            out.push_str(text);
        } else {
            out.push_str(&format!("{style}{text}{style:#}"));
        }
    }
}

/// Whether `TERM` is there and empty, which is as good as not there; what forces colours does so here too.
fn is_nameless() -> bool {
    let is_forced = std::env::var_os("CLICOLOR_FORCE").is_some_and(|force| force != "0");
    !is_forced && std::env::var_os("TERM").is_some_and(|name| name.is_empty())
}

fn style(role: Role) -> Style {
    match role {
        Role::Plain => Style::new(),
        Role::Heading => Style::new().bold(),
        Role::Name => AnsiColor::Cyan.on_default().bold(),
        Role::Good => AnsiColor::Green.on_default(),
        Role::Warning => AnsiColor::Yellow.on_default(),
        Role::Alarm => AnsiColor::Red.on_default().bold(),
        Role::Faint => AnsiColor::BrightBlack.on_default(),
    }
}
