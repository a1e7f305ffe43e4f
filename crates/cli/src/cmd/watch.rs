//! `sysproc watch`: one process over time.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use sysproc::process::{Exit, Fields, Listing, Process, Snapshot};
use sysproc::{Error, Pid};

use crate::app::{App, Format};
use crate::columns::{self, Column, Facts, Rates};
use crate::failure::{Failure, Outcome};
use crate::observer::Counted;
use crate::processes::{self, seconds, values};
use crate::recording::{Player, Recorder};
use crate::render::{Line, spark};
use crate::select::{self, Selector};
use crate::sheet::Sheet;
use crate::value::Value;

pub(crate) const HELP: &str = "\
A line for each sample, with the CPU use of the last samples as bars: a full bar is one processor, or the most that was \
seen. Ends when the process ends, with its exit code where the system tells it, or with 128 and the number of the \
signal that ended it.

Examples:
  sysproc watch 4711
  sysproc watch -i 0.5 -n 20 postgres
  sysproc watch --csv :8080 > server.csv
  sysproc watch --record run.jsonl make; sysproc watch --replay run.jsonl
";

/// What is shown of it.
const COLUMNS: &[&str] =
    &["cpu_percent", "rss", "read_rate", "write_rate", "num_threads", "num_fds", "cpu_time", "status"];
/// How many samples the bars go back.
const HISTORY: usize = 20;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// One process: a pid, an exact name, :PORT or another selector (see --help)
    #[arg(value_name = "SELECTOR", value_parser = Selector::parse, required_unless_present = "replay")]
    selector: Option<Selector>,
    /// How long to wait between samples
    #[arg(short, long, value_name = "SECONDS", value_parser = seconds, default_value = "1")]
    interval: Duration,
    /// End after so many samples [default: when the process ends]
    #[arg(short = 'n', long, value_name = "TIMES", value_parser = clap::value_parser!(u64).range(1..))]
    count: Option<u64>,
    /// Also write the samples to this file, a line of JSON each
    #[arg(long, value_name = "FILE", conflicts_with = "replay")]
    record: Option<PathBuf>,
    /// Show the samples of such a file
    #[arg(long, value_name = "FILE", conflicts_with = "selector")]
    replay: Option<PathBuf>,
}

pub(crate) fn run(args: &Args, app: &mut App) -> Outcome {
    let mut screen = Screen { columns: columns::by_names(COLUMNS), history: VecDeque::new(), shown: 0 };
    match (&args.replay, &args.selector) {
        (Some(path), _) => recorded(args, app, path, &mut screen),
        (None, Some(selector)) => live(args, app, selector, &mut screen),
        (None, None) => Ok(()),
    }
}

fn recorded(args: &Args, app: &mut App, path: &Path, screen: &mut Screen) -> Outcome {
    let mut player = Player::open(path)?;
    while args.count.is_none_or(|count| screen.shown < count) {
        let Some((listing, facts)) = player.next()? else { break };
        // One sample alone says nothing of what it does, here as in the live run.
        if let (true, Some(snapshot)) = (facts.rates.is_some(), listing.snapshots.first()) {
            screen.show(app, snapshot, &facts)?;
        }
    }
    match screen.shown {
        0 => Err(Failure::Message("one sample alone says nothing of what a process does".into())),
        _ => Ok(()),
    }
}

/// The one process that is meant.
fn one(app: &mut App, selector: &Selector) -> Outcome<Process> {
    let found = select::find(app, std::slice::from_ref(selector), Fields::empty())?;
    found.outcome(app)?;
    match found.processes(app).as_slice() {
        [process] => Ok(process.clone()),
        several => {
            let pids: Vec<String> = several.iter().map(|process| process.pid().to_string()).collect();
            Err(Failure::Message(format!("these are several processes: {}; watch one", pids.join(", "))))
        }
    }
}

fn live(args: &Args, app: &mut App, selector: &Selector, screen: &mut Screen) -> Outcome {
    let process = one(app, selector)?;
    let mut recorder = args.record.as_deref().map(Recorder::create).transpose()?;
    let fields = screen.columns.iter().map(|column| column.fields).fold(Fields::NAME, Fields::union);
    let mut last: Option<(SystemTime, Counted)> = None;
    loop {
        let Ok(snapshot) = process.snapshot(fields) else { return ended(app, process.wait(Some(Duration::ZERO))) };
        let facts = processes::facts(&app.system);
        let listing = Listing { snapshots: vec![snapshot], ..Listing::default() };
        let (now, counted) = (facts.now.unwrap_or_else(SystemTime::now), Counted::new(&listing));
        let before = last.replace((now, counted));
        let since = before.and_then(|(then, counted)| Some(counted.rates(&listing, now.duration_since(then).ok()?)));
        let is_first = since.is_none();
        let facts = Facts { rates: since.or(Some([(process.pid(), Rates::default())].into())), ..facts };
        if let Some(recorder) = &mut recorder {
            recorder.add(&listing, &facts)?;
        }
        // One sample alone says nothing of what it does.
        if let (false, Some(snapshot)) = (is_first, listing.snapshots.first()) {
            screen.show(app, snapshot, &facts)?;
        }
        if args.count.is_some_and(|count| screen.shown >= count) {
            return Ok(());
        }
        match process.wait(Some(args.interval)) {
            Err(Error::TimeoutExpired { .. }) => {}
            end => return ended(app, end),
        }
    }
}

/// Says how it ended; that is also the outcome of the command.
fn ended(app: &mut App, end: sysproc::Result<Exit>) -> Outcome {
    match end? {
        Exit::Code(code) => {
            app.note(format!("it ended with exit code {code}"));
            u8::try_from(code).ok().filter(|code| *code > 0).map_or(Ok(()), |code| Err(Failure::Code(code)))
        }
        Exit::Signal(signal) => {
            app.note(format!("it was ended by {signal}"));
            Err(Failure::Code(u8::try_from(signal.0).unwrap_or(0).saturating_add(128)))
        }
        Exit::Unknown => {
            app.note("it has ended; the system does not say how");
            Ok(())
        }
    }
}

/// What has been shown.
struct Screen {
    columns: Vec<&'static Column>,
    history: VecDeque<f64>,
    shown: u64,
}

impl Screen {
    fn show(&mut self, app: &mut App, snapshot: &Snapshot, facts: &Facts) -> Outcome {
        self.shown += 1;
        let row = values(&self.columns, snapshot, facts);
        if let Some(Value::Percent(percent)) = row.first() {
            self.history.push_back(*percent);
        }
        if self.history.len() > HISTORY {
            self.history.pop_front();
        }
        app.set_update(self.shown, facts.now);
        match app.format {
            Format::Text => {
                let lines = self.lines(app, &row, facts);
                app.print(&lines)?;
            }
            Format::Json => {
                let mut sheet = Sheet::new("processes", self.headings());
                sheet.row(identified(snapshot.pid, row));
                app.print_json(&std::collections::BTreeMap::from([("processes", &sheet)]))?;
            }
            Format::Csv | Format::Names => {
                let mut sheet = Sheet::new("processes", self.headings());
                sheet.row(identified(snapshot.pid, row));
                app.print_csv(&sheet)?;
            }
        }
        app.flush()
    }

    fn headings(&self) -> Vec<crate::sheet::Heading> {
        let pid = columns::by_names(&["pid"]);
        pid.iter().chain(&self.columns).map(|column| column.heading(0)).collect()
    }

    /// The line of a sample, below the heads if it is the first.
    fn lines(&self, app: &App, row: &[Value], facts: &Facts) -> Vec<Line> {
        /// Room for what the values may become: lines that were written cannot be widened.
        const WIDTHS: [usize; 8] = [6, 7, 8, 8, 4, 5, 8, 8];
        let mut lines = Vec::new();
        if self.shown == 1 {
            let mut head = Line::new().with(crate::render::Role::Heading, "TIME    ");
            for (column, width) in self.columns.iter().zip(WIDTHS) {
                head.push(crate::render::Role::Heading, format!(" {:>width$}", column.head(0).title));
            }
            lines.push(head.with(crate::render::Role::Heading, "  CPU"));
        }
        let time = facts.now.map(crate::render::time_of_day).unwrap_or_default();
        let mut line = Line::from(time);
        for ((column, value), width) in self.columns.iter().zip(row).zip(WIDTHS) {
            let cell = processes::cell(column, value, app.units);
            line = line.and(Line::from(" ".repeat(width.saturating_sub(cell.width()) + 1))).and(cell);
        }
        let most = self.history.iter().copied().fold(100.0, f64::max);
        let bars = self.history.iter().map(|percent| spark(percent / most * 100.0));
        lines.push(bars.fold(line.and("  ".into()), Line::and));
        lines
    }
}

fn identified(pid: Pid, row: Vec<Value>) -> Vec<Value> {
    std::iter::once(Value::Count(pid.into())).chain(row).collect()
}
