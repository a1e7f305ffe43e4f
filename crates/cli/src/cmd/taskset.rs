//! `sysproc taskset`: on which processors a process may run.

use crate::adjust::{Whom, show};
use crate::app::App;
use crate::failure::Outcome;

pub(crate) const HELP: &str = "\
Processors are numbered from 0; a list has numbers and ranges: 0-3,8.

Examples:
  sysproc taskset nginx                show
  sysproc taskset -c 0-3 4711          set
  sysproc taskset -c 1 -- ./benchmark  start a program with it
";

/// The number that is certainly larger than that of any processor.
const MOST: usize = 1 << 16;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The processors to allow
    #[arg(short, long, value_name = "LIST", value_parser = parse)]
    cpus: Option<Cpus>,
    #[command(flatten)]
    whom: Whom,
}

#[derive(Debug, Clone)]
struct Cpus(Vec<usize>);

fn parse(text: &str) -> Result<Cpus, String> {
    processors(text).map(Cpus)
}

/// The numbers of processors, of a list such as `0-3,8`.
pub(crate) fn processors(text: &str) -> Result<Vec<usize>, String> {
    let mut cpus = Vec::new();
    for part in text.split(',') {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let number = |text: &str| text.parse::<usize>().ok().filter(|number| *number < MOST);
        match (number(first), number(last)) {
            (Some(first), Some(last)) if first <= last => cpus.extend(first..=last),
            _ => return Err(format!("{part:?} is neither the number of a processor nor a range")),
        }
    }
    cpus.sort_unstable();
    cpus.dedup();
    Ok(cpus)
}

pub(crate) fn run(args: &Args, app: &mut App) -> Outcome {
    let cpus = args.cpus.as_ref().map(|cpus| cpus.0.as_slice());
    let set = |process: &sysproc::Process| process.set_cpu_affinity(cpus.unwrap_or_default());
    let is_set = args.whom.set(app, "set the processors of", cpus.is_some().then_some(&set))?;
    if is_set { Ok(()) } else { show(app, &args.whom.selectors, &["pid", "name", "cpu_affinity"]) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_processors() {
        assert_eq!(parse("3,0-1,1").map(|cpus| cpus.0), Ok(vec![0, 1, 3]));
        for text in ["", "x", "2-1", "0,", "-1", "999999999999"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
