//! `sysproc nice`: who gets the processor first.

use crate::adjust::{Whom, show};
use crate::app::App;
use crate::failure::Outcome;
use crate::{platform, priority};

pub(crate) const HELP: &str = "\
Nice values go from -20 (first) to 19 (last); below 0 only root may go. -n is the value itself, not an increment.

Examples:
  sysproc nice nginx                   show
  sysproc nice -n 10 4711              set
  sysproc nice -n 19 -- make -j8       start a program with it
";

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The nice value to set
    #[arg(short = 'n', long, value_name = "VALUE", allow_negative_numbers = true, value_parser = parse)]
    set: Option<i32>,
    #[command(flatten)]
    whom: Whom,
}

fn parse(text: &str) -> Result<i32, String> {
    priority::parse(text, platform::IS_WINDOWS)
}

pub(crate) fn run(args: &Args, app: &mut App) -> Outcome {
    let nice = args.set.unwrap_or_default();
    let set = |process: &sysproc::Process| process.set_nice(nice);
    let is_set = args.whom.set(
        app,
        &format!("set the {} {} of", priority::NAME, priority::shown(nice)),
        args.set.is_some().then_some(&set),
    )?;
    if is_set {
        Ok(())
    } else {
        show(app, &args.whom.selectors, &["pid", "name", if platform::IS_WINDOWS { "priority" } else { "nice" }])
    }
}
