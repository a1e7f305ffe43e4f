//! The bench's row of Windows: all processes listed with nine fields, by sysproc, by the crate sysinfo, and by psutil in the
//! Python that is named, in turns. `cargo xtask bench --windows` builds it and runs it under Wine.
//!
//! The fields are pid, ppid, name, username, status, cpu_times, memory_info, create_time and num_threads; sysinfo does not
//! tell the last on Windows.

mod listings;
mod psutil;

use std::error::Error;
use std::io::Read;
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::Duration;

use listings::Listing;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// What this program is told to be one of the processes that are listed.
const WAIT: &str = "wait";

/// How many of them there are, how many turns each contender has, and how often it lists in one.
const PROCESSES: usize = 60;
const TURNS: usize = 15;
const TIMES: u32 = 10;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let done = match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [WAIT] => std::io::stdin().read_to_end(&mut Vec::new()).map(drop).map_err(Into::into),
        pythons => run(pythons.first().copied()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(python: Option<&str>) -> Result<()> {
    let mut contenders: Vec<Box<dyn Listing>> =
        vec![listings::sysproc(), listings::sysproc_held(), listings::sysinfo(), listings::sysinfo_held()];
    if let Some(python) = python {
        contenders.push(psutil::listing(python)?);
    }
    let load = Load::start()?;
    let mut times: Vec<Vec<Duration>> = vec![Vec::new(); contenders.len()];
    for _ in 0..TURNS {
        for (contender, times) in contenders.iter_mut().zip(&mut times) {
            let (took, listed) = contender.list(TIMES)?;
            if listed < load.0.len() {
                return Err(format!("{} lists {listed} of {} processes", contender.name(), load.0.len()).into());
            }
            times.push(took / TIMES);
        }
    }
    let medians: Vec<Duration> = times.into_iter().map(median).collect();
    let ours = medians.first().copied().unwrap_or_default();
    println!("| contender | a listing of {} processes and Wine's own | to the first |", load.0.len());
    println!("|---|---:|---:|");
    for (contender, median) in contenders.iter().zip(medians) {
        let ratio = median.as_secs_f64() / ours.as_secs_f64();
        println!("| {} | {:.2} ms | {ratio:.2} |", contender.name(), median.as_secs_f64() * 1000.0);
    }
    Ok(())
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// Processes that wait until this is dropped.
struct Load(Vec<Child>);

impl Load {
    fn start() -> Result<Self> {
        let program = std::env::current_exe()?;
        let start = || Command::new(&program).arg(WAIT).stdin(Stdio::piped()).spawn();
        Ok(Self((0..PROCESSES).map(|_| start()).collect::<std::io::Result<_>>()?))
    }
}

impl Drop for Load {
    fn drop(&mut self) {
        for child in &mut self.0 {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}
