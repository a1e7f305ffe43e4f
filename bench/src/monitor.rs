//! A monitor that lists all processes every second for minutes: what that takes of processor time, and whether its memory
//! grows. Each contender is a process of its own, and they take turns within each second.

use std::fmt::Write;
use std::path::Path;
use std::rc::Rc;
use std::time::{Duration, Instant};

use serde::Serialize;
use sysproc::Process;

use crate::contender::peer::{Peer, Program};
use crate::contender::{Contender, OURS};
use crate::load::Load;
use crate::measure::median;
use crate::peers::{PSUTIL, PYTHON, Peers};
use crate::serve;
use crate::{Args, Result, machine};

/// What `--only` calls it.
pub(crate) const NAME: &str = "monitor";

/// So many listings are made before memory is looked at for the first time.
const SETTLED: usize = 5;

struct Monitor {
    peer: Peer,
    used: Vec<Duration>,
    items: usize,
    first_rss: u64,
    last_rss: u64,
}

/// One of them, as `--json` shows it.
#[derive(Serialize)]
struct Object<'a> {
    work: &'a str,
    contender: &'a str,
    median_us: f64,
    items: usize,
    per_item_us: f64,
    ratio_to_floor: Option<f64>,
    ratio_to_ours: Option<f64>,
    listings: usize,
    seconds_of_processor: f64,
    rss_at_first: u64,
    rss_at_last: u64,
}

/// Lets all of them list for so many seconds.
pub(crate) fn run(args: &Args, load: &Load, peers: &Peers) -> Result<()> {
    let pid = load.sample()?;
    let mut monitors = Vec::new();
    let served = [OURS, "sysinfo-held"].map(|name| (Rc::new(Program::new(name, OURS, serve::command(name))), "held"));
    let in_python = [PYTHON, PSUTIL].into_iter().filter_map(|name| Some((peers.program(name)?, "held-nine")));
    for (program, work) in served.into_iter().chain(in_python) {
        let peer = Peer::new(&program, work, pid);
        monitors.push(Monitor { peer, used: Vec::new(), items: 0, first_rss: 0, last_rss: 0 });
    }
    let start = Instant::now();
    for second in 1..=args.seconds {
        for monitor in &mut monitors {
            monitor.list()?;
        }
        std::thread::sleep((start + Duration::from_secs(second)).saturating_duration_since(Instant::now()));
    }
    let objects = objects(&monitors);
    if args.json {
        println!("{}", serde_json::to_string_pretty(&objects)?);
    } else {
        print!("{}", table(&objects)?);
    }
    if args.seconds >= 600 {
        write_results(&machine::describe(peers), &objects)?;
    }
    Ok(())
}

impl Monitor {
    fn list(&mut self) -> Result<()> {
        let turn = self.peer.run(1)?;
        self.used.push(turn.used);
        self.items = turn.items;
        if self.used.len() >= SETTLED {
            self.last_rss = Process::new(self.peer.pid().ok_or("it does not run")?)?.memory_info()?.rss;
            if self.used.len() == SETTLED {
                self.first_rss = self.last_rss;
            }
        }
        Ok(())
    }

    fn total(&self) -> f64 {
        self.used.iter().sum::<Duration>().as_secs_f64()
    }

    fn object(&self, total_of_ours: f64) -> Object<'_> {
        let median_us = median(self.used.iter().map(|used| used.as_secs_f64() * 1e6).collect());
        Object {
            work: NAME,
            contender: self.peer.name(),
            median_us,
            items: self.items,
            per_item_us: median_us / self.items.max(1) as f64,
            ratio_to_floor: None,
            ratio_to_ours: (total_of_ours > 0.0).then(|| self.total() / total_of_ours),
            listings: self.used.len(),
            seconds_of_processor: self.total(),
            rss_at_first: self.first_rss,
            rss_at_last: self.last_rss,
        }
    }
}

fn objects(monitors: &[Monitor]) -> Vec<Object<'_>> {
    let ours = monitors.first().map_or(0.0, Monitor::total);
    monitors.iter().map(|monitor| monitor.object(ours)).collect()
}

fn table(objects: &[Object<'_>]) -> Result<String> {
    let mut text =
        "| contender | listings | a listing | processor time | ÷ ours | memory at first | at last |\n".to_owned();
    text += "|---|--:|--:|--:|--:|--:|--:|\n";
    for one in objects {
        writeln!(
            text,
            "| {} | {} of {} | {:.1} ms | {:.2} s | {:.2} | {:.1} MB | {:.1} MB |",
            one.contender,
            one.listings,
            one.items,
            one.median_us / 1e3,
            one.seconds_of_processor,
            one.ratio_to_ours.unwrap_or_default(),
            one.rss_at_first as f64 / 1e6,
            one.rss_at_last as f64 / 1e6,
        )?;
    }
    Ok(text)
}

fn write_results(machine: &[(&str, String)], objects: &[Object<'_>]) -> Result<()> {
    let mut text =
        "# A monitor that lists all processes every second\n\nWritten by `cargo xtask bench --only monitor`. \
        Memory is what is resident after the fifth listing, and after the last.\n\n| | |\n|---|---|\n"
            .to_owned();
    for (what, value) in machine {
        writeln!(text, "| {what} | {value} |")?;
    }
    writeln!(text, "\n{}", table(objects)?.trim_end())?;
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("MONITOR.md");
    std::fs::write(&path, text)?;
    eprintln!("bench: wrote {}", path.display());
    Ok(())
}
