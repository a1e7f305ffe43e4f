//! `sysproc free`: memory and swap space.

use serde::Serialize;
use sysproc::memory::{SwapMemory, VirtualMemory};

use crate::app::{App, Format};
use crate::failure::Outcome;
use crate::render::{Head, Line, Role, Table, level, meter, one_decimal};
use crate::sheet::{Sheet, seen};
use crate::updates::Updates;
use crate::value::Value;

pub(crate) const HELP: &str = "\
AVAILABLE is what programs can get without swapping: watch that, not FREE. USED is TOTAL less AVAILABLE.

Examples:
  sysproc free
  sysproc free --bytes
  sysproc free --watch 1 -n 60 --csv > memory.csv
  sysproc free --json | jq .memory.available
";

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    updates: Updates,
}

#[derive(Serialize)]
struct Written {
    memory: VirtualMemory,
    swap: Option<SwapMemory>,
}

pub(crate) fn run(args: &Args, app: &mut App) -> Outcome {
    args.updates.each(app, show)
}

fn show(app: &mut App) -> Outcome {
    let memory = app.system.virtual_memory()?;
    let swap = app.system.swap_memory();
    let swap = app.part("swap", swap);
    if app.is_json() {
        return app.print_json(&Written { memory, swap });
    }
    if app.format == Format::Csv {
        return app.print_csv(&sheet(&memory, swap));
    }
    let bytes = |n: u64| Line::from(app.units.bytes(n));
    let unknown = || Line::new().with(Role::Faint, "-");
    let or_unknown = |n: Option<u64>| n.map_or_else(unknown, bytes);
    let mut table = Table::new([
        Head::left(""),
        Head::right("TOTAL"),
        Head::right("USED"),
        Head::right("FREE").rank(2),
        Head::right("SHARED").rank(4),
        Head::right("BUFFERS").rank(4),
        Head::right("CACHED").rank(3),
        Head::right("AVAILABLE"),
        Head::right("USE%"),
        Head::left("").rank(5),
    ]);
    let percent = |percent: f64| Line::new().with(level(percent), one_decimal(percent));
    table.row([
        Line::new().with(Role::Name, "Memory"),
        bytes(memory.total),
        bytes(memory.used),
        bytes(memory.free),
        or_unknown(memory.shared),
        or_unknown(memory.buffers),
        or_unknown(memory.cached),
        bytes(memory.available),
        percent(memory.percent),
        meter(memory.percent, 12),
    ]);
    if let Some(swap) = swap {
        table.row([
            Line::new().with(Role::Name, "Swap"),
            bytes(swap.total),
            bytes(swap.used),
            bytes(swap.free),
            Line::new(),
            Line::new(),
            Line::new(),
            bytes(swap.free),
            percent(swap.percent),
            meter(swap.percent, 12),
        ]);
    }
    let (lines, _) = table.lines(app.width);
    app.print(&lines)
}

fn sheet(memory: &VirtualMemory, swap: Option<SwapMemory>) -> Sheet {
    let column = |key| seen(key, Head::left(""));
    let keys = ["kind", "total", "used", "free", "shared", "buffers", "cached", "available", "percent"];
    let mut sheet = Sheet::new("memory", keys.map(column));
    let or_unknown = |number: Option<u64>| Value::or_unknown(number, Value::Bytes);
    sheet.row([
        Value::text("memory"),
        Value::Bytes(memory.total),
        Value::Bytes(memory.used),
        Value::Bytes(memory.free),
        or_unknown(memory.shared),
        or_unknown(memory.buffers),
        or_unknown(memory.cached),
        Value::Bytes(memory.available),
        Value::Percent(memory.percent),
    ]);
    if let Some(swap) = swap {
        let none = || Value::Unknown;
        let (total, used, free) = (Value::Bytes(swap.total), Value::Bytes(swap.used), Value::Bytes(swap.free));
        let percent = Value::Percent(swap.percent);
        sheet.row([Value::text("swap"), total, used, free, none(), none(), none(), Value::Bytes(swap.free), percent]);
    }
    sheet
}
