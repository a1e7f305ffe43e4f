//! `sysproc resume`: lets suspended processes go on.

use sysproc::Process;
use sysproc::process::Fields;

use super::suspend::Args;
use crate::app::App;
use crate::failure::Outcome;
use crate::select;

pub(crate) const HELP: &str = "\
Examples:
  sysproc resume 4711
  sysproc resume --yes 'status=stopped and user=joshua'
";

pub(crate) fn run(args: &Args, app: &mut App) -> Outcome {
    let found = select::find(app, &args.selectors, Fields::empty())?;
    args.consent.run(app, &found, "resume", Process::resume)
}
