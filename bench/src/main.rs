//! The same work done by sysproc, its peers and the bare system calls, side by side.
//!
//! A [`work`] is something that programs want to know; [`contender`] holds those who can tell, [`floor`] the bare calls that
//! nobody can do without. [`measure`] lets them take turns on the same processor, after [`check`] has seen that they say the
//! same. [`growth`] does it with more and more to list, [`monitor`] for minutes.

mod check;
mod contender;
mod ffi;
mod floor;
mod growth;
mod load;
mod machine;
mod measure;
mod monitor;
mod peers;
mod plot;
mod report;
mod screens;
mod serve;
mod work;

use std::error::Error;
use std::process::ExitCode;

use clap::Parser;
use clap::builder::PossibleValuesParser;

use crate::load::{Load, sockets};
use crate::measure::{Outcome, Who};
use crate::peers::Peers;
use crate::work::Work;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Lets sysproc, its peers and the bare system calls do the same work in turns, and compares.
#[derive(Parser)]
struct Args {
    /// Only this work; may be given several times. `growth` draws how cost grows with size. Two run only if they are asked
    /// for, each alone: `monitor`, which lists every second for minutes, and `top`, which takes a minute
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
    /// Only ours and the floor, without the peers
    #[arg(long)]
    alone: bool,
    /// How long the monitor runs
    #[arg(long, value_name = "N", default_value_t = 600)]
    seconds: u64,
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
            && !self.alone
            && !self.quick
    }

    fn works(&self) -> impl Iterator<Item = &'static Work> {
        work::all().filter(|work| self.only.is_empty() || self.asks_for(work.name))
    }

    fn asks_for(&self, name: &str) -> bool {
        self.only.iter().any(|only| only == name)
    }
}

fn names() -> Vec<&'static str> {
    work::all().map(|work| work.name).chain([growth::NAME, monitor::NAME, screens::NAME]).collect()
}

fn main() -> ExitCode {
    machine::raise_descriptor_limit();
    let result = match std::env::args().collect::<Vec<_>>().as_slice() {
        [_, first, count] if first == sockets::ARGUMENT => sockets::hold(count),
        [_, first, contender] if first == serve::ARGUMENT => serve::serve(contender),
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

fn run(args: &Args) -> Result<()> {
    let long = [screens::NAME, monitor::NAME].into_iter().find(|name| args.asks_for(name));
    if let Some(name) = long.filter(|_| args.only.len() > 1) {
        return Err(format!("{name} takes minutes and runs alone, without another --only").into());
    }
    if args.asks_for(screens::NAME) {
        return screens::run(args.processes.unwrap_or(1000), if args.quick { 0.1 } else { 1.0 }, args.json);
    }
    let peers = if args.quick || args.alone { Peers::none() } else { Peers::as_asked_for()? };
    let (processes, sockets, rounds) = if args.quick { (50, 100, 3) } else { (1000, 18_000, 21) };
    let load = Load::start(args.processes.unwrap_or(processes), args.sockets.unwrap_or(sockets))?;
    let rounds = args.rounds.unwrap_or(rounds);
    let who = if args.alone { Who::OursAndFloor } else { Who::Everybody };
    if args.asks_for(monitor::NAME) {
        return monitor::run(args, &load, &peers);
    }

    let mut outcomes: Vec<Outcome> = Vec::new();
    for work in args.works() {
        let outcome = measure::measure(work, &load, &peers, who, rounds)?;
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
    drop(load);
    if args.is_full() || args.asks_for(growth::NAME) {
        growth::run(&peers, who)?;
    }
    if args.is_full() {
        report::write_results(&machine::describe(&peers), &outcomes)?;
    }
    Ok(())
}
