//! The same work done by sysproc, its peers and the bare system calls, side by side.
//!
//! One file in [`work`] is one thing that programs want to know; [`contender`] holds those who can tell, [`floor`] the
//! bare calls that nobody can do without. [`measure`] lets them take turns on the same processor, after [`check`] has
//! seen that they say the same.

mod check;
mod contender;
mod ffi;
mod floor;
mod load;
mod machine;
mod measure;
mod peers;
mod report;
mod screens;
mod work;

use std::error::Error;
use std::process::ExitCode;

use clap::Parser;
use clap::builder::PossibleValuesParser;

use crate::load::{Load, sockets};
use crate::measure::Outcome;
use crate::peers::Peers;
use crate::work::Work;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Lets sysproc, its peers and the bare system calls do the same work in turns, and compares.
#[derive(Parser)]
struct Args {
    /// Only this work; may be given several times. `top` runs only if asked for: it takes a minute
    #[arg(long, value_name = "WORK", value_parser = PossibleValuesParser::new(names()))]
    only: Vec<String>,
    /// How many turns each contender has
    #[arg(long, value_name = "N")]
    rounds: Option<usize>,
    /// How many processes to start, so that there is something to list
    #[arg(long, value_name = "N")]
    processes: Option<usize>,
    /// How many sockets one process is to hold
    #[arg(long, value_name = "N")]
    sockets: Option<usize>,
    /// A few seconds with a small load and without the peers that have to be built first: checks that the bench works
    #[arg(long)]
    quick: bool,
    /// Print a list of objects
    #[arg(long)]
    json: bool,
}

impl Args {
    /// Whether this is the run that RESULTS.md is made of.
    fn is_full(&self) -> bool {
        self.only.is_empty()
            && self.rounds.is_none()
            && self.processes.is_none()
            && self.sockets.is_none()
            && !self.quick
    }

    fn works(&self) -> impl Iterator<Item = &'static Work> {
        work::all().filter(|work| self.only.is_empty() || self.only.iter().any(|name| name == work.name))
    }
}

fn main() -> ExitCode {
    machine::raise_descriptor_limit();
    let result = match std::env::args().collect::<Vec<_>>().as_slice() {
        [_, first, count] if first == sockets::ARGUMENT => hold_sockets(count),
        _ => run(&Args::parse()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error}");
            ExitCode::FAILURE
        }
    }
}

fn hold_sockets(count: &str) -> Result<()> {
    sockets::hold(count.parse()?)
}

/// What `--only` takes.
fn names() -> impl Iterator<Item = &'static str> {
    work::all().map(|work| work.name).chain([screens::NAME])
}

fn run(args: &Args) -> Result<()> {
    if args.only.iter().any(|name| name == screens::NAME) {
        return screens::run(args.processes.unwrap_or(1000), if args.quick { 0.1 } else { 1.0 }, args.json);
    }
    let peers = if args.quick { Peers::none() } else { Peers::as_asked_for()? };
    let (processes, sockets, rounds) = if args.quick { (50, 100, 3) } else { (1000, 18_000, 21) };
    let load = Load::start(args.processes.unwrap_or(processes), args.sockets.unwrap_or(sockets))?;
    let rounds = args.rounds.unwrap_or(rounds);

    let mut outcomes: Vec<Outcome> = Vec::new();
    for work in args.works() {
        let outcome = measure::measure(work, &load, &peers, rounds)?;
        if outcome.measured.is_empty() && outcome.missing.is_empty() {
            continue; // Only for peers, and there are none.
        }
        if !args.json {
            print!("{}", report::table(&outcome));
        }
        outcomes.push(outcome);
    }
    if args.json {
        println!("{}", report::json(&outcomes)?);
    }
    if args.is_full() {
        report::write_results(&machine::describe(&peers), &outcomes)?;
    }
    Ok(())
}
