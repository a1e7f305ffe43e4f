//! The vital signs of the machine.

use std::time::Duration;

use sysproc::process::Status;

use crate::cmd::top::state::State;
use crate::machine::{Machine, Traffic};
use crate::render::{
    LABEL, Line, Role, Units, bar, bytes_long, gauge, level, long_duration, moment, one_decimal, processors, safe,
};

/// The lines at the top: a third of the height at most, what matters most first to stay.
pub(super) fn lines(state: &State, width: usize, height: usize) -> Vec<Line> {
    if height < 4 {
        return Vec::new();
    }
    let mut lines = vec![title(state, width)];
    if state.has_meters {
        let machine = &state.moment.machine;
        let mut room = (height / 3).saturating_sub(1);
        let groups = [vital(machine, state.settings.units, width, room), traffic(machine, state.settings.units, width)];
        let each = if machine.cpus.len() > 1 { processors(&machine.cpus, width) } else { Vec::new() };
        let [vital, traffic] = groups;
        let mut shown = Vec::new();
        for (place, group) in [(0, vital), (2, traffic), (1, each)] {
            if group.len() <= room {
                room -= group.len();
                shown.push((place, group));
            }
        }
        shown.sort_by_key(|(place, _)| *place);
        // The processors belong below their sum.
        if let [(0, vital), (1, each), ..] = shown.as_mut_slice() {
            let after = usize::from(machine.cpu.is_some()).min(vital.len());
            vital.splice(after..after, each.drain(..));
        }
        lines.extend(shown.into_iter().flat_map(|(_, group)| group));
    }
    lines.into_iter().map(|line| line.cut(width)).collect()
}

/// What is shown, and of when.
fn title(state: &State, width: usize) -> Line {
    let machine = &state.moment.machine;
    let mut parts = Vec::new();
    if let Some((at, of)) = state.moment.position {
        parts.push(Line::new().with(Role::Warning, format!("recording {at}/{of}")));
        parts.push(moment(state.moment.time).into());
    }
    if state.is_frozen {
        parts.push(Line::new().with(Role::Warning, "frozen"));
    }
    if let Some(filter) = &state.view.filter {
        parts.push(Line::new().with(Role::Warning, format!("filter {}", safe(filter.to_string().as_ref()))));
    }
    parts.extend(machine.host.as_deref().map(|host| Line::new().with(Role::Name, safe(host.as_ref()))));
    parts.push(counts(state));
    parts.extend(machine.load.map(|load| format!("load {:.2} {:.2} {:.2}", load.one, load.five, load.fifteen).into()));
    parts.extend(machine.uptime.map(|up| format!("up {}", long_duration(Duration::from_secs(up))).into()));
    Line::wrapped(parts, width).into_iter().next().unwrap_or_default()
}

fn counts(state: &State) -> Line {
    let all = &state.moment.snapshots;
    let count = |status: Status| all.iter().filter(|process| process.status.value() == Some(&status)).count();
    let shown = if state.rows.len() == all.len() { String::new() } else { format!("{} of ", state.rows.len()) };
    let mut line = Line::from(format!("{shown}{} processes, {} running", all.len(), count(Status::Running)));
    let zombies = count(Status::Zombie);
    if zombies > 0 {
        line.push(Role::Warning, format!(", {zombies} {}", if zombies == 1 { "zombie" } else { "zombies" }));
    }
    line
}

/// Processors, memory, swap; where there is no room for lines, all on one.
fn vital(machine: &Machine, units: Units, width: usize, room: usize) -> Vec<Line> {
    let bytes = |n| bytes_long(units, n);
    let swap = machine.swap.filter(|swap| swap.total > 0);
    if room < 3 {
        let share = |label: &str, percent: f64| {
            Line::from(format!("{label} ")).with(level(percent), one_decimal(percent) + "%")
        };
        let cpu = machine.cpu.map(|cpu| share("CPU", cpu.busy));
        let memory = machine.memory.map(|memory| share("Mem", memory.percent));
        let parts = [cpu, memory, swap.map(|swap| share("Swap", swap.percent))];
        return vec![Line::dotted(parts.into_iter().flatten())];
    }
    let mut lines = Vec::new();
    if let Some(cpu) = machine.cpu {
        let part = |label: &str, percent: f64| Line::from(format!("{label} {}%", one_decimal(percent)));
        let parts =
            [Some(part("user", cpu.user)), Some(part("system", cpu.system)), cpu.iowait.map(|n| part("iowait", n))];
        lines.push(gauge("CPU", cpu.busy, width, Line::dotted(parts.into_iter().flatten())));
    }
    if let Some(memory) = machine.memory {
        let used = Line::from(format!("{} of {}", bytes(memory.used), bytes(memory.total)));
        let available = format!("{} available", bytes(memory.available)).into();
        lines.push(gauge("Memory", memory.percent, width, Line::dotted([used, available])));
    }
    if let Some(swap) = swap {
        let used = format!("{} of {}", bytes(swap.used), bytes(swap.total));
        lines.push(gauge("Swap", swap.percent, width, used.into()));
    }
    lines
}

/// Networks and disks.
fn traffic(machine: &Machine, units: Units, width: usize) -> Vec<Line> {
    let rates = |label: &str, into: &str, out: &str, traffic: Traffic| {
        let rate = |n: f64| format!("{:>9}/s", bytes_long(units, n as u64));
        let line = Line::new().with(Role::Heading, label).padded(LABEL);
        line.with(Role::Faint, into)
            .with(Role::Plain, rate(traffic.into))
            .with(Role::Faint, out)
            .with(Role::Plain, rate(traffic.out))
    };
    let network = machine.network.map(|traffic| rates("Network", "in ", "  out ", traffic));
    let disk = machine.disk.map(|traffic| {
        let line = rates("Disk", "read ", "  written ", traffic);
        match machine.disk_busy {
            Some(busy) => line.with(Role::Faint, "  busy ").with(level(busy), format!("{}%", one_decimal(busy))),
            None => line,
        }
    });
    let both: Vec<Line> = [network, disk].into_iter().flatten().collect();
    match both.as_slice() {
        [network, disk] => {
            let first = network.clone().padded(LABEL + 8 + bar(width)).with(Role::Plain, "    ");
            if first.width() + disk.width() <= width { vec![first.and(disk.clone())] } else { both }
        }
        _ => both,
    }
}
