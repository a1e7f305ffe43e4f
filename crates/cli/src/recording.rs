//! Recordings: the library's own snapshots in a file, a line of JSON an update.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Lines, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};
use sysproc::process::Listing;

use crate::columns::Facts;
use crate::failure::{Failure, Outcome};
use crate::machine::Machine;
use crate::observer::Counted;
use crate::render::safe;

/// A line of a recording.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Frame {
    /// When it was read: seconds since 1970.
    time: f64,
    /// The machine's memory, in bytes.
    memory: Option<u64>,
    /// The vital signs of the machine, in recordings of `top`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) machine: Option<Machine>,
    #[serde(flatten)]
    pub(crate) listing: Listing,
}

impl Frame {
    /// When it was read.
    pub(crate) fn time(&self) -> SystemTime {
        let since = Duration::try_from_secs_f64(self.time).unwrap_or_default();
        SystemTime::UNIX_EPOCH.checked_add(since).unwrap_or(SystemTime::UNIX_EPOCH)
    }

    fn parse(path: &Path, number: usize, line: &str) -> Outcome<Self> {
        serde_json::from_str(line).map_err(|error| {
            let path = safe(path.as_os_str()).into_owned();
            Failure::Message(format!("{path}: line {number} is not of a recording: {error}"))
        })
    }

    /// What is known beyond the processes, if this was read before.
    pub(crate) fn facts(&self, before: Option<&Self>) -> Facts {
        let elapsed = |before: &Self| self.time().duration_since(before.time()).ok();
        let rates =
            before.and_then(|before| Some(Counted::new(&before.listing).rates(&self.listing, elapsed(before)?)));
        let mut facts = Facts { memory: self.memory, now: Some(self.time()), rates, totals: None };
        facts.sum_up(&self.listing.snapshots);
        facts
    }
}

/// Writes a recording.
pub(crate) struct Recorder {
    path: PathBuf,
    out: BufWriter<File>,
}

impl Recorder {
    pub(crate) fn create(path: &Path) -> Outcome<Self> {
        let file = File::create(path).map_err(|error| failure(path, &error))?;
        Ok(Self { path: path.into(), out: BufWriter::new(file) })
    }

    /// Adds a listing.
    pub(crate) fn add(&mut self, listing: &Listing, facts: &Facts) -> Outcome {
        self.add_with(listing, facts, None)
    }

    /// Adds a listing, and the vital signs of the machine.
    pub(crate) fn add_with(&mut self, listing: &Listing, facts: &Facts, machine: Option<&Machine>) -> Outcome {
        let now = facts.now.unwrap_or_else(SystemTime::now);
        let time = now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs_f64();
        let frame = Frame { time, memory: facts.memory, machine: machine.cloned(), listing: listing.clone() };
        let written = serde_json::to_writer(&mut self.out, &frame).map_err(io::Error::from);
        let written = written.and_then(|()| self.out.write_all(b"\n")).and_then(|()| self.out.flush());
        written.map_err(|error| failure(&self.path, &error))
    }
}

/// Reads a recording.
pub(crate) struct Player {
    path: PathBuf,
    lines: Lines<BufReader<File>>,
    line: usize,
    last: Option<Frame>,
}

impl Player {
    pub(crate) fn open(path: &Path) -> Outcome<Self> {
        let file = File::open(path).map_err(|error| failure(path, &error))?;
        Ok(Self { path: path.into(), lines: BufReader::new(file).lines(), line: 0, last: None })
    }

    /// The next listing, with what is known beyond the processes.
    pub(crate) fn next(&mut self) -> Outcome<Option<(Listing, Facts)>> {
        let Some(line) = self.lines.next() else {
            return if self.line == 0 { Err(nothing(&self.path)) } else { Ok(None) };
        };
        self.line += 1;
        let line = line.map_err(|error| failure(&self.path, &error))?;
        let frame = Frame::parse(&self.path, self.line, &line)?;
        let facts = frame.facts(self.last.as_ref());
        self.last = Some(frame.clone());
        Ok(Some((frame.listing, facts)))
    }
}

/// A recording that can be gone through back and forth.
pub(crate) struct Tape {
    path: PathBuf,
    file: BufReader<File>,
    /// Where each line begins.
    lines: Vec<u64>,
}

impl Tape {
    pub(crate) fn open(path: &Path) -> Outcome<Self> {
        let failed = |error| failure(path, &error);
        let mut file = BufReader::new(File::open(path).map_err(failed)?);
        let (mut lines, mut at, mut line) = (Vec::new(), 0, Vec::new());
        loop {
            line.clear();
            match file.read_until(b'\n', &mut line).map_err(failed)? {
                0 => break,
                length => {
                    lines.push(at);
                    at += u64::try_from(length).unwrap_or_default();
                }
            }
        }
        if lines.is_empty() {
            return Err(nothing(path));
        }
        Ok(Self { path: path.into(), file, lines })
    }

    /// How many frames there are, at least one.
    pub(crate) fn len(&self) -> usize {
        self.lines.len()
    }

    /// A frame by its number, from 0.
    pub(crate) fn frame(&mut self, number: usize) -> Outcome<Frame> {
        let at = self.lines.get(number).copied().unwrap_or_default();
        let mut line = String::new();
        let read = self.file.seek(SeekFrom::Start(at)).and_then(|_| self.file.read_line(&mut line));
        read.map_err(|error| failure(&self.path, &error))?;
        Frame::parse(&self.path, number + 1, &line)
    }
}

fn nothing(path: &Path) -> Failure {
    Failure::Message(format!("{}: nothing is recorded in it", safe(path.as_os_str())))
}

fn failure(path: &Path, error: &io::Error) -> Failure {
    Failure::Message(format!("{}: {error}", safe(path.as_os_str())))
}
