//! `sysproc pidof`: the pids of processes.

use std::cmp::Reverse;

use sysproc::process::Fields;

use crate::app::{App, Format};
use crate::failure::Outcome;
use crate::render::Head;
use crate::select::{self, Selector};
use crate::sheet::{Sheet, seen};
use crate::value::Value;

pub(crate) const HELP: &str = "\
The newest process comes first. A name is the whole name.

Exit code: 0 where there is at least one, else 1.

Examples:
  sysproc pidof nginx
  sysproc pidof -s :8080               only one
  sysproc pidof -0 /worker/ | xargs -0 -n1 strace -c -p
";

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Names or other selectors (see --help)
    #[arg(value_name = "SELECTOR", value_parser = Selector::parse, required = true)]
    selectors: Vec<Selector>,
    /// Only the newest
    #[arg(short, long)]
    single: bool,
}

pub(crate) fn run(args: &Args, app: &mut App) -> Outcome {
    let mut found = select::find(app, &args.selectors, Fields::NAME)?;
    found.snapshots.sort_by_key(|process| Reverse((process.start, process.pid)));
    if args.single {
        found.snapshots.truncate(1);
    }
    let pids: Vec<String> = found.snapshots.iter().map(|process| process.pid.to_string()).collect();
    if app.format != Format::Text {
        let mut sheet = Sheet::new("processes", [seen("pid", Head::right("PID")), seen("name", Head::left("NAME"))]);
        for process in &found.snapshots {
            let name = Value::of(&process.name, |name| Value::Text(name.clone()));
            sheet.row([Value::Count(process.pid.into()), name]);
        }
        app.print_sheet(&sheet)?;
    } else if !pids.is_empty() {
        app.print(&[pids.join(" ").into()])?;
    }
    if pids.is_empty() { found.outcome(app) } else { Ok(()) }
}
