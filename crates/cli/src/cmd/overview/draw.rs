//! The overview for people.

use sysproc::net::{InterfaceAddressValue, InterfaceFlags};
use sysproc::process::{GroupLimit, GroupLimits};
use sysproc::sensors::TimeLeft;

use super::gather::{Overview, Processes};
use crate::app::App;
use crate::cmd::df;
use crate::cmd::ifconfig::Interface;
use crate::cmd::sensors::heat;
use crate::columns::Column;
use crate::file_systems::FileSystem;
use crate::processes;
use crate::render::{
    Head, LABEL, Line, Role, Table, Units, Width, bar, bytes_long, gauge, long_duration, processors, safe,
};
use crate::value::Value;

/// Where neither terminal nor user say how wide.
const WIDTH: usize = 80;
/// How many file systems and interfaces are shown.
const ROWS: usize = 8;

pub(super) fn draw(app: &App, overview: &Overview) -> Vec<Line> {
    let width = app.width.or(WIDTH);
    let mut lines = header(overview, width);
    lines.push(Line::new());
    lines.extend(gauges(app.units, overview, width));
    for section in [disks(app, overview, width), network(app, overview, width), sensors(overview, width)] {
        if !section.is_empty() {
            lines.push(Line::new());
            lines.extend(section);
        }
    }
    if let Some(all) = &overview.processes {
        lines.push(Line::new());
        lines.extend(process_tables(app.units, all, width));
    }
    lines.into_iter().map(|line| line.cut(width)).collect()
}

fn header(overview: &Overview, width: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    if let Some(host) = &overview.host {
        let name = Line::new().with(Role::Name, safe(&host.hostname));
        let os = host.os.as_deref().map(|os| Line::from(safe(os.as_ref()).into_owned()));
        let kernel = match &host.arch {
            Some(arch) => format!("{} {arch}", host.kernel),
            None => host.kernel.clone(),
        };
        let kernel = Line::from(safe(kernel.as_ref()).into_owned());
        lines.extend(Line::wrapped([Some(name), os, Some(kernel)].into_iter().flatten(), width));
    }
    lines.extend(Line::wrapped(overview.uptime.parts(true), width));
    lines
}

fn gauges(units: Units, overview: &Overview, width: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    if let Some(cpu) = overview.rates.cpu {
        lines.push(gauge("CPU", cpu.busy, width, processor(overview, width.saturating_sub(LABEL + 10 + bar(width)))));
    }
    let each: Vec<f64> = overview.rates.per_cpu.iter().map(|cpu| cpu.busy).collect();
    lines.extend(processors(&each, width));
    let bytes = |n| bytes_long(units, n);
    if let Some(memory) = overview.memory {
        let detail = Line::from(format!("{} of {}", bytes(memory.used), bytes(memory.total)));
        let detail = Line::dotted([detail, format!("{} available", bytes(memory.available)).into()]);
        lines.push(gauge("Memory", memory.percent, width, detail));
    }
    match overview.swap {
        Some(swap) if swap.total > 0 => {
            let detail = format!("{} of {}", bytes(swap.used), bytes(swap.total));
            lines.push(gauge("Swap", swap.percent, width, detail.into()));
        }
        Some(_) => lines.push(Line::new().with(Role::Heading, "Swap").padded(LABEL).with(Role::Faint, "  none")),
        None => {}
    }
    lines.extend(overview.limits.as_ref().and_then(|limits| container(units, limits, width)));
    lines
}

/// What a container allows, if it limits anything.
fn container(units: Units, limits: &GroupLimits, width: usize) -> Option<Line> {
    let bytes = |n| bytes_long(units, n);
    let of = |limit: &GroupLimit, shown: &dyn Fn(u64) -> String| match limit.used {
        Some(used) => format!("{} of {}", shown(used), shown(limit.most)),
        None => format!("at most {}", shown(limit.most)),
    };
    let memory = limits.memory.as_ref().map(|memory| of(memory, &bytes));
    let swap = limits.swap.filter(|swap| swap.most > 0).map(|swap| format!("swap {}", of(&swap, &bytes)));
    let cpus = limits.cpus.map(|cpus| format!("{} CPUs", (cpus * 100.0).round() / 100.0));
    let tasks = limits.tasks.map(|tasks| format!("{} threads", of(&tasks, &|n| n.to_string())));
    let parts: Vec<Line> = [memory, cpus, tasks, swap].into_iter().flatten().map(Line::from).collect();
    if parts.is_empty() {
        return None;
    }
    let share = limits.memory.and_then(|memory| Some(memory.used? as f64 / memory.most.max(1) as f64 * 100.0));
    Some(match share {
        Some(percent) => gauge("Limits", percent, width, Line::dotted(parts)),
        None => Line::new().with(Role::Heading, "Limits").padded(LABEL + 2).and(Line::dotted(parts)),
    })
}

/// What the processor is; what there is no room for is left out.
fn processor(overview: &Overview, room: usize) -> Line {
    let topology = overview.topology.as_ref();
    let model = topology.and_then(|topology| topology.model.as_deref()).map(|model| {
        let plain = model.replace("(R)", "").replace("(TM)", "");
        let words: Vec<&str> = plain.split_whitespace().take_while(|word| *word != "@").collect();
        safe(words.join(" ").as_ref()).into_owned()
    });
    let cores = topology.map(|topology| {
        let threads = topology.threads;
        match topology.cores {
            Some(cores) if cores != threads => format!("{cores} cores, {threads} threads"),
            _ => format!("{threads} {}", if threads == 1 { "core" } else { "cores" }),
        }
    });
    let frequency = overview.frequency.map(|frequency| format!("{:.2} GHz", frequency.current / 1000.0));
    let parts = [model, cores, frequency].into_iter().flatten().map(Line::from);
    Line::wrapped(parts, room).into_iter().next().unwrap_or_default()
}

fn joined(mut line: Line, cells: &[Line]) -> Line {
    cells.iter().for_each(|cell| line.append(cell.clone()));
    line
}

fn disks(app: &App, overview: &Overview, width: usize) -> Vec<Line> {
    let mut shown: Vec<FileSystem> =
        overview.file_systems.iter().filter(|found| found.is_storage() || is_root(found)).cloned().collect();
    let more = shown.len().saturating_sub(ROWS);
    if more > 0 {
        // Those that fill up are what one looks for.
        shown.sort_by(|a, b| b.percent.unwrap_or(0.0).total_cmp(&a.percent.unwrap_or(0.0)));
        shown.truncate(ROWS);
    }
    if shown.is_empty() {
        return Vec::new();
    }
    let (mut lines, _) = df::table(app, &shown, 10).lines(Width::Cells(width));
    lines.extend(omitted(more, "sysproc df"));
    if let Some(rate) = &overview.rates.disk {
        let line = Line::new().with(Role::Faint, "disk traffic  ");
        let read = format!("read {}/s", bytes_long(app.units, rate.read as u64));
        let written = format!("written {}/s", bytes_long(app.units, rate.written as u64));
        lines.push(joined(line, &[Line::dotted([read.into(), written.into()])]));
    }
    lines
}

fn is_root(found: &FileSystem) -> bool {
    found.partition.mountpoint.as_os_str() == "/"
}

fn omitted(more: usize, see: &str) -> Option<Line> {
    (more > 0).then(|| Line::new().with(Role::Faint, format!("{more} more: {see}")))
}

fn network(app: &App, overview: &Overview, width: usize) -> Vec<Line> {
    let is_loopback = |i: &Interface| i.stats.is_some_and(|stats| stats.flags.contains(InterfaceFlags::LOOPBACK));
    let traffic = |i: &Interface| i.io.map_or(0, |io| io.bytes_recv.saturating_add(io.bytes_sent));
    let is_down = |i: &Interface| i.stats.is_some_and(|stats| !stats.is_up);
    let mut shown: Vec<_> = overview.interfaces.iter().collect();
    shown.retain(|(_, i)| !is_loopback(i) && (!is_down(i) || traffic(i) > 0));
    let more = shown.len().saturating_sub(ROWS);
    if more > 0 {
        shown.sort_by_key(|(_, interface)| std::cmp::Reverse(traffic(interface)));
        shown.truncate(ROWS);
    }
    if shown.is_empty() {
        return Vec::new();
    }
    let mut table = Table::new([
        Head::left("INTERFACE").shortest(9),
        Head::right("RECEIVED").rank(1),
        Head::right("SENT").rank(1),
        Head::right("RECV/S"),
        Head::right("SENT/S"),
        Head::left("ADDRESSES").shortest(9).rank(2),
    ]);
    let unknown = || Line::new().with(Role::Faint, "-");
    let bytes = |n: Option<u64>| n.map_or_else(unknown, |n| app.units.bytes(n).into());
    for (name, interface) in shown {
        let rate = overview.rates.network.get(name);
        table.row([
            Line::new().with(if is_down(interface) { Role::Faint } else { Role::Name }, safe(name)),
            bytes(interface.io.map(|io| io.bytes_recv)),
            bytes(interface.io.map(|io| io.bytes_sent)),
            bytes(rate.map(|rate| rate.received as u64)),
            bytes(rate.map(|rate| rate.sent as u64)),
            addresses(interface),
        ]);
    }
    let (mut lines, _) = table.lines(Width::Cells(width));
    lines.extend(omitted(more, "sysproc --json | jq .network"));
    lines
}

/// The addresses that others reach it at.
fn addresses(interface: &Interface) -> Line {
    let is_reachable = |address: &InterfaceAddressValue| match address {
        InterfaceAddressValue::Inet4(_) => true,
        InterfaceAddressValue::Inet6(ip, _) => !ip.is_unicast_link_local(),
        InterfaceAddressValue::Link(_) => false,
    };
    let all = interface.addresses.iter().map(|address| &address.address).filter(|address| is_reachable(address));
    all.map(ToString::to_string).collect::<Vec<_>>().join(" ").into()
}

fn sensors(overview: &Overview, width: usize) -> Vec<Line> {
    let mut readings = Vec::new();
    for (chip, temperature) in overview.sensors.each_temperature() {
        let degrees = format!("{:.0} °C", temperature.current);
        readings.push(reading(chip, &temperature.label).with(heat(temperature), degrees));
    }
    for (chip, fan) in overview.sensors.each_fan() {
        readings.push(reading(chip, &fan.label).with(Role::Plain, format!("{} rpm", fan.rpm)));
    }
    let mut lines = Line::wrapped(readings, width);
    if let Some(battery) = overview.sensors.battery {
        let left = match (battery.power_plugged, battery.time_left) {
            (_, TimeLeft::Known(left)) => format!("{} left", long_duration(left)),
            (Some(true), _) | (_, TimeLeft::Unlimited) => "plugged in".into(),
            _ => String::new(),
        };
        // Of a battery, little is bad.
        let mut gauge = gauge("Battery", battery.percent, width, left.into());
        if battery.percent > 20.0 {
            gauge = gauge.recolored(Role::Plain);
        }
        lines.push(gauge);
    }
    lines
}

fn reading(chip: &str, label: &str) -> Line {
    let name = if label.is_empty() { chip.to_owned() } else { format!("{chip} {label}") };
    Line::new().with(Role::Faint, safe(name.as_ref())).with(Role::Plain, " ")
}

/// The busiest processes, those by CPU and those by memory side by side where there is room.
fn process_tables(units: Units, all: &Processes, width: usize) -> Vec<Line> {
    let mut counts = vec![Line::new().with(Role::Heading, format!("{} processes", all.count))];
    counts.push(format!("{} running", all.running).into());
    if all.zombies > 0 {
        let text = format!("{} {}", all.zombies, if all.zombies == 1 { "zombie" } else { "zombies" });
        counts.push(Line::new().with(Role::Warning, text));
    }
    let mut lines = vec![Line::dotted(counts)];
    let half = width.saturating_sub(4) / 2;
    let beside = width >= 72;
    let table = |rows: &[Vec<Value>], measure: &str| {
        let (lines, _) = busiest(units, all, rows, measure).lines(Width::Cells(if beside { half } else { width }));
        lines
    };
    let by_cpu = table(&all.by_cpu, "cpu_percent");
    let by_memory = table(&all.by_memory, "rss");
    if beside {
        for (i, left) in by_cpu.into_iter().enumerate() {
            let right = by_memory.get(i).cloned().unwrap_or_default();
            lines.push(joined(left.padded(half + 4), &[right]));
        }
    } else {
        lines.extend(by_cpu);
        lines.push(Line::new());
        lines.extend(by_memory);
    }
    lines
}

/// A table of processes, what they are measured by first.
fn busiest(units: Units, all: &Processes, rows: &[Vec<Value>], measure: &str) -> Table {
    let place = |name: &str| all.columns.iter().position(|column| column.name == name);
    let shown: Vec<usize> = [measure, "pid", "username", "name"].into_iter().filter_map(place).collect();
    let columns: Vec<&Column> = shown.iter().filter_map(|i| all.columns.get(*i).copied()).collect();
    let head = |column: &&Column| if column.name == "name" { column.head(0).shortest(8) } else { column.head(0) };
    let mut table = Table::new(columns.iter().map(head).collect::<Vec<_>>());
    for row in rows {
        let values = shown.iter().filter_map(|i| row.get(*i));
        table.row(columns.iter().zip(values).map(|(c, value)| processes::cell(c, value, units)).collect::<Vec<_>>());
    }
    table
}
