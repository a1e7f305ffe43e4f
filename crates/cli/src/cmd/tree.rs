//! `sysproc tree`: processes below their parents.

use sysproc::process::Fields;

use crate::app::App;
use crate::columns::{self, Named};
use crate::failure::Outcome;
use crate::listing::{self, Query, Shape};
use crate::processes::Key;

pub(crate) const HELP: &str = "\
With selectors: the processes that they mean, and all that descends from those. ΣCPU%, ΣRSS and ΣN are the sums over a \
process and all that descends from it; ΣN is their number. `sysproc ps --tree` has every column.

Examples:
  sysproc tree
  sysproc tree sshd
  sysproc tree --sort -tree_rss        the largest families first
  sysproc tree --watch 2 user=joshua
";

/// What is shown of each.
const COLUMNS: &[&str] =
    &["pid", "ppid", "username", "cpu_percent", "rss", "tree_cpu_percent", "tree_rss", "tree_count", "command"];
/// How readily each is left out: first the parent, which the branches show too, then what is only of the process itself.
const RANKS: &[usize] = &[0, 9, 3, 2, 1, 0, 0, 0, 0];
/// The column of the branches.
const TRUNK: usize = 8;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    query: Query,
    /// The order of siblings; descending with a - before the name
    #[arg(short, long, value_name = "[-]COLUMN,...", value_delimiter = ',', value_parser = Named(Key::parse), hide_possible_values = true, allow_hyphen_values = true)]
    sort: Vec<Key>,
}

pub(crate) fn run(args: &Args, app: &mut App) -> Outcome {
    let shape = Shape {
        columns: columns::by_names(COLUMNS),
        ranks: RANKS.to_vec(),
        chosen: false,
        sort: &args.sort,
        trunk: Some(TRUNK),
        below: true,
        only: None,
        filter: None,
        recorded: Fields::empty(),
        interval: None,
    };
    listing::run(app, &args.query, &shape)
}
