//! The crate sysinfo, asked for no more than the work needs.

use std::time::{Duration, SystemTime};

use sysinfo::{
    MemoryRefreshKind, Pid, Process, ProcessRefreshKind, ProcessStatus, ProcessesToUpdate, System, ThreadKind,
    UpdateKind,
};

use super::{Contender, Row, Turn, call, timed};
use crate::Result;

/// A `System` of sysinfo, made anew each time or held.
pub(crate) struct Sysinfo {
    name: &'static str,
    what: ProcessRefreshKind,
    held: bool,
    system: Option<System>,
}

impl Sysinfo {
    /// All ten fields: it counts threads by listing the tasks of each process.
    pub(crate) fn fresh() -> Box<dyn Contender> {
        Self::boxed("sysinfo", ten_fields(), false)
    }

    /// Without the number of threads, which costs it most.
    pub(crate) fn fresh_without_threads() -> Box<dyn Contender> {
        Self::boxed("sysinfo-no-threads", ten_fields().without_tasks(), false)
    }

    /// Nothing but what it always reads.
    pub(crate) fn fresh_with_nothing() -> Box<dyn Contender> {
        Self::boxed("sysinfo", ProcessRefreshKind::nothing().without_tasks(), false)
    }

    /// As [`Sysinfo::fresh`], but kept and refreshed.
    pub(crate) fn held() -> Box<dyn Contender> {
        Self::boxed("sysinfo-held", ten_fields(), true)
    }

    /// As [`Sysinfo::fresh_without_threads`], but kept and refreshed.
    pub(crate) fn held_without_threads() -> Box<dyn Contender> {
        Self::boxed("sysinfo-held-no-threads", ten_fields().without_tasks(), true)
    }

    fn boxed(name: &'static str, what: ProcessRefreshKind, held: bool) -> Box<dyn Contender> {
        Box::new(Self { name, what, held, system: None })
    }
}

fn ten_fields() -> ProcessRefreshKind {
    ProcessRefreshKind::nothing().with_cpu().with_memory().with_user(UpdateKind::Always).with_tasks()
}

impl Contender for Sysinfo {
    fn name(&self) -> &str {
        self.name
    }

    fn run(&mut self, times: u32) -> Result<Turn> {
        let used = timed(times, &mut self.system, |system| {
            if !self.held {
                *system = None;
            }
            let refreshed = match system {
                Some(held) => held,
                None => system.insert(System::new()?),
            };
            refreshed.refresh_processes_specifics(ProcessesToUpdate::All, true, self.what);
            Ok(())
        })?;
        let processes = self.system.iter().flat_map(|system| system.processes().values());
        Ok(Turn { used, items: processes.filter(|process| !is_thread(process)).count() })
    }

    fn row(&mut self, pid: u32) -> Result<Option<Row>> {
        let process = self.system.as_ref().and_then(|system| system.process(Pid::from_u32(pid)));
        Ok(process.map(|process| self.fields(process)))
    }
}

impl Sysinfo {
    fn fields(&self, process: &Process) -> Row {
        let mut row = Row::default()
            .with("name", process.name().display())
            .with("status", if process.status() == ProcessStatus::Sleep { "sleeping" } else { "not sleeping" })
            .with_start(SystemTime::UNIX_EPOCH + Duration::from_secs(process.start_time()));
        if let Some(parent) = process.parent() {
            row = row.with("ppid", parent);
        }
        if self.what.memory() {
            row = row.with("rss", process.memory()).with("vms", process.virtual_memory());
        }
        if self.what.cpu() {
            row = row.with_cpu(Duration::from_millis(process.accumulated_cpu_time()));
        }
        if let Some(uid) = process.user_id().filter(|_| self.what.user() != UpdateKind::Never) {
            row = row.with("uid", **uid);
        }
        if let Some(tasks) = process.tasks() {
            row = row.with("threads", tasks.len() + 1); // All but the first.
        }
        row
    }
}

/// It lists threads of processes among the processes.
fn is_thread(process: &Process) -> bool {
    process.thread_kind() == Some(ThreadKind::Userland)
}

/// The memory of the machine.
pub(crate) fn memory() -> Box<dyn Contender> {
    refreshed(MemoryRefreshKind::nothing().with_ram(), System::total_memory)
}

/// Its swap.
pub(crate) fn swap() -> Box<dyn Contender> {
    refreshed(MemoryRefreshKind::nothing().with_swap(), System::total_swap)
}

fn refreshed(what: MemoryRefreshKind, total: fn(&System) -> u64) -> Box<dyn Contender> {
    let ask = move || {
        let mut system = System::new()?;
        system.refresh_memory_specifics(what);
        Ok::<_, sysinfo::Error>(total(&system))
    };
    call("sysinfo", ask, |total| Row::default().with("total", total))
}
