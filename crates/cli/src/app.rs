//! What every subcommand works with: the machine that is asked, and the ways out to the user.

use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use sysproc::{Error, System};

use crate::cli::Global;
use crate::failure::{Failure, Outcome, say};
use crate::json;
use crate::render::{Line, Palette, Units, Width};

/// The machine that is asked, and the one writer that all output goes through.
pub(crate) struct App {
    pub(crate) system: System,
    /// Where the machine was captured; `None` for the running one.
    pub(crate) root: Option<PathBuf>,
    pub(crate) json: bool,
    pub(crate) units: Units,
    pub(crate) width: Width,
    pub(crate) palette: Palette,
    out: BufWriter<StdoutLock<'static>>,
    notes: Vec<String>,
    absent: Vec<String>,
}

impl App {
    pub(crate) fn new(global: &Global) -> Self {
        Self {
            system: global.root.as_deref().map_or_else(System::default, captured),
            root: global.root.clone(),
            json: global.json,
            units: if global.bytes { Units::Exact } else { Units::Human },
            width: if global.wide { Width::Unlimited } else { Width::of_output() },
            palette: Palette::new(global.color, &io::stdout()),
            out: BufWriter::new(io::stdout().lock()),
            notes: Vec::new(),
            absent: Vec::new(),
        }
    }

    /// Writes one line of JSON.
    pub(crate) fn print_json(&mut self, value: &impl Serialize) -> Outcome {
        Ok(json::write(&mut self.out, value)?)
    }

    /// Writes lines of text, coloured where that is wanted.
    pub(crate) fn print(&mut self, lines: &[Line]) -> Outcome {
        lines.iter().try_for_each(|line| Ok(writeln!(self.out, "{}", line.painted(self.palette))?))
    }

    /// What the user should know about the output, said once after it, on standard error.
    pub(crate) fn note(&mut self, note: impl Into<String>) {
        let note = note.into();
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    /// One part of several: where it cannot be had, that is noted and the others go on.
    pub(crate) fn part<T>(&mut self, what: &str, part: sysproc::Result<T>) -> Option<T> {
        match part {
            Ok(value) => Some(value),
            Err(Error::Unsupported { .. }) => {
                self.absent.push(what.to_owned());
                None
            }
            Err(error) => {
                self.note(format!("{what}: {error}"));
                None
            }
        }
    }

    /// Writes out what is left, then the notes.
    pub(crate) fn finish(mut self, done: Outcome) -> Outcome {
        let done = done.and(self.out.flush().map_err(Failure::from));
        if matches!(done, Err(Failure::Closed)) {
            return done;
        }
        if !self.absent.is_empty() {
            self.note(format!("not available here: {}", self.absent.join(", ")));
        }
        self.notes.iter().for_each(|note| say(note));
        done
    }

    /// Whether somebody is there to be asked, and sees the question.
    pub(crate) fn can_ask() -> bool {
        io::stdin().is_terminal() && io::stderr().is_terminal()
    }
}

/// The machine that was captured in a folder.
fn captured(root: &Path) -> System {
    let at = |folder: &str| root.join(folder);
    System::builder().proc(at("proc")).sys(at("sys")).etc(at("etc")).run(at("run")).dev(at("dev")).build()
}
