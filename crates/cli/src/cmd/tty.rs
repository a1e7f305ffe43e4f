//! `sysproc tty`: the terminal of standard input, or the terminals of processes.

use std::collections::BTreeMap;

use crate::adjust::show;
use crate::app::{App, Format};
use crate::failure::{Failure, Outcome};
use crate::platform;
use crate::render::safe;
use crate::select::Selector;

pub(crate) const HELP: &str = "\
Without selectors: the terminal that standard input is; the exit code is 1 where it is none.

Examples:
  sysproc tty
  sysproc tty bash vim                 the controlling terminals of processes
";

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Show the controlling terminals of these processes: pids, exact names, other selectors (see --help)
    #[arg(value_name = "SELECTOR", value_parser = Selector::parse)]
    selectors: Vec<Selector>,
    /// Print nothing; only the exit code tells
    #[arg(short = 's', long, visible_alias = "silent", conflicts_with = "selectors")]
    quiet: bool,
}

pub(crate) fn run(args: &Args, app: &mut App) -> Outcome {
    if !args.selectors.is_empty() {
        return show(app, &args.selectors, &["pid", "name", "terminal"]);
    }
    let terminal = platform::terminal_of_input();
    match (app.format, &terminal) {
        _ if args.quiet => {}
        (Format::Json, _) => {
            let written = terminal.as_ref().map(|path| sysproc::escape_text(path.as_os_str()));
            app.print_json(&BTreeMap::from([("terminal", written)]))?;
        }
        (Format::Text, Some(path)) => app.print(&[safe(path.as_os_str()).as_ref().into()])?,
        (Format::Text, None) => app.print(&["not a tty".into()])?,
        (Format::Csv | Format::Names, _) => return Err(Failure::Usage("--csv and -0 need a selector".into())),
    }
    if terminal.is_some() { Ok(()) } else { Err(Failure::Noted) }
}
