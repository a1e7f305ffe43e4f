//! The crate procfs.

use std::time::Duration;

use procfs::process::{Process, Stat, StatM, all_processes};

use super::{Contender, Row, Turn, timed};
use crate::Result;

/// A listing with what the files that were asked for tell.
pub(crate) struct Procfs {
    name: &'static str,
    uid_from: Option<UidFrom>,
    statm: bool,
    listing: Vec<Answer>,
}

#[derive(Clone, Copy, PartialEq)]
enum UidFrom {
    Status,
    Owner,
}

struct Answer {
    stat: Stat,
    uid: Option<u32>,
    statm: Option<StatM>,
}

impl Procfs {
    /// What stat tells.
    pub(crate) fn stat_only() -> Self {
        Self::new("procfs", None, false)
    }

    /// And the real uid.
    pub(crate) fn with_status() -> Self {
        Self::new("procfs", Some(UidFrom::Status), false)
    }

    /// And the owner of the directory instead: cheaper, but that is the effective uid.
    pub(crate) fn with_owner() -> Self {
        Self::new("procfs-owner", Some(UidFrom::Owner), false)
    }

    /// And what statm tells.
    pub(crate) fn with_status_and_statm() -> Self {
        Self::new("procfs", Some(UidFrom::Status), true)
    }

    fn new(name: &'static str, uid_from: Option<UidFrom>, statm: bool) -> Self {
        Self { name, uid_from, statm, listing: Vec::new() }
    }
}

impl Answer {
    fn read(process: &Process, uid_from: Option<UidFrom>, statm: bool) -> procfs::ProcResult<Self> {
        Ok(Self {
            stat: process.stat()?,
            uid: match uid_from {
                Some(UidFrom::Status) => Some(process.status()?.ruid),
                Some(UidFrom::Owner) => Some(process.uid()?),
                None => None,
            },
            statm: if statm { Some(process.statm()?) } else { None },
        })
    }
}

impl Contender for Procfs {
    fn name(&self) -> &str {
        self.name
    }

    fn run(&mut self, times: u32) -> Result<Turn> {
        let used = timed(times, &mut self.listing, |listing| {
            // Those that ended meanwhile are left out.
            *listing = all_processes()?
                .filter_map(|process| Answer::read(&process.ok()?, self.uid_from, self.statm).ok())
                .collect();
            Ok(())
        })?;
        Ok(Turn { used, items: self.listing.len() })
    }

    fn row(&mut self, pid: u32) -> Result<Option<Row>> {
        let Some(Answer { stat, uid, statm }) = self.listing.iter().find(|one| u32::try_from(one.stat.pid) == Ok(pid))
        else {
            return Ok(None);
        };
        let seconds = |ticks: u64| Duration::from_millis(ticks * 1000 / procfs::ticks_per_second());
        let page = procfs::page_size();
        let mut row = Row::default()
            .with("ppid", stat.ppid)
            .with("name", &stat.comm)
            .with("status", if stat.state == 'S' { "sleeping" } else { "not sleeping" })
            .with("rss", stat.rss * page)
            .with("vms", stat.vsize)
            .with("start", procfs::boot_time_secs()? + seconds(stat.starttime).as_secs())
            .with("threads", stat.num_threads)
            .with_cpu(seconds(stat.utime + stat.stime));
        if let Some(uid) = uid {
            row = row.with("uid", uid);
        }
        if let Some(statm) = statm {
            row =
                row.with("shared", statm.shared * page).with("text", statm.text * page).with("data", statm.data * page);
        }
        Ok(Some(row))
    }
}

/// The pids of all processes.
#[derive(Default)]
pub(crate) struct ProcfsPids {
    pids: Vec<i32>,
}

impl Contender for ProcfsPids {
    fn name(&self) -> &str {
        "procfs"
    }

    fn run(&mut self, times: u32) -> Result<Turn> {
        let used = timed(times, &mut self.pids, |pids| {
            *pids = all_processes()?.filter_map(|process| Some(process.ok()?.pid)).collect();
            Ok(())
        })?;
        Ok(Turn { used, items: self.pids.len() })
    }

    fn row(&mut self, pid: u32) -> Result<Option<Row>> {
        Ok(self.pids.iter().any(|one| u32::try_from(*one) == Ok(pid)).then(Row::default))
    }
}
