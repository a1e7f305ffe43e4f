//! The columns of a list of processes: each said once, for tables, for JSON, for sorting.

use std::collections::HashMap;
use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::time::{Duration, SystemTime};

use clap::builder::{PossibleValue, TypedValueParser};
use sysproc::Pid;
use sysproc::process::{
    Field, Fields, IoClass, IoCounters, MemoryExtra, MemoryInfo, ProcessCpuTimes, Snapshot, Status,
};

use crate::nearest::hint;
use crate::render::{Head, Role};
use crate::sheet::{Heading, seen};
use crate::totals::{self, Totals};
use crate::value::Value;
use crate::{platform, priority};

/// What a column needs beyond the process itself.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    /// The machine's memory, in bytes.
    pub(crate) memory: Option<u64>,
    /// The time of the listing, by the machine's own clock.
    pub(crate) now: Option<SystemTime>,
    /// What each process did of late, if that was measured.
    pub(crate) rates: Option<HashMap<Pid, Rates>>,
    /// What each process and its descendants use together, if enough was read for that.
    pub(crate) totals: Option<HashMap<Pid, Totals>>,
}

impl Facts {
    /// Adds the sums over descendants.
    pub(crate) fn sum_up(&mut self, snapshots: &[Snapshot]) {
        let cpu = |process: &Snapshot| match cpu_percent(process, self) {
            Value::Percent(percent) => Some(percent),
            _ => None,
        };
        self.totals = Some(totals::totals(snapshots, cpu));
    }
}

/// What a process did while it was watched.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Rates {
    /// Percent of one processor.
    pub(crate) cpu: Option<f64>,
    /// Bytes a second from disk.
    pub(crate) read: Option<f64>,
    /// Bytes a second to disk.
    pub(crate) write: Option<f64>,
}

/// A column: its names, what it needs, and how its value is found.
#[derive(Debug)]
pub(crate) struct Column {
    /// The name, which is also the key in JSON.
    pub(crate) name: &'static str,
    /// A shorter name, or none.
    pub(crate) short: &'static str,
    title: &'static str,
    /// What its values are.
    pub(crate) kind: Kind,
    pub(crate) about: &'static str,
    /// What its value is made from.
    pub(crate) fields: Fields,
    pub(crate) value: fn(&Snapshot, &Facts) -> Value,
}

/// What the values of a column are, where they are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Count,
    Bytes,
    Percent,
    /// A duration.
    Time,
    Instant,
}

const fn text(name: &'static str, short: &'static str, title: &'static str, about: &'static str) -> Column {
    let value = |_: &Snapshot, _: &Facts| Value::Unknown;
    Column { name, short, title, kind: Kind::Text, about, fields: Fields::empty(), value }
}

const fn number(
    kind: Kind,
    name: &'static str,
    short: &'static str,
    title: &'static str,
    about: &'static str,
) -> Column {
    Column { kind, ..text(name, short, title, about) }
}

impl Column {
    const fn of(self, fields: Fields, value: fn(&Snapshot, &Facts) -> Value) -> Self {
        Self { fields, value, ..self }
    }
}

/// Every column, in the order of `--help`.
pub(crate) static COLUMNS: &[Column] = &[
    number(Kind::Count, "pid", "", "PID", "number of the process")
        .of(Fields::empty(), |s, _| Value::Count(s.pid.into())),
    number(Kind::Count, "ppid", "", "PPID", "number of its parent")
        .of(Fields::PPID, |s, _| Value::of(&s.ppid, |pid| Value::Count((*pid).into()))),
    text("name", "", "NAME", "name").of(Fields::NAME, |s, _| Value::of(&s.name, |name| Value::Text(name.clone()))),
    text("command", "cmd", "COMMAND", "command line, or [name] where there is none")
        .of(Fields::NAME.union(Fields::CMDLINE), |s, _| command(s)),
    text("cmdline", "args", "CMDLINE", "command line, an argument each in JSON")
        .of(Fields::CMDLINE, |s, _| Value::of(&s.cmdline, |c| Value::List(c.clone()))),
    text("exe", "", "EXE", "path of the program").of(Fields::EXE, |s, _| Value::of(&s.exe, |exe| path(exe))),
    text("cwd", "", "CWD", "working directory").of(Fields::CWD, |s, _| Value::of(&s.cwd, |cwd| path(cwd))),
    text("username", "user", "USER", "name of the real user")
        .of(Fields::USERNAME, |s, _| Value::of(&s.username, |name| Value::Text(name.clone()))),
    number(Kind::Count, "uid", "", "UID", "real user id")
        .of(Fields::UIDS, |s, _| Value::of(&s.uids, |ids| Value::Count(ids.real.into()))),
    number(Kind::Count, "euid", "", "EUID", "effective user id")
        .of(Fields::UIDS, |s, _| Value::of(&s.uids, |ids| Value::Count(ids.effective.into()))),
    number(Kind::Count, "gid", "", "GID", "real group id")
        .of(Fields::GIDS, |s, _| Value::of(&s.gids, |ids| Value::Count(ids.real.into()))),
    number(Kind::Count, "egid", "", "EGID", "effective group id")
        .of(Fields::GIDS, |s, _| Value::of(&s.gids, |ids| Value::Count(ids.effective.into()))),
    text("status", "", "STATUS", "what it is doing, as a word")
        .of(Fields::STATUS, |s, _| Value::of(&s.status, |status| word(status.as_str()))),
    text("state", "", "S", "the same as a letter: R S D T t Z I")
        .of(Fields::STATUS, |s, _| Value::of(&s.status, |status| word(letter(*status)))),
    text("terminal", "tty", "TTY", "controlling terminal")
        .of(Fields::TERMINAL, |s, _| Value::of(&s.terminal, terminal)),
    text("priority", "", "PRIORITY", "priority class")
        .of(Fields::NICE, |s, _| Value::of(&s.nice, |nice| Value::or_unknown(priority::class(*nice), Value::text))),
    number(Kind::Count, "nice", "", "NI", "nice value, -20 (first) to 19")
        .of(Fields::NICE, |s, _| Value::of(&s.nice, |nice| Value::Number((*nice).into()))),
    text("ionice", "", "IONICE", "class and level of disk priority")
        .of(Fields::IONICE, |s, _| Value::of(&s.ionice, |io| Value::Text(io_priority(io.class, io.level).into()))),
    number(Kind::Percent, "cpu_percent", "cpu", "CPU%", "share of one processor (see below)")
        .of(Fields::CPU_TIMES.union(Fields::CREATE_TIME), cpu_percent),
    number(Kind::Time, "cpu_time", "time", "TIME", "processor time used")
        .of(Fields::CPU_TIMES, |s, _| Value::of(&s.cpu_times, |times| Value::Time(used(times)))),
    number(Kind::Time, "cpu_user", "", "USERTIME", "the part of it in user code")
        .of(Fields::CPU_TIMES, |s, _| Value::of(&s.cpu_times, |times| Value::Time(times.user))),
    number(Kind::Time, "cpu_system", "", "SYSTIME", "the part of it in the kernel")
        .of(Fields::CPU_TIMES, |s, _| Value::of(&s.cpu_times, |times| Value::Time(times.system))),
    number(Kind::Count, "cpu_num", "", "CPU", "processor it last ran on")
        .of(Fields::CPU_NUM, |s, _| Value::of(&s.cpu_num, |cpu| Value::Count((*cpu).into()))),
    text("cpu_affinity", "affinity", "CPUS", "processors it may run on")
        .of(Fields::CPU_AFFINITY, |s, _| Value::of(&s.cpu_affinity, |cpus| Value::Numbers(cpus.clone()))),
    number(Kind::Percent, "memory_percent", "mem", "MEM%", "rss as a share of the machine's memory")
        .of(Fields::MEMORY_INFO, memory_percent),
    number(Kind::Bytes, "rss", "", "RSS", "memory in RAM")
        .of(Fields::MEMORY_INFO, |s, _| memory(&s.memory_info, |m| Some(m.rss))),
    number(Kind::Bytes, "vms", "", "VMS", "memory mapped")
        .of(Fields::MEMORY_INFO, |s, _| memory(&s.memory_info, |m| Some(m.vms))),
    number(Kind::Bytes, "shared", "", "SHARED", "the part of rss that can be shared")
        .of(Fields::MEMORY_INFO, |s, _| memory(&s.memory_info, shared)),
    number(Kind::Bytes, "peak_rss", "", "PEAK", "largest rss so far").of(Fields::MEMORY_INFO_EX, |s, _| {
        Value::of(&s.memory_info_ex, |m| Value::or_unknown(m.peak_rss, Value::Bytes))
    }),
    number(Kind::Bytes, "uss", "", "USS", "memory shared with nobody (slow)")
        .of(Fields::MEMORY_FOOTPRINT, |s, _| Value::of(&s.memory_footprint, |m| Value::Bytes(m.uss))),
    number(Kind::Bytes, "pss", "", "PSS", "memory, shared pages divided up (slow)")
        .of(Fields::MEMORY_FOOTPRINT, |s, _| {
            Value::of(&s.memory_footprint, |m| Value::or_unknown(m.pss, Value::Bytes))
        }),
    number(Kind::Bytes, "swap", "", "SWAP", "memory swapped out")
        .of(Fields::MEMORY_INFO_EX, |s, _| Value::of(&s.memory_info_ex, |m| Value::or_unknown(m.swap, Value::Bytes))),
    number(Kind::Count, "minor_faults", "minflt", "MINFLT", "page faults served from memory")
        .of(Fields::PAGE_FAULTS, |s, _| Value::of(&s.page_faults, |faults| Value::Count(faults.minor))),
    number(Kind::Count, "major_faults", "majflt", "MAJFLT", "page faults served from disk")
        .of(Fields::PAGE_FAULTS, |s, _| Value::of(&s.page_faults, |faults| Value::Count(faults.major))),
    number(Kind::Bytes, "read_bytes", "read", "READ", "bytes read from disk")
        .of(Fields::IO_COUNTERS, |s, _| io(&s.io_counters, |io| io.read_bytes)),
    number(Kind::Bytes, "write_bytes", "write", "WRITE", "bytes written to disk")
        .of(Fields::IO_COUNTERS, |s, _| io(&s.io_counters, |io| io.write_bytes)),
    number(Kind::Bytes, "read_rate", "", "READ/S", "bytes read from disk a second, while it was watched")
        .of(Fields::IO_COUNTERS, |s, facts| rate(s, &s.io_counters, facts, |rates| rates.read)),
    number(Kind::Bytes, "write_rate", "", "WRITE/S", "bytes written to disk a second, while it was watched")
        .of(Fields::IO_COUNTERS, |s, facts| rate(s, &s.io_counters, facts, |rates| rates.write)),
    number(Kind::Bytes, "io_rate", "io", "IO/S", "both of them together")
        .of(Fields::IO_COUNTERS, |s, facts| rate(s, &s.io_counters, facts, |rates| Some(rates.read? + rates.write?))),
    number(Kind::Count, "tree_count", "", "ΣN", "number of processes: it and all that descends from it")
        .of(totals::FIELDS, |s, facts| total(s, facts, |total| Value::Count(total.count))),
    number(Kind::Percent, "tree_cpu_percent", "tree_cpu", "ΣCPU%", "share of one processor of all of these")
        .of(totals::FIELDS, |s, facts| total(s, facts, |total| Value::Percent(total.cpu))),
    number(Kind::Bytes, "tree_rss", "", "ΣRSS", "memory in RAM of all of these; what they share counts for each")
        .of(totals::FIELDS, |s, facts| total(s, facts, |total| Value::Bytes(total.rss))),
    number(Kind::Count, "num_threads", "threads", "THR", "number of threads")
        .of(Fields::NUM_THREADS, |s, _| Value::of(&s.num_threads, |n| count(*n))),
    number(Kind::Count, "num_fds", "fds", "FDS", "number of open descriptors")
        .of(Fields::NUM_FDS, |s, _| Value::of(&s.num_fds, |n| count(*n))),
    number(Kind::Count, "num_handles", "handles", "HANDLES", "number of open handles")
        .of(Fields::NUM_HANDLES, |s, _| Value::of(&s.num_handles, |n| count(*n))),
    number(Kind::Count, "voluntary_ctx_switches", "vcsw", "VCSW", "times it gave up the processor")
        .of(Fields::NUM_CTX_SWITCHES, |s, _| Value::of(&s.num_ctx_switches, |n| Value::Count(n.voluntary))),
    number(Kind::Count, "involuntary_ctx_switches", "icsw", "ICSW", "times it had to")
        .of(Fields::NUM_CTX_SWITCHES, |s, _| {
            Value::of(&s.num_ctx_switches, |n| Value::or_unknown(n.involuntary, Value::Count))
        }),
    number(Kind::Instant, "create_time", "start", "START", "when it was started")
        .of(Fields::CREATE_TIME, |s, _| Value::of(&s.create_time, |then| Value::Instant(*then))),
    number(Kind::Time, "elapsed", "", "ELAPSED", "time since then")
        .of(Fields::CREATE_TIME, |s, facts| Value::or_unknown(age(s, facts), Value::Time)),
    text("cgroup", "", "CGROUP", "control group").of(Fields::CGROUP, |s, _| Value::of(&s.cgroup, |group| path(group))),
];

/// Columns by their names, in the order given.
pub(crate) fn by_names(names: &[&str]) -> Vec<&'static Column> {
    names.iter().filter_map(|name| find(name).ok()).collect()
}

/// A column by its name or its short one.
pub(crate) fn find(name: &str) -> Result<&'static Column, String> {
    let lower = name.to_lowercase();
    let is_named = |column: &&Column| column.name == lower || (!column.short.is_empty() && column.short == lower);
    COLUMNS.iter().find(is_named).ok_or_else(|| {
        let names = COLUMNS.iter().flat_map(|column| [column.name, column.short]).filter(|name| !name.is_empty());
        format!("no column is called {name:?}{}", hint(name, names))
    })
}

/// What is written as the name of a column and read by a function; a shell completes it.
#[derive(Clone)]
pub(crate) struct Named<T>(pub(crate) fn(&str) -> Result<T, String>);

impl<T: Clone + Send + Sync + 'static> TypedValueParser for Named<T> {
    type Value = T;

    fn parse_ref(&self, command: &clap::Command, argument: Option<&clap::Arg>, text: &OsStr) -> Result<T, clap::Error> {
        self.0.parse_ref(command, argument, text)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let here = COLUMNS.iter().filter(|column| is_here(column.name));
        Some(Box::new(here.map(|column| PossibleValue::new(column.name))))
    }
}

/// What Windows has nothing to show in.
const OF_UNIX: [&str; 11] =
    ["uid", "euid", "gid", "egid", "terminal", "nice", "cpu_num", "pss", "swap", "num_fds", "cgroup"];
/// What only Windows has something to show in.
const OF_WINDOWS: [&str; 2] = ["priority", "num_handles"];

/// Whether there is ever something to show in a column here.
pub(crate) fn is_here(name: &str) -> bool {
    let others = if platform::IS_WINDOWS { &OF_UNIX[..] } else { &OF_WINDOWS };
    !others.contains(&name)
}

/// The list of columns for `--help`: of those that there is something to show in.
pub(crate) fn list(is_windows: bool) -> String {
    let mut out = String::new();
    let others = if is_windows { &OF_UNIX[..] } else { &OF_WINDOWS };
    for column in COLUMNS.iter().filter(|column| !others.contains(&column.name)) {
        let names =
            if column.short.is_empty() { column.name.into() } else { format!("{}, {}", column.name, column.short) };
        out.push_str(&format!("  {names:<30}  {}\n", column.about));
    }
    out
}

impl Column {
    /// Its heading in a sheet, with a rank.
    pub(crate) fn heading(&self, rank: usize) -> Heading {
        seen(self.name, self.head(rank)).role(role)
    }

    /// Its head in a table, with a rank.
    pub(crate) fn head(&self, rank: usize) -> Head {
        let head = if self.kind == Kind::Text { Head::left(self.title) } else { Head::right(self.title) };
        let head = head.rank(rank);
        match self.name {
            "command" | "cmdline" | "exe" | "cwd" | "cgroup" | "name" => head.shortest(16),
            "username" => head.shortest(8),
            _ => head,
        }
    }
}

/// What a value says of its process, which its colour shows: who is busy, large, stuck or dead, and who does nothing.
pub(crate) fn role(column: &str, value: &Value) -> Option<Role> {
    let share = |percent: f64, warning: f64, alarm: f64| match percent {
        p if p >= alarm => Role::Alarm,
        p if p >= warning => Role::Warning,
        p if p < 0.05 => Role::Faint,
        _ => Role::Plain,
    };
    Some(match (column, value) {
        ("cpu_percent" | "tree_cpu_percent", Value::Percent(percent)) => share(*percent, 20.0, 90.0),
        ("memory_percent", Value::Percent(percent)) => share(*percent, 10.0, 50.0),
        ("state" | "status", Value::Text(text)) => match text.to_str() {
            Some("R" | "running") => Role::Good,
            Some("D" | "disk-sleep" | "T" | "stopped" | "t" | "tracing-stop") => Role::Warning,
            Some("Z" | "zombie" | "X" | "dead") => Role::Alarm,
            _ => Role::Faint,
        },
        // Threads of the kernel.
        ("command", Value::Text(text)) if text.as_encoded_bytes().starts_with(b"[") => Role::Faint,
        (_, Value::Bytes(0)) => Role::Faint,
        _ => return None,
    })
}

fn word(text: &str) -> Value {
    Value::Text(text.into())
}

fn count(number: usize) -> Value {
    Value::Count(u64::try_from(number).unwrap_or(u64::MAX))
}

/// A path; none where the system has none to tell.
fn path(path: &Path) -> Value {
    if path.as_os_str().is_empty() { Value::Unknown } else { Value::Text(path.into()) }
}

fn terminal(terminal: &Option<std::path::PathBuf>) -> Value {
    let short = |terminal: &Path| terminal.strip_prefix("/dev").unwrap_or(terminal).as_os_str().to_owned();
    Value::or_unknown(terminal.as_deref(), |terminal| Value::Text(short(terminal)))
}

fn command(process: &Snapshot) -> Value {
    match (&process.cmdline, &process.name) {
        (Field::Value(arguments), _) if !arguments.is_empty() => Value::Text(arguments.join(" ".as_ref())),
        (_, Field::Value(name)) => {
            let mut bracketed = OsString::from("[");
            bracketed.push(name);
            bracketed.push("]");
            Value::Text(bracketed)
        }
        (_, name) => Value::of(name, |name| Value::Text(name.clone())),
    }
}

/// The letter that ps and top use.
fn letter(status: Status) -> &'static str {
    match status {
        Status::Running => "R",
        Status::Sleeping => "S",
        Status::DiskSleep => "D",
        Status::Stopped => "T",
        Status::TracingStop => "t",
        Status::Zombie => "Z",
        Status::Dead => "X",
        Status::Idle => "I",
        Status::Parked => "P",
        Status::WakeKill => "K",
        Status::Waking | Status::Waiting => "W",
        Status::Locked => "L",
        _ => "?",
    }
}

fn io_priority(class: IoClass, level: u8) -> String {
    match class {
        IoClass::RealTime => format!("realtime/{level}"),
        IoClass::BestEffort => format!("best-effort/{level}"),
        IoClass::None => "none".into(),
        IoClass::Idle => "idle".into(),
        IoClass::VeryLow => "very-low".into(),
        IoClass::Low => "low".into(),
        IoClass::Normal => "normal".into(),
        IoClass::High => "high".into(),
    }
}

fn memory(field: &Field<MemoryInfo>, part: impl FnOnce(&MemoryInfo) -> Option<u64>) -> Value {
    Value::of(field, |memory| Value::or_unknown(part(memory), Value::Bytes))
}

fn shared(memory: &MemoryInfo) -> Option<u64> {
    match memory.extra {
        MemoryExtra::Linux(extra) => Some(extra.shared),
        _ => None,
    }
}

fn io(field: &Field<Box<IoCounters>>, part: impl FnOnce(&IoCounters) -> Option<u64>) -> Value {
    Value::of(field, |io| Value::or_unknown(part(io), Value::Bytes))
}

/// Bytes a second, of what was counted twice.
fn rate(
    process: &Snapshot,
    counted: &Field<Box<IoCounters>>,
    facts: &Facts,
    part: impl FnOnce(&Rates) -> Option<f64>,
) -> Value {
    let rates = facts.rates.as_ref().and_then(|rates| rates.get(&process.pid));
    Value::of(counted, |_| Value::or_unknown(rates.and_then(part), |rate| Value::Bytes(rate.round() as u64)))
}

fn total(process: &Snapshot, facts: &Facts, part: impl FnOnce(Totals) -> Value) -> Value {
    Value::or_unknown(facts.totals.as_ref().and_then(|totals| totals.get(&process.pid)).copied(), part)
}

fn memory_percent(process: &Snapshot, facts: &Facts) -> Value {
    let share = |rss: u64| Some(rss as f64 / facts.memory.filter(|total| *total > 0)? as f64 * 100.0);
    Value::of(&process.memory_info, |memory| Value::or_unknown(share(memory.rss), Value::Percent))
}

fn used(times: &ProcessCpuTimes) -> Duration {
    times.user.saturating_add(times.system)
}

fn age(process: &Snapshot, facts: &Facts) -> Option<Duration> {
    // A process is not younger than nothing, whatever the clocks say.
    Some(facts.now?.duration_since(*process.create_time.value()?).unwrap_or_default())
}

/// How busy it was while it was watched; else on average since its start.
fn cpu_percent(process: &Snapshot, facts: &Facts) -> Value {
    if let Some(rates) = &facts.rates {
        return Value::or_unknown(rates.get(&process.pid).and_then(|rates| rates.cpu), Value::Percent);
    }
    Value::of(&process.cpu_times, |times| {
        let age = age(process, facts).map(|age| age.as_secs_f64());
        Value::or_unknown(age, |age| {
            Value::Percent(if age > 0.0 { used(times).as_secs_f64() / age * 100.0 } else { 0.0 })
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_columns_share_a_name() {
        let mut names: Vec<&str> = COLUMNS.iter().flat_map(|c| [c.name, c.short]).filter(|n| !n.is_empty()).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
    }

    #[test]
    fn a_slip_in_a_name_is_answered_by_the_nearest() {
        let message = find("cpu_precent").err();
        assert_eq!(message.as_deref(), Some("no column is called \"cpu_precent\"; did you mean \"cpu_percent\"?"));
        assert!(find("CPU").is_ok_and(|column| column.name == "cpu_percent"));
    }
}
