//! `sysproc iostat`: what the disks do.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::time::Duration;

use sysproc::disk::DiskIo;
use sysproc::sampler::DiskRates;

use crate::app::App;
use crate::failure::{Failure, Outcome};
use crate::render::{Head, level};
use crate::sheet::{Sheet, seen};
use crate::updates::Pace;
use crate::value::Value;

pub(crate) const HELP: &str = "\
Watches for a second, or as long as --interval says. R_AWAIT and W_AWAIT are how long a read and a write took on \
average, in milliseconds; QUEUE is how many requests were outstanding on average, UTIL% during which share of the time \
there was one.

Examples:
  sysproc iostat
  sysproc iostat --watch 2 sda nvme0n1
  sysproc iostat --boot                averages since boot, as the first report of iostat(1)
  sysproc iostat --json | jq '.disks[] | select(.utilization > 80) | .name'
";

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Only these disks or partitions
    #[arg(value_name = "DISK")]
    disks: Vec<String>,
    /// Also partitions, and what has no disk behind it
    #[arg(short, long)]
    all: bool,
    /// Averages since boot, without watching
    #[arg(long, conflicts_with_all = ["watch", "interval"])]
    boot: bool,
    #[command(flatten)]
    pace: Pace,
}

type Counters = BTreeMap<OsString, DiskIo>;

pub(crate) fn run(args: &Args, app: &mut App) -> Outcome {
    if args.boot {
        let uptime = app.system.uptime()?;
        let now = read(args, app)?;
        return show(app, &Counters::new(), &now, uptime);
    }
    args.pace.between(app, |app| read(args, app), show)
}

fn read(args: &Args, app: &mut App) -> Outcome<Counters> {
    let mut found = match args.all || !args.disks.is_empty() {
        true => app.system.disk_io_per_disk()?,
        false => app.system.disk_io_whole_disks()?,
    };
    if args.disks.is_empty() {
        found.retain(|name, _| args.all || has_disk(&name.to_string_lossy()));
        return Ok(found);
    }
    for asked in &args.disks {
        let name = asked.strip_prefix("/dev/").unwrap_or(asked);
        if !found.contains_key(std::ffi::OsStr::new(name)) {
            return Err(Failure::Message(format!("no disk is called {name:?}")));
        }
    }
    found.retain(|name, _| args.disks.iter().any(|asked| name == asked.strip_prefix("/dev/").unwrap_or(asked)));
    Ok(found)
}

/// Whether there is a disk behind it, not a file (loop) or memory (ram, zram).
fn has_disk(name: &str) -> bool {
    let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
    stem == name || !matches!(stem, "loop" | "ram" | "zram")
}

fn show(app: &mut App, before: &Counters, now: &Counters, elapsed: Duration) -> Outcome {
    let mut sheet = Sheet::new(
        "disks",
        [
            seen("name", Head::left("DISK")).name(),
            seen("reads", Head::right("R/S")),
            seen("writes", Head::right("W/S")),
            seen("read_bytes", Head::right("READ/S")),
            seen("write_bytes", Head::right("WRITE/S")),
            seen("read_await", Head::right("R_AWAIT").rank(1)),
            seen("write_await", Head::right("W_AWAIT").rank(1)),
            seen("queue", Head::right("QUEUE").rank(2)),
            seen("utilization", Head::right("UTIL%")).role(|_, value| match value {
                Value::Percent(percent) => Some(level(*percent)),
                _ => None,
            }),
        ],
    );
    for (name, io) in now {
        let rates = DiskRates::between(&before.get(name).copied().unwrap_or_else(|| none(io)), io, elapsed);
        let bytes = |rate: f64| Value::Bytes(rate.round() as u64);
        sheet.row([
            Value::Text(name.clone()),
            Value::Decimal(rates.reads),
            Value::Decimal(rates.writes),
            bytes(rates.read_bytes),
            bytes(rates.write_bytes),
            Value::or_unknown(rates.read_await, Value::Brief),
            Value::or_unknown(rates.write_await, Value::Brief),
            Value::or_unknown(rates.queue, Value::Decimal),
            Value::or_unknown(rates.utilization, Value::Percent),
        ]);
    }
    app.print_sheet(&sheet).map(drop)
}

/// What the counters were when the disk came, of those that it has.
fn none(io: &DiskIo) -> DiskIo {
    let zero = |time: Option<Duration>| time.map(|_| Duration::ZERO);
    DiskIo {
        read_time: zero(io.read_time),
        write_time: zero(io.write_time),
        busy_time: zero(io.busy_time),
        queue_time: zero(io.queue_time),
        read_merged_count: io.read_merged_count.map(|_| 0),
        write_merged_count: io.write_merged_count.map(|_| 0),
        ..DiskIo::default()
    }
}
