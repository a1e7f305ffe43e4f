//! `sysproc rlimit`: what processes may use.

mod parse;

use sysproc::process::{Fields, Limits, Resource};
use sysproc::{Error, Process};

use crate::adjust::Whom;
use crate::app::App;
use crate::failure::Outcome;
use crate::render::Head;
use crate::select::{self, Found};
use crate::sheet::{Sheet, seen};
use crate::value::Value;

pub(crate) const HELP: &str = "\
Resources are those of getrlimit(2): as, core, cpu, data, fsize, locks, memlock, msgqueue, nice, nofile, nproc, rss, \
rtprio, rttime, sigpending, stack. A limit is a whole number or `unlimited`. as, core, data, fsize, memlock, msgqueue, \
rss and stack are bytes and may have a unit (512M); cpu is in seconds (90, 5m, 1h30m), rttime in microseconds (950ms). \
One limit sets both the soft and the hard one, SOFT:HARD each.

Examples:
  sysproc rlimit nginx                 show
  sysproc rlimit -s nofile=4096:8192 4711
  sysproc rlimit -s core=unlimited -s as=4G -- ./server
";

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// A limit to set, several times if there are several
    #[arg(short, long, value_name = "RESOURCE=LIMIT", value_parser = parse::limits)]
    set: Vec<(Resource, Limits)>,
    /// Show only these resources
    #[arg(short, long, value_name = "RESOURCE,...", value_delimiter = ',', value_parser = parse::resource)]
    resource: Vec<Resource>,
    #[command(flatten)]
    whom: Whom,
}

pub(crate) fn run(args: &Args, app: &mut App) -> Outcome {
    let set =
        |process: &Process| args.set.iter().try_for_each(|(resource, limits)| process.set_rlimit(*resource, *limits));
    if args.whom.set(app, "set limits of", (!args.set.is_empty()).then_some(&set))? {
        return Ok(());
    }
    let found = select::find(app, &args.whom.selectors, Fields::NAME)?;
    let sheet = sheet(args, app, &found);
    app.print_sheet(&sheet)?;
    found.outcome(app)
}

fn sheet(args: &Args, app: &mut App, found: &Found) -> Sheet {
    let mut sheet = Sheet::new(
        "limits",
        [
            seen("pid", Head::right("PID")),
            seen("name", Head::left("NAME").shortest(8)).name(),
            seen("resource", Head::left("RESOURCE")),
            seen("soft", Head::right("SOFT")),
            seen("hard", Head::right("HARD")),
        ],
    );
    for (snapshot, process) in found.snapshots.iter().zip(found.processes(app)) {
        for (name, resource) in Resource::NAMES {
            if !args.resource.is_empty() && !args.resource.contains(&resource) {
                continue;
            }
            let limits = match process.rlimit(resource) {
                Ok(limits) => limits,
                Err(Error::Unsupported { .. }) => continue,
                Err(error) => {
                    app.note(error.to_string());
                    break;
                }
            };
            sheet.row([
                Value::Count(snapshot.pid.into()),
                Value::of(&snapshot.name, |name| Value::Text(name.clone())),
                Value::text(name),
                limit(limits.soft),
                limit(limits.hard),
            ]);
        }
    }
    sheet
}

/// No limit is a word, as it is not unknown.
fn limit(limit: Option<u64>) -> Value {
    limit.map_or_else(|| Value::text("unlimited"), Value::Count)
}
