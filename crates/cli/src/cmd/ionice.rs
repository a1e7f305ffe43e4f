//! `sysproc ionice`: who gets the disk first.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use sysproc::process::{IoClass, IoPriority};

use crate::adjust::{Whom, show};
use crate::app::App;
use crate::failure::{Failure, Outcome};

pub(crate) const HELP: &str = "\
Classes: realtime (1; before all others, only for root), best-effort (2), idle (3; when nobody else wants the disk), \
none (0; follows the nice value). The first two have levels from 0 (first) to 7.

Examples:
  sysproc ionice postgres              show
  sysproc ionice -c best-effort -l 7 4711
  sysproc ionice -c idle -- tar -cf backup.tar /srv
";

/// The classes by name and by the number that ionice(1) uses; the last four are those of Windows.
const CLASSES: [(&str, IoClass); 12] = [
    ("realtime", IoClass::RealTime),
    ("best-effort", IoClass::BestEffort),
    ("idle", IoClass::Idle),
    ("none", IoClass::None),
    ("1", IoClass::RealTime),
    ("2", IoClass::BestEffort),
    ("3", IoClass::Idle),
    ("0", IoClass::None),
    ("very-low", IoClass::VeryLow),
    ("low", IoClass::Low),
    ("normal", IoClass::Normal),
    ("high", IoClass::High),
];

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The class to set
    #[arg(short, long, value_parser = class(), hide_possible_values = true)]
    class: Option<IoClass>,
    /// The level within the class [default: 4]
    #[arg(short, long, value_parser = clap::value_parser!(u8).range(0..=7), requires = "class")]
    level: Option<u8>,
    #[command(flatten)]
    whom: Whom,
}

fn class() -> impl TypedValueParser<Value = IoClass> {
    let find = |name: String| CLASSES.iter().find(|(known, _)| *known == name).map(|(_, class)| *class);
    PossibleValuesParser::new(CLASSES.map(|(name, _)| name)).try_map(move |name| find(name).ok_or("no such class"))
}

pub(crate) fn run(args: &Args, app: &mut App) -> Outcome {
    let class = args.class.unwrap_or(IoClass::None);
    let level = match class {
        IoClass::RealTime | IoClass::BestEffort => args.level.unwrap_or(4),
        _ if args.level.is_some() => return Err(Failure::Usage("this class has no levels".into())),
        _ => 0,
    };
    let set = |process: &sysproc::Process| process.set_ionice(IoPriority { class, level });
    let is_set = args.whom.set(app, "set the disk priority of", args.class.is_some().then_some(&set))?;
    if is_set { Ok(()) } else { show(app, &args.whom.selectors, &["pid", "name", "ionice"]) }
}
