//! Filling the fields of a snapshot.

use sysproc_decode::windows::process_information::ProcessInformation;

use super::handle::{Grip, QUERY};
use super::{affinity, identity, io, memory, priority, stat, text, users};
use crate::process::{Field, Fields, MemorySize, Snapshot, StartTime};
use crate::sys::windows::host;
use crate::{Error, Process, Result, System};

/// What the list of all processes answers.
pub(super) const BY_LISTING: Fields = Fields::PPID
    .union(Fields::NAME)
    .union(Fields::CREATE_TIME)
    .union(Fields::STATUS)
    .union(Fields::IO_COUNTERS)
    .union(Fields::NUM_CTX_SWITCHES)
    .union(Fields::NUM_HANDLES)
    .union(Fields::NUM_THREADS)
    .union(Fields::THREADS)
    .union(Fields::CPU_TIMES)
    .union(Fields::MEMORY)
    .union(Fields::MEMORY_INFO)
    .union(Fields::MEMORY_INFO_EX)
    .union(Fields::PAGE_FAULTS);

/// What a handle answers that may only be asked who the process is.
const BY_HANDLE: Fields = Fields::EXE
    .union(Fields::CMDLINE)
    .union(Fields::USERNAME)
    .union(Fields::NICE)
    .union(Fields::IONICE)
    .union(Fields::CPU_AFFINITY);

/// Fills what the list of all processes answers.
pub(super) fn by_listing(entry: &ProcessInformation<'_>, fields: Fields, system: &System, snapshot: &mut Snapshot) {
    macro_rules! fill {
        ($($flag:ident $name:ident = $value:expr;)+) => {
            $(if fields.contains(Fields::$flag) {
                snapshot.$name = Field::Value($value.into());
            })+
        };
    }
    snapshot.pid = entry.pid;
    snapshot.start = StartTime(entry.create_time);
    fill! {
        PPID ppid = entry.parent_pid;
        NAME name = stat::name_of(entry);
        STATUS status = stat::status_of(entry);
        IO_COUNTERS io_counters = io::io_counters_of(entry);
        NUM_CTX_SWITCHES num_ctx_switches = stat::num_ctx_switches_of(entry);
        NUM_HANDLES num_handles = stat::num_handles_of(entry);
        NUM_THREADS num_threads = stat::num_threads_of(entry);
        THREADS threads = stat::threads_of(entry);
        CPU_TIMES cpu_times = stat::cpu_times_of(entry);
        MEMORY memory = MemorySize { rss: entry.working_set_size, vms: entry.pagefile_usage };
        MEMORY_INFO memory_info = memory::memory_info_of(entry);
        MEMORY_INFO_EX memory_info_ex = memory::memory_info_ex_of(entry);
        PAGE_FAULTS page_faults = stat::page_faults_of(entry);
    }
    if fields.contains(Fields::CREATE_TIME) {
        let created = identity::created(snapshot.start).or_else(|| host::boot_time(system).ok());
        snapshot.create_time = Field::or_unknown(created);
    }
}

/// Fills what the list does not answer.
pub(super) fn others(process: &Process, fields: Fields, snapshot: &mut Snapshot) -> Result<()> {
    by_handle(process, fields, snapshot)?;
    macro_rules! ask {
        ($($flag:ident $name:ident;)+) => {
            $(if fields.contains(Fields::$flag) {
                snapshot.$name = Field::from_result(super::$name(process).map(Into::into))?;
            })+
        };
    }
    ask! {
        ENVIRON environ;
        CWD cwd;
        UIDS uids;
        GIDS gids;
        TERMINAL terminal;
        NUM_FDS num_fds;
        CPU_NUM cpu_num;
        MEMORY_FOOTPRINT memory_footprint;
        MEMORY_MAPS memory_maps;
        MEMORY_MAPS_GROUPED memory_maps_grouped;
        OPEN_FILES open_files;
        CGROUP cgroup;
    }
    if fields.contains(Fields::NET_CONNECTIONS) {
        let sockets = super::net_connections(process, crate::net::ConnectionKind::All);
        snapshot.net_connections = Field::from_result(sockets)?;
    }
    Ok(())
}

/// Fills what a handle answers, which is opened once for all of it.
fn by_handle(process: &Process, fields: Fields, snapshot: &mut Snapshot) -> Result<()> {
    if !fields.intersects(BY_HANDLE) {
        return Ok(());
    }
    let grip = match Grip::on(process, QUERY) {
        // One that nobody may open is there all the same, if the list has it.
        Err(error @ Error::AccessDenied { .. }) => {
            if snapshot.pid != process.pid() {
                identity::require_running(process)?;
            }
            Field::from_result(Err(error))?
        }
        grip => Field::from_result(grip)?,
    };
    macro_rules! ask {
        ($($flag:ident $name:ident = $ask:path;)+) => {
            $(if fields.contains(Fields::$flag) {
                snapshot.$name = match &grip {
                    Field::Value(grip) => Field::from_result($ask(grip))?,
                    other => other.and_then(|_| None),
                };
            })+
        };
    }
    ask! {
        EXE exe = text::exe_of;
        CMDLINE cmdline = text::cmdline_of;
        USERNAME username = users::username_of;
        NICE nice = priority::nice_of;
        IONICE ionice = priority::ionice_of;
        CPU_AFFINITY cpu_affinity = affinity::cpu_affinity_of;
    }
    if fields.contains(Fields::EXE) && grip.value().is_none() {
        if let Some(exe) = text::exe_unopened(process) {
            snapshot.exe = Field::from_result(exe)?;
        }
    }
    Ok(())
}
