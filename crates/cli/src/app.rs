//! What every subcommand works with: the machine that is asked, and the ways out to the user.

use std::collections::{BTreeMap, HashSet};
use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use serde::Serialize;
use sysproc::{Error, System};

use crate::cli::Global;
use crate::failure::{Failure, Outcome, say};
use crate::json;
use crate::platform;
use crate::render::{Line, Palette, Role, Units, Width, moment, rfc3339};
use crate::sheet::Sheet;
use crate::value::Value;

/// Who reads the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Text,
    Json,
    Csv,
    /// Only what the rows of a list are called, each with a NUL behind it.
    Names,
}

/// One of several times that something is shown.
#[derive(Debug, Clone, Copy)]
struct Update {
    /// From 1.
    number: u64,
    time: SystemTime,
    /// Whether its time still has to be written above it.
    heading_due: bool,
}

/// The machine that is asked, and the one writer that all output goes through.
pub(crate) struct App {
    pub(crate) system: System,
    /// Where the machine was captured; `None` for the running one.
    pub(crate) root: Option<PathBuf>,
    pub(crate) format: Format,
    pub(crate) units: Units,
    pub(crate) width: Width,
    /// Whether the user wants everything, whatever the width.
    is_wide: bool,
    pub(crate) palette: Palette,
    out: BufWriter<StdoutLock<'static>>,
    /// The update that is being written; `None` where there is only one.
    update: Option<Update>,
    /// On a terminal the lines of one update with their widths in cells, which replace those of the last.
    screen: Option<Vec<(String, usize)>>,
    notes: Vec<String>,
    absent: Vec<String>,
}

impl App {
    pub(crate) fn new(global: &Global) -> Self {
        Self {
            system: global.root.as_deref().map_or_else(System::default, captured),
            root: global.root.clone(),
            format: match global {
                Global { json: true, .. } => Format::Json,
                Global { csv: true, .. } => Format::Csv,
                Global { null: true, .. } => Format::Names,
                _ => Format::Text,
            },
            units: if global.bytes { Units::Exact } else { Units::Human },
            width: if global.wide { Width::Unlimited } else { Width::of_output() },
            is_wide: global.wide,
            palette: Palette::new(global.color, &io::stdout()),
            out: BufWriter::new(io::stdout().lock()),
            update: None,
            screen: None,
            notes: Vec::new(),
            absent: Vec::new(),
        }
    }

    pub(crate) fn is_json(&self) -> bool {
        self.format == Format::Json
    }

    /// Writes one line of JSON; of several updates each with its time.
    pub(crate) fn print_json(&mut self, value: &impl Serialize) -> Outcome {
        #[derive(Serialize)]
        struct Timed<'a, T> {
            time: Option<String>,
            #[serde(flatten)]
            value: &'a T,
        }
        let Some(update) = self.update else { return Ok(json::write(&mut self.out, value)?) };
        Ok(json::write(&mut self.out, &Timed { time: rfc3339(update.time), value })?)
    }

    /// Writes lines of text, coloured where that is wanted.
    pub(crate) fn print(&mut self, lines: &[Line]) -> Outcome {
        let due = self.update.as_mut().filter(|update| update.heading_due);
        let heading = due.map(|update| {
            update.heading_due = false;
            Line::new().with(Role::Faint, moment(update.time))
        });
        let mut painted = heading.iter().chain(lines).map(|line| (line.painted(self.palette), line.width()));
        match &mut self.screen {
            Some(screen) => screen.extend(painted),
            None => painted.try_for_each(|(line, _)| writeln!(self.out, "{line}"))?,
        }
        Ok(())
    }

    /// Writes what the rows of a list are called, each once and with a NUL behind it: as it is, but to a terminal nothing
    /// that would steer it.
    pub(crate) fn print_names(&mut self, sheet: &Sheet) -> Outcome {
        let is_terminal = io::stdout().is_terminal();
        let mut seen = HashSet::new();
        for name in sheet.names().filter_map(|value| if is_terminal { value.harmless_bytes() } else { value.bytes() }) {
            if seen.insert(name.clone()) {
                self.out.write_all(&name)?;
                self.out.write_all(b"\0")?;
            }
        }
        Ok(())
    }

    /// Writes what was made elsewhere.
    pub(crate) fn print_bytes(&mut self, bytes: &[u8]) -> Outcome {
        Ok(self.out.write_all(bytes)?)
    }

    /// Writes a list as it is asked for; gives the titles of the columns that there was no room for.
    pub(crate) fn print_sheet(&mut self, sheet: &Sheet) -> Outcome<Vec<&'static str>> {
        match self.format {
            Format::Text => {
                let (lines, left_out) = sheet.lines(self.units, self.width);
                self.print(&lines)?;
                return Ok(left_out);
            }
            Format::Json => self.print_json(&BTreeMap::from([(sheet.key, sheet)]))?,
            Format::Csv => self.print_csv(sheet)?,
            Format::Names => self.print_names(sheet)?,
        }
        Ok(Vec::new())
    }

    /// Writes a list as CSV; of several updates each with its time, and the keys only above the first.
    pub(crate) fn print_csv(&mut self, sheet: &Sheet) -> Outcome {
        let time = self.update.map(|update| Value::Instant(update.time));
        Ok(sheet.csv(&mut self.out, self.update.is_none_or(|update| update.number == 1), time.as_ref())?)
    }

    /// What is written from here on is one of several updates, counted from 1.
    pub(crate) fn begin_update(&mut self, number: u64) {
        self.update = Some(Update { number, time: SystemTime::now(), heading_due: self.format == Format::Text });
        if !self.is_wide {
            // The terminal may have another size than at the last update.
            self.width = Width::of_output();
        }
        if self.format == Format::Text && io::stdout().is_terminal() && platform::can_be_drawn_on() {
            self.screen = Some(Vec::new());
        }
    }

    /// What is written from here on is one of several samples of a stream, and of this time.
    pub(crate) fn set_update(&mut self, number: u64, time: Option<SystemTime>) {
        let time = time.unwrap_or_else(SystemTime::now);
        self.update = Some(Update { number, time, heading_due: false });
    }

    /// The update is of another time than now.
    pub(crate) fn set_time(&mut self, time: Option<SystemTime>) {
        if let (Some(update), Some(time)) = (&mut self.update, time) {
            update.time = time;
        }
    }

    /// Shows the update: on a terminal in place of the last, without clearing it first.
    /// One without anything to show leaves the last.
    pub(crate) fn end_update(&mut self, has_shown: bool) -> Outcome {
        match self.screen.take() {
            _ if !has_shown => {}
            Some(lines) => {
                let size = terminal_size::terminal_size_of(io::stdout());
                let size = size.map(|(width, height)| (usize::from(width.0), usize::from(height.0)));
                let mut shown = fitting(&lines, size.unwrap_or((usize::MAX, usize::MAX)));
                let clear = if self.update.is_some_and(|update| update.number == 1) { "\x1b[2J" } else { "" };
                write!(self.out, "{clear}\x1b[H")?;
                shown.try_for_each(|line| write!(self.out, "{line}\x1b[K\r\n"))?;
                write!(self.out, "\x1b[J")?;
            }
            None if self.format == Format::Text => writeln!(self.out)?,
            None => {}
        }
        Ok(self.out.flush()?)
    }

    /// What the user should know about the output, said once after it, on standard error.
    pub(crate) fn note(&mut self, note: impl Into<String>) {
        let note = note.into();
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    /// That something is kept from the user, and who sees it.
    pub(crate) fn note_kept(&mut self, what: &str, it: &str) {
        self.note(format!("kept from you: {what}{}", advice(it)));
    }

    /// One part of several: where it cannot be had, that is noted and the others go on.
    pub(crate) fn part<T>(&mut self, what: &str, part: sysproc::Result<T>) -> Option<T> {
        match part {
            Ok(value) => Some(value),
            Err(Error::Unsupported { .. }) => {
                if !self.absent.iter().any(|absent| absent == what) {
                    self.absent.push(what.to_owned());
                }
                None
            }
            Err(error) => {
                self.note(format!("{what}: {error}"));
                None
            }
        }
    }

    /// Writes out what is left.
    pub(crate) fn flush(&mut self) -> Outcome {
        Ok(self.out.flush()?)
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

/// The lines that a terminal of this width and height has room for; the cursor takes the last row. A line that is wider
/// than the terminal takes several.
fn fitting(lines: &[(String, usize)], (columns, rows): (usize, usize)) -> impl Iterator<Item = &String> {
    let mut room = rows.saturating_sub(1);
    lines.iter().map_while(move |(line, width)| {
        room = room.checked_sub(width.div_ceil(columns.max(1)).max(1))?;
        Some(line)
    })
}

/// Who sees what is kept from the user. What is kept from root too, as by a sandbox, nobody else sees either.
pub(crate) fn advice(it: &str) -> String {
    if platform::is_root() { String::new() } else { format!("; {} sees {it}", platform::SUPERUSER) }
}

/// The machine that was captured in a folder.
fn captured(root: &Path) -> System {
    let at = |folder: &str| root.join(folder);
    System::builder().proc(at("proc")).sys(at("sys")).etc(at("etc")).run(at("run")).dev(at("dev")).build()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_are_wider_than_the_terminal_take_several_rows() {
        let lines: Vec<(String, usize)> =
            [("a", 10), ("b", 21), ("c", 0), ("d", 1)].map(|(text, width)| (text.to_owned(), width)).into();
        let shown = |columns, rows| fitting(&lines, (columns, rows)).map(String::as_str).collect::<String>();
        let cases = [(10, 7), (10, 6), (10, 5), (10, 4), (21, 4), (80, 5), (80, 1), (0, 0)];
        let found = cases.map(|(columns, rows)| shown(columns, rows));
        assert_eq!(found, ["abcd", "abc", "ab", "a", "abc", "abcd", "", ""]);
    }
}
