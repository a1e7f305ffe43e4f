//! Filling the fields of a snapshot.

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;
use std::time::SystemTime;

use sysproc_decode::linux::pid_stat::PidStat;

use super::stat;
use super::terminal::terminal_of;
use super::users::Names;
use crate::process::{Field, Fields, Gids, Ids, MemorySize, Snapshot, StartTime, Uids};
use crate::sys::linux::clock;
use crate::{Process, Result, System};

/// What one `stat` answers.
pub(super) const BY_STAT: Fields = Fields::PPID
    .union(Fields::NAME)
    .union(Fields::CREATE_TIME)
    .union(Fields::STATUS)
    .union(Fields::NICE)
    .union(Fields::NUM_THREADS)
    .union(Fields::TERMINAL)
    .union(Fields::CPU_TIMES)
    .union(Fields::CPU_NUM)
    .union(Fields::MEMORY)
    .union(Fields::PAGE_FAULTS);

/// What the user and group ids answer.
pub(super) const BY_IDS: Fields = Fields::UIDS.union(Fields::GIDS).union(Fields::USERNAME);

/// Whether one `stat` answers all of them.
pub(super) fn is_of_stat(fields: Fields) -> bool {
    BY_STAT.contains(fields)
}

/// Fills what `stat` answers, with what is the same for all processes worked out once.
pub(super) struct Filler {
    fields: Fields,
    boot: Option<SystemTime>,
    page: u64,
    names: Names,
}

impl Filler {
    pub(super) fn new(system: &System, fields: Fields) -> Result<Self> {
        let boot = if fields.contains(Fields::CREATE_TIME) { Some(clock::boot(system)?) } else { None };
        let page = rustix::param::page_size();
        Ok(Self { fields, boot, page: u64::try_from(page).unwrap_or(u64::MAX), names: Names::default() })
    }

    pub(super) fn fill_stat(&self, stat: &PidStat<'_>, system: &System, snapshot: &mut Snapshot) -> Result<()> {
        let asked = |field| self.fields.contains(field);
        snapshot.start = StartTime(stat.starttime.unwrap_or_default());
        if asked(Fields::PPID) {
            snapshot.ppid = Field::or_unknown(stat.ppid);
        }
        if asked(Fields::NAME) {
            snapshot.name = self.name(stat, system, snapshot)?;
        }
        if asked(Fields::CREATE_TIME) {
            let created = self.boot.and_then(|boot| boot.checked_add(clock::ticks(snapshot.start.0)));
            snapshot.create_time = Field::or_unknown(created);
        }
        if asked(Fields::STATUS) {
            snapshot.status = Field::or_unknown(stat::status_of(stat));
        }
        if asked(Fields::NICE) {
            snapshot.nice = Field::or_unknown(stat.nice);
        }
        if asked(Fields::TERMINAL) {
            let terminal = stat.tty_nr.map(|tty_nr| terminal_of(system, tty_nr));
            snapshot.terminal = Field::or_unknown(terminal);
        }
        if asked(Fields::NUM_THREADS) {
            snapshot.num_threads = Field::or_unknown(stat::num_threads_of(stat));
        }
        if asked(Fields::CPU_TIMES) {
            snapshot.cpu_times = Field::or_unknown(stat::cpu_times_of(stat));
        }
        if asked(Fields::CPU_NUM) {
            snapshot.cpu_num = Field::or_unknown(stat.processor);
        }
        if asked(Fields::MEMORY) {
            let lost = stat::has_lost_its_main_thread(stat);
            snapshot.memory = if lost { Field::Zombie } else { Field::or_unknown(self.memory(stat)) };
        }
        if asked(Fields::PAGE_FAULTS) {
            snapshot.page_faults = Field::or_unknown(stat::page_faults_of(stat));
        }
        Ok(())
    }

    /// Fills what the ids answer.
    pub(super) fn fill_ids(&mut self, both: &Field<(Uids, Gids)>, system: &System, snapshot: &mut Snapshot) {
        let each = |asked, pick: fn(&(Uids, Gids)) -> Ids| {
            if self.fields.contains(asked) { both.map(pick) } else { Field::NotAsked }
        };
        snapshot.uids = each(Fields::UIDS, |(uids, _)| *uids);
        snapshot.gids = each(Fields::GIDS, |(_, gids)| *gids);
        if self.fields.contains(Fields::USERNAME) {
            snapshot.username = both.map(|(uids, _)| self.names.of(system, uids.real));
        }
    }

    fn memory(&self, stat: &PidStat<'_>) -> Option<MemorySize> {
        Some(MemorySize { rss: stat.rss?.saturating_mul(self.page), vms: stat.vsize? })
    }

    /// The name of `stat`, completed from the command line where the kernel has cut it.
    fn name(&self, stat: &PidStat<'_>, system: &System, snapshot: &Snapshot) -> Result<Field<OsString>> {
        if !stat::may_be_cut(stat) {
            return Ok(Field::Value(OsString::from_vec(stat.comm.to_vec())));
        }
        let process = snapshot.process(system);
        Field::from_result(stat::completed_name(&process, stat.comm))
    }
}

/// Fills what is not in `stat`, each from its own source.
pub(super) fn others(process: &Process, fields: Fields, snapshot: &mut Snapshot) -> Result<()> {
    macro_rules! ask {
        ($($flag:ident $name:ident;)+) => {
            $(if fields.contains(Fields::$flag) {
                snapshot.$name = Field::from_result(super::$name(process).map(Into::into))?;
            })+
        };
    }
    ask! {
        EXE exe;
        CMDLINE cmdline;
        ENVIRON environ;
        CWD cwd;
        IONICE ionice;
        IO_COUNTERS io_counters;
        NUM_FDS num_fds;
        NUM_HANDLES num_handles;
        THREADS threads;
        CPU_AFFINITY cpu_affinity;
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
