//! Recordings: the library's own snapshots in a file, a line of JSON an update.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Lines, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};
use sysproc::process::Listing;

use crate::columns::Facts;
use crate::failure::{Failure, Outcome};
use crate::observer::Counted;
use crate::render::safe;

/// A line of a recording.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Frame {
    /// When it was read: seconds since 1970.
    time: f64,
    /// The machine's memory, in bytes.
    memory: Option<u64>,
    #[serde(flatten)]
    pub(crate) listing: Listing,
}

impl Frame {
    /// When it was read.
    pub(crate) fn time(&self) -> SystemTime {
        let since = Duration::try_from_secs_f64(self.time).unwrap_or_default();
        SystemTime::UNIX_EPOCH.checked_add(since).unwrap_or(SystemTime::UNIX_EPOCH)
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
        let now = facts.now.unwrap_or_else(SystemTime::now);
        let time = now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs_f64();
        let frame = Frame { time, memory: facts.memory, listing: listing.clone() };
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
        let Some(line) = self.lines.next() else { return Ok(None) };
        self.line += 1;
        let line = line.map_err(|error| failure(&self.path, &error))?;
        let frame: Frame = serde_json::from_str(&line).map_err(|error| {
            let path = safe(self.path.as_os_str()).into_owned();
            Failure::Message(format!("{path}: line {} is not of a recording: {error}", self.line))
        })?;
        let since = |last: &Frame| frame.time().duration_since(last.time()).ok();
        let rates =
            self.last.as_ref().and_then(|last| Some(Counted::new(&last.listing).rates(&frame.listing, since(last)?)));
        let facts = Facts { memory: frame.memory, now: Some(frame.time()), rates };
        self.last = Some(frame.clone());
        Ok(Some((frame.listing, facts)))
    }
}

fn failure(path: &Path, error: &io::Error) -> Failure {
    Failure::Message(format!("{}: {error}", safe(path.as_os_str())))
}
