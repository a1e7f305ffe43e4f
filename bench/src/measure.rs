//! Takes the contenders through the rounds.
//!
//! What counts is processor time, of all threads and in the kernel too: what the work costs the machine. Other programs
//! disturb it less than they do the clock on the wall, and the work waits for nothing.
//!
//! In each round all have one turn, on the same processor; the next round is on the next processor, since those of a
//! virtual machine differ, and begins with the next contender. A turn is the work done once, or as often as it takes to
//! fill some milliseconds. Before that it is done as often off the clock: who had the turn before is another program, or the
//! floor of the same work, and leaves the caches accordingly. A ratio is the median of the ratios within a round: both sides
//! then had the same processor.

use rustix::thread::CpuSet;

use crate::Result;
use crate::check::{self, Said};
use crate::contender::{Contender, FLOOR, OURS};
use crate::load::Load;
use crate::peers::Peers;
use crate::work::Work;

/// What a work took, by contender, the fastest first.
pub(crate) struct Outcome {
    pub(crate) work: &'static Work,
    pub(crate) rounds: usize,
    pub(crate) measured: Vec<Measured>,
    pub(crate) missing: Vec<Missing>,
}

/// One who could not take part.
pub(crate) struct Missing {
    pub(crate) contender: String,
    pub(crate) reason: String,
}

/// What the work took a contender.
pub(crate) struct Measured {
    pub(crate) contender: String,
    /// The median of the rounds, for the work done once.
    pub(crate) median_us: f64,
    pub(crate) items: usize,
    pub(crate) ratio_to_floor: Option<f64>,
    pub(crate) ratio_to_ours: Option<f64>,
}

impl Measured {
    pub(crate) fn per_item_us(&self) -> f64 {
        self.median_us / self.items.max(1) as f64
    }
}

/// A turn lasts at least about this long, where the work is done more than once in it.
const TURN_US: f64 = 5_000.0;

/// One who takes part, while the rounds last.
struct Runner {
    contender: Box<dyn Contender>,
    items: usize,
    /// How often the work is done in a turn.
    times: u32,
    /// What it took once, by round.
    rounds_us: Vec<f64>,
}

/// Who takes part.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    Everybody,
    OursAndFloor,
}

/// Does a work in so many rounds.
pub(crate) fn measure(work: &'static Work, load: &Load, peers: &Peers, who: Who, rounds: usize) -> Result<Outcome> {
    let (mut runners, missing) = warm_up(work, load, peers, who)?;
    let allowed = rustix::thread::sched_getaffinity(None)?;
    let processors: Vec<usize> = (0..CpuSet::MAX_CPU).filter(|number| allowed.is_set(*number)).collect();
    for processor in processors.iter().cycle().take(rounds) {
        let mut only = CpuSet::new();
        only.set(*processor);
        for runner in &mut runners {
            runner.contender.pin(&only)?;
            runner.take_turn()?;
        }
        let next = runners.len().min(1);
        runners.rotate_left(next);
    }
    rustix::thread::sched_setaffinity(None, &allowed)?;
    Ok(Outcome { work, rounds, measured: compare(&runners), missing })
}

impl Runner {
    fn take_turn(&mut self) -> Result<()> {
        self.contender.run(self.times)?;
        let turn = self.contender.run(self.times)?;
        self.items = turn.items;
        self.rounds_us.push(turn.used.as_secs_f64() * 1e6 / f64::from(self.times));
        Ok(())
    }
}

/// How often the work is done in a turn. What is quick is much slower when it is done for the first time, so one look at how
/// long it takes is not enough.
fn times(contender: &mut dyn Contender) -> Result<u32> {
    contender.run(1)?;
    let mut times = 1;
    for _ in 0..3 {
        let once_us = contender.run(times)?.used.as_secs_f64() * 1e6 / f64::from(times);
        times = (TURN_US / once_us).ceil().clamp(1.0, 10_000.0) as u32;
        if times == 1 {
            break;
        }
    }
    Ok(times)
}

/// Lets each do the work a few times, and sees that they say the same. Others than ours who fail do not take part.
fn warm_up(work: &Work, load: &Load, peers: &Peers, who: Who) -> Result<(Vec<Runner>, Vec<Missing>)> {
    let (mut runners, mut missing) = (Vec::new(), Vec::new());
    let pid = (work.subject)(load)?;
    let mut contenders = (work.contenders)(pid)?;
    contenders.extend(work.peers.iter().filter_map(|name| peers.get(name, work.name, pid)));
    contenders.retain(|contender| who == Who::Everybody || [OURS, FLOOR].contains(&contender.name()));
    for mut contender in contenders {
        let name = contender.name().to_owned();
        match times(contender.as_mut()) {
            Ok(times) => runners.push(Runner { contender, items: 0, times, rounds_us: Vec::new() }),
            Err(reason) if name == OURS => return Err(format!("{}: {reason}", work.name).into()),
            Err(reason) => missing.push(Missing { contender: name, reason: reason.to_string() }),
        }
    }
    // Asked once all of them run: each that starts may change what memory another has to itself.
    let said = |runner: &mut Runner| {
        let (name, items) = (runner.contender.name().to_owned(), runner.contender.run(1)?.items);
        Ok(Said { name, items, row: runner.contender.row(pid)? })
    };
    // And again, where others' processes came or went meanwhile.
    let mut agree = || check::agree(&runners.iter_mut().map(said).collect::<Result<Vec<_>>>()?);
    if !(1..5).any(|_| agree().is_ok()) {
        agree().map_err(|error| format!("{}: {error}", work.name))?;
    }
    Ok((runners, missing))
}

fn compare(runners: &[Runner]) -> Vec<Measured> {
    let rounds_of = |name: &str| {
        let runner = runners.iter().find(|runner| runner.contender.name() == name)?;
        Some(runner.rounds_us.as_slice())
    };
    let floor = rounds_of(FLOOR);
    let ratio = |mine: &[f64], other: &[f64]| median(mine.iter().zip(other).map(|(a, b)| a / b).collect());
    let mut measured: Vec<Measured> = runners
        .iter()
        .map(|runner| Measured {
            contender: runner.contender.name().to_owned(),
            median_us: median(runner.rounds_us.clone()),
            items: runner.items,
            ratio_to_floor: floor.map(|floor| ratio(&runner.rounds_us, floor)),
            ratio_to_ours: rounds_of(runner.contender.ours()).map(|ours| ratio(&runner.rounds_us, ours)),
        })
        .collect();
    measured.sort_by(|a, b| a.median_us.total_cmp(&b.median_us));
    measured
}

/// The middle one, or the mean of the two in the middle. 0 of nothing.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let upper = values.len() / 2;
    match (values.get(upper), values.get(upper.wrapping_sub(1))) {
        (Some(upper), Some(lower)) if values.len().is_multiple_of(2) => (upper + lower) / 2.0,
        (Some(middle), _) => *middle,
        (None, _) => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians() {
        assert_eq!(median(vec![3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(vec![4.0, 1.0, 3.0, 2.0]), 2.5);
        assert_eq!(median(vec![7.0]), 7.0);
        assert_eq!(median(vec![]), 0.0);
    }
}
