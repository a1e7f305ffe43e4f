//! Lists of processes: what `ps`, `tree` and `iotop` have in common.

use std::collections::{BTreeMap, HashSet};
use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use sysproc::Pid;
use sysproc::process::{Fields, Listing, Snapshot, Tree};

use crate::app::{App, Format};
use crate::columns::{Column, Facts};
use crate::failure::{Failure, Outcome};
use crate::observer::Observer;
use crate::processes::{self, Key, seconds, values};
use crate::recording::{Player, Recorder};
use crate::render::counted;
use crate::select::{self, Filter, Names, Selector};
use crate::sheet::Sheet;
use crate::updates::{GLANCE, Updates};
use crate::value::Value;

/// Which processes, and when.
#[derive(Debug, clap::Args)]
pub(crate) struct Query {
    /// Only processes that one of these means: pids, parts of names, :PORT, user=NAME, 'cpu > 5' (see --help)
    #[arg(value_name = "SELECTOR", value_parser = Selector::parse)]
    selectors: Vec<Selector>,
    /// Watch for this long how busy each process is, instead of the average since its start
    #[arg(short, long, value_name = "SECONDS", value_parser = seconds)]
    interval: Option<Duration>,
    #[command(flatten)]
    updates: Updates,
    /// Also write the processes to this file, a line of JSON an update
    #[arg(long, value_name = "FILE", conflicts_with = "replay")]
    record: Option<PathBuf>,
    /// Show the processes of such a file instead of those of this machine
    #[arg(long, value_name = "FILE")]
    replay: Option<PathBuf>,
}

/// What is shown of them, and how.
pub(crate) struct Shape<'a> {
    pub(crate) columns: Vec<&'static Column>,
    /// How readily each column is left out where there is little room; 0 is never.
    pub(crate) ranks: Vec<usize>,
    /// Whether the user has chosen the columns, and is told which are left out.
    pub(crate) chosen: bool,
    pub(crate) sort: &'a [Key],
    /// The column that shows the branches of a tree.
    pub(crate) trunk: Option<usize>,
    /// Whether what descends from the processes that are meant is shown too.
    pub(crate) below: bool,
    /// What must hold of those that are selected for them to be shown.
    pub(crate) only: Option<fn(&Snapshot, &Facts) -> bool>,
    pub(crate) filter: Option<&'a Filter>,
    /// More fields for a recording.
    pub(crate) recorded: Fields,
    /// How long processes are watched where the user does not say it.
    pub(crate) interval: Option<Duration>,
}

/// Where the processes come from.
enum Source {
    /// Read once.
    Once,
    Live(Observer),
    Recorded(Box<Player>),
}

/// Lists the processes, once or again and again.
pub(crate) fn run(app: &mut App, query: &Query, shape: &Shape<'_>) -> Outcome {
    if query.replay.is_some() {
        select::refuse_ports(&query.selectors).map_err(Failure::Usage)?;
    }
    let fields = fields(query, shape);
    let mut recorder = query.record.as_deref().map(Recorder::create).transpose()?;
    let mut source = Source::new(app, query, fields, shape.interval)?;
    let is_recording = matches!(source, Source::Recorded(_));
    let mut missing = false;
    query.updates.each_while(app, is_recording, |app| {
        let Some((listing, facts)) = source.next(app, fields)? else { return Ok(false) };
        if let Some(recorder) = &mut recorder {
            recorder.add(&listing, &facts)?;
        }
        if is_recording {
            app.set_time(facts.now);
        }
        missing = show(app, query, shape, listing, &facts)?;
        Ok(true)
    })?;
    if missing && query.updates.watch.is_none() && !is_recording {
        return Err(Failure::Message("no such process".into()));
    }
    Ok(())
}

fn fields(query: &Query, shape: &Shape<'_>) -> Fields {
    let sorted = shape.sort.iter().map(|key| key.column);
    let needed = shape.columns.iter().copied().chain(sorted).map(|column| column.fields);
    let tree = if shape.trunk.is_some() || shape.below { Fields::PPID } else { Fields::empty() };
    let filter = shape.filter.map_or(Fields::empty(), Filter::fields);
    let recorded = if query.record.is_some() { shape.recorded } else { Fields::empty() };
    needed.fold(select::fields(&query.selectors) | filter | tree | recorded, Fields::union)
}

impl Source {
    fn new(app: &App, query: &Query, fields: Fields, interval: Option<Duration>) -> Outcome<Self> {
        if let Some(path) = &query.replay {
            return Ok(Self::Recorded(Box::new(Player::open(path)?)));
        }
        let glance = query.updates.watch.map(|interval| interval.min(GLANCE));
        let glance = query.interval.or(glance).or(interval);
        let Some(glance) = glance else { return Ok(Self::Once) };
        let mut observer = Observer::new(&app.system, fields);
        observer.prime()?;
        thread::sleep(glance);
        Ok(Self::Live(observer))
    }

    fn next(&mut self, app: &App, fields: Fields) -> Outcome<Option<(Listing, Facts)>> {
        match self {
            Self::Once => Ok(Some(processes::read(&app.system, fields)?)),
            Self::Live(observer) => Ok(Some(observer.observe()?)),
            Self::Recorded(player) => player.next(),
        }
    }
}

/// Writes one listing; gives whether nothing was selected. One of which there is nothing to show is no such case.
fn show(app: &mut App, query: &Query, shape: &Shape<'_>, listing: Listing, facts: &Facts) -> Outcome<bool> {
    if listing.denied > 0 {
        app.note_kept(&counted(listing.denied, "process"), "them");
    }
    let mut found = listing.snapshots;
    if !query.selectors.is_empty() {
        let all = shape.below.then(|| found.clone());
        select::retain(app, &mut found, &query.selectors, Names::Part, facts)?;
        if let Some(all) = all {
            found = with_descendants(&found, &all);
        }
    }
    if let Some(filter) = shape.filter {
        found.retain(|process| filter.matches(process));
    }
    let is_selection = !query.selectors.is_empty() || shape.filter.is_some_and(|filter| !filter.is_empty());
    let missing = found.is_empty() && is_selection;
    if let Some(only) = shape.only {
        // What is hidden is no reason to be left out in silence.
        let all: Vec<Vec<Value>> = found.iter().map(|process| values(&shape.columns, process, facts)).collect();
        note_hidden(app, &shape.columns, &all);
        found.retain(|process| only(process, facts));
    }
    processes::sort(&mut found, shape.sort, facts);
    let rows: Vec<(String, &Snapshot)> = match shape.trunk {
        Some(_) => branches(&found),
        None => found.iter().map(|process| (String::new(), process)).collect(),
    };
    let headings = shape.columns.iter().zip(&shape.ranks).map(|(column, rank)| column.heading(*rank));
    let mut sheet = Sheet::new("processes", headings.collect::<Vec<_>>());
    for (_, process) in &rows {
        sheet.row(values(&shape.columns, process, facts));
    }
    sheet.branches = shape.trunk.map(|trunk| (trunk, rows.into_iter().map(|(branch, _)| branch).collect()));
    if shape.only.is_none() {
        note_hidden(app, &shape.columns, &sheet.rows);
    }
    let left_out = app.print_sheet(&sheet)?;
    if shape.chosen && !left_out.is_empty() && app.format == Format::Text {
        app.note(format!("no room for {}; --wide shows everything", left_out.join(", ")));
    }
    Ok(missing)
}

/// Some of all processes, and what descends from them, each once.
fn with_descendants(some: &[Snapshot], all: &[Snapshot]) -> Vec<Snapshot> {
    let tree = Tree::new(all);
    let below = some.iter().flat_map(|process| {
        std::iter::once(process.pid).chain(tree.descendants(process.pid).into_iter().map(|s| s.pid))
    });
    let pids: HashSet<Pid> = below.collect();
    all.iter().filter(|process| pids.contains(&process.pid)).cloned().collect()
}

/// The processes in the order of a tree, with the branches that lead to each.
fn branches(found: &[Snapshot]) -> Vec<(String, &Snapshot)> {
    let tree = Tree::new(found);
    let mut rows = Vec::with_capacity(found.len());
    let mut next: Vec<(String, String, &Snapshot)> =
        tree.roots().map(|root| (String::new(), String::new(), root)).collect();
    next.reverse();
    while let Some((branch, below, process)) = next.pop() {
        let children: Vec<&Snapshot> = tree.children(process.pid).collect();
        for (i, child) in children.iter().enumerate().rev() {
            let (joint, stem) = if i + 1 == children.len() { ("└─ ", "   ") } else { ("├─ ", "│  ") };
            next.push((format!("{below}{joint}"), format!("{below}{stem}"), child));
        }
        rows.push((branch, process));
    }
    rows
}

/// Says once, not on each line, that values are missing for want of rights.
fn note_hidden(app: &mut App, shown: &[&Column], rows: &[Vec<Value>]) {
    let mut hidden = BTreeMap::<&str, usize>::new();
    for (column, value) in rows.iter().flat_map(|row| shown.iter().zip(row)) {
        if *value == Value::Denied {
            *hidden.entry(column.name).or_default() += 1;
        }
    }
    if !hidden.is_empty() {
        let list: Vec<String> =
            hidden.iter().map(|(column, count)| format!("{column} ({})", counted(*count, "process"))).collect();
        app.note_kept(&list.join(", "), "it");
    }
}
