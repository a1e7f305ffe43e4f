//! `sysproc suspend`: stops processes, until they are resumed.

use sysproc::Process;
use sysproc::process::Fields;

use crate::act::Consent;
use crate::app::App;
use crate::failure::Outcome;
use crate::select::{self, Selector};

pub(crate) const HELP: &str = "\
A suspended process keeps its memory and files, and gets no processor until `sysproc resume`. Asks as `sysproc kill` does.

Examples:
  sysproc suspend 4711
  sysproc suspend --dry-run 'name=ffmpeg and cpu > 50'
";

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Pids, exact names, :PORT or other selectors (see --help)
    #[arg(value_name = "SELECTOR", value_parser = Selector::parse, required = true)]
    pub(super) selectors: Vec<Selector>,
    #[command(flatten)]
    pub(super) consent: Consent,
}

pub(crate) fn run(args: &Args, app: &mut App) -> Outcome {
    let found = select::find(app, &args.selectors, Fields::empty())?;
    args.consent.run(app, &found, "suspend", Process::suspend)
}
