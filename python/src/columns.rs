//! The keys of `as_dict()` that a snapshot has: what each asks for, and how its value is taken.

use std::sync::atomic::Ordering;

use pyo3::prelude::*;
use sysproc::net::{Connection, Family};
use sysproc::process::{Field, Fields, MemoryFullInfo, OpenFile, Snapshot};

use crate::classes::Classes;
use crate::convert::{GroupIds, Nice, ToPython, UserIds};

/// What a snapshot has of a column.
pub(crate) enum Found<'py> {
    Value(Bound<'py, PyAny>),
    /// The caller may not know.
    Denied,
    /// The kernel has let go of it, since the process is a zombie.
    Zombie,
    /// Nothing: only its own method can say why, or find it elsewhere.
    Missing,
}

/// One key.
pub(crate) struct Column {
    pub(crate) name: &'static str,
    pub(crate) fields: Fields,
    pub(crate) take: for<'py> fn(&Snapshot, Python<'py>, &Classes) -> PyResult<Found<'py>>,
}

/// Declares a constant for each column: its name in Python, and how its value is taken from the snapshot.
macro_rules! columns {
    ($($flag:ident $name:ident: $fields:expr, |$snapshot:ident| $field:expr;)+) => {
        $(pub(crate) const $flag: Column = Column {
            name: stringify!($name),
            fields: $fields,
            take: |$snapshot, py, classes| found(&$field, py, classes),
        };)+
        pub(crate) const ALL: &[Column] = &[$($flag,)+ MEMORY_PERCENT];
    };
}

columns! {
    PID pid: Fields::empty(), |s| Field::Value(s.pid);
    PPID ppid: Fields::PPID, |s| s.ppid;
    NAME name: Fields::NAME, |s| s.name;
    EXE exe: Fields::EXE, |s| told(&s.exe, |exe| !exe.as_os_str().is_empty());
    CMDLINE cmdline: Fields::CMDLINE, |s| s.cmdline;
    ENVIRON environ: Fields::ENVIRON, |s| s.environ;
    CREATE_TIME create_time: Fields::CREATE_TIME, |s| s.create_time;
    STATUS status: Fields::STATUS, |s| s.status;
    CWD cwd: Fields::CWD, |s| s.cwd;
    USERNAME username: Fields::USERNAME, |s| s.username;
    UIDS uids: Fields::UIDS, |s| s.uids.map(|ids| UserIds(*ids));
    GIDS gids: Fields::GIDS, |s| s.gids.map(|ids| GroupIds(*ids));
    TERMINAL terminal: Fields::TERMINAL, |s| s.terminal;
    NICE nice: Fields::NICE, |s| s.nice.map(|value| Nice(*value));
    IONICE ionice: Fields::IONICE, |s| s.ionice;
    IO_COUNTERS io_counters: Fields::IO_COUNTERS, |s| s.io_counters;
    NUM_CTX_SWITCHES num_ctx_switches: Fields::NUM_CTX_SWITCHES, |s| s.num_ctx_switches;
    NUM_FDS num_fds: Fields::NUM_FDS, |s| s.num_fds;
    NUM_HANDLES num_handles: Fields::NUM_HANDLES, |s| s.num_handles;
    NUM_THREADS num_threads: Fields::NUM_THREADS, |s| s.num_threads;
    THREADS threads: Fields::THREADS, |s| s.threads;
    CPU_TIMES cpu_times: Fields::CPU_TIMES, |s| s.cpu_times;
    CPU_NUM cpu_num: Fields::CPU_NUM, |s| s.cpu_num;
    CPU_AFFINITY cpu_affinity: Fields::CPU_AFFINITY, |s| s.cpu_affinity;
    MEMORY_INFO memory_info: Fields::MEMORY_INFO, |s| s.memory_info;
    MEMORY_INFO_EX memory_info_ex: Fields::MEMORY_INFO_EX, |s| s.memory_info_ex;
    MEMORY_FOOTPRINT memory_footprint: Fields::MEMORY_FOOTPRINT, |s| s.memory_footprint;
    MEMORY_FULL_INFO memory_full_info: Fields::MEMORY_INFO.union(Fields::MEMORY_FOOTPRINT), |s| full_info(s);
    MEMORY_MAPS memory_maps: Fields::MEMORY_MAPS_GROUPED, |s| s.memory_maps_grouped;
    PAGE_FAULTS page_faults: Fields::PAGE_FAULTS, |s| s.page_faults;
    OPEN_FILES open_files: Fields::OPEN_FILES, |s| s.open_files.map(|files| not_deleted(files.clone()));
    NET_CONNECTIONS net_connections: Fields::NET_CONNECTIONS, |s| s.net_connections.map(|all| of_internet(all));
}

/// Needs the machine's memory too, which its method finds if nobody has asked for it yet.
const MEMORY_PERCENT: Column = Column {
    name: "memory_percent",
    fields: Fields::MEMORY_INFO,
    take: |snapshot, py, classes| match classes.total_memory.load(Ordering::Relaxed) {
        0 => Ok(Found::Missing),
        total => found(&snapshot.memory_info.map(|memory| memory.rss as f64 / total as f64 * 100.0), py, classes),
    },
};

fn found<'py, T: ToPython>(field: &Field<T>, py: Python<'py>, classes: &Classes) -> PyResult<Found<'py>> {
    Ok(match field {
        Field::Value(value) => Found::Value(value.to_python(py, classes)?),
        Field::Denied => Found::Denied,
        Field::Zombie => Found::Zombie,
        Field::NotAsked | Field::Unsupported | Field::Unknown => Found::Missing,
    })
}

/// A value that tells something; else, and where it is denied, its method finds it elsewhere.
fn told<T: Clone>(field: &Field<T>, tells: impl Fn(&T) -> bool) -> Field<T> {
    match field {
        Field::Value(value) if tells(value) => field.clone(),
        Field::Value(_) | Field::Denied => Field::Unknown,
        other => other.clone(),
    }
}

/// Both halves together; without the costly one only where the system does not have it.
fn full_info(snapshot: &Snapshot) -> Field<MemoryFullInfo> {
    let info = &snapshot.memory_info;
    match (info.value(), &snapshot.memory_footprint) {
        (Some(info), Field::Unsupported) => Field::Value(MemoryFullInfo { info: info.clone(), footprint: None }),
        (Some(info), footprint) => footprint.map(|cost| MemoryFullInfo { info: info.clone(), footprint: Some(**cost) }),
        (None, _) => info.map(|info| MemoryFullInfo { info: info.clone(), footprint: None }),
    }
}

/// psutil lists no files that were deleted.
pub(crate) fn not_deleted(mut files: Vec<OpenFile>) -> Vec<OpenFile> {
    files.retain(|file| file.deleted != Some(true));
    files
}

/// What psutil lists unless it is told otherwise.
fn of_internet(all: &[Connection]) -> Vec<Connection> {
    all.iter().filter(|socket| socket.family != Family::Unix).cloned().collect()
}
