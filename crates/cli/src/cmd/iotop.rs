//! `sysproc iotop`: which processes use the disks.

use std::time::Duration;

use sysproc::process::{Fields, Snapshot};

use crate::app::App;
use crate::columns::{self, Facts};
use crate::failure::Outcome;
use crate::listing::{self, Query, Shape};
use crate::processes::Key;

pub(crate) const HELP: &str = "\
Watches for a second, or as long as --interval says. Others' traffic only root sees.

Examples:
  sysproc iotop
  sysproc iotop --watch 2
  sysproc iotop --watch 1 -n 60 --csv > io.csv
";

/// What is shown of each.
const COLUMNS: &[&str] =
    &["pid", "username", "read_rate", "write_rate", "io_rate", "read_bytes", "write_bytes", "command"];

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    query: Query,
    /// Also those that used no disk
    #[arg(short, long)]
    all: bool,
}

pub(crate) fn run(args: &Args, app: &mut App) -> Outcome {
    let sort: Vec<Key> = columns::by_names(&["io_rate"]).into_iter().map(Key::descending).collect();
    let shape = Shape {
        columns: columns::by_names(COLUMNS),
        ranks: vec![0, 2, 0, 0, 5, 4, 3, 0],
        chosen: false,
        sort: &sort,
        trunk: None,
        below: false,
        only: (!args.all).then_some(is_active),
        filter: None,
        recorded: Fields::empty(),
        interval: Some(Duration::from_secs(1)),
    };
    listing::run(app, &args.query, &shape)
}

fn is_active(process: &Snapshot, facts: &Facts) -> bool {
    let rates = facts.rates.as_ref().and_then(|rates| rates.get(&process.pid));
    rates.is_some_and(|rates| rates.read.unwrap_or(0.0) + rates.write.unwrap_or(0.0) > 0.0)
}
