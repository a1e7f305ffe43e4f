//! The crate procfs.

use std::time::Duration;

use procfs::process::{Process, Stat, StatM, all_processes};
use procfs::{Current, Meminfo, ProcError, ProcResult};

use super::{Contender, Row, call, listing};
use crate::Result;

/// The name of it.
pub(crate) const PROCFS: &str = "procfs";

/// A listing of what `stat` tells.
pub(crate) fn stats() -> Box<dyn Contender> {
    list(PROCFS, |process| Ok(Answer { stat: process.stat()?, uid: None, statm: None }))
}

/// And the real uid.
pub(crate) fn stats_and_uids() -> Box<dyn Contender> {
    list(PROCFS, |process| Ok(Answer { stat: process.stat()?, uid: Some(process.status()?.ruid), statm: None }))
}

/// And the owner of the directory instead: cheaper, but that is the effective uid.
pub(crate) fn stats_and_owners() -> Box<dyn Contender> {
    list("procfs-owner", |process| Ok(Answer { stat: process.stat()?, uid: Some(process.uid()?), statm: None }))
}

/// And what `statm` tells.
pub(crate) fn stats_uids_and_statms() -> Box<dyn Contender> {
    let read = |process: &Process| {
        Ok(Answer { stat: process.stat()?, uid: Some(process.status()?.ruid), statm: Some(process.statm()?) })
    };
    list(PROCFS, read)
}

/// The pids of all processes.
pub(crate) fn pids() -> Box<dyn Contender> {
    let pids = || Ok::<_, ProcError>(all_processes()?.filter_map(|process| Some(process.ok()?.pid)).collect());
    listing(PROCFS, pids, Vec::len, |pids: &Vec<i32>, pid| {
        pids.iter().any(|one| u32::try_from(*one) == Ok(pid)).then(Row::default)
    })
}

/// The memory of the machine.
pub(crate) fn meminfo() -> Box<dyn Contender> {
    call(PROCFS, Meminfo::current, |info| Row::default().with("total", info.mem_total))
}

/// All TCP sockets.
pub(crate) fn tcp_sockets() -> Box<dyn Contender> {
    let ask = || Ok::<_, ProcError>([procfs::net::tcp()?, procfs::net::tcp6()?].concat());
    listing(PROCFS, ask, Vec::len, |_, _| Some(Row::default()))
}

/// A question to a handle of a process.
pub(crate) fn one<T: 'static>(
    pid: u32,
    ask: fn(&Process) -> ProcResult<T>,
    say: fn(&T) -> Row,
) -> Result<Box<dyn Contender>> {
    let process = Process::new(pid.try_into()?)?;
    Ok(call(PROCFS, move || ask(&process), say))
}

struct Answer {
    stat: Stat,
    uid: Option<u32>,
    statm: Option<StatM>,
}

fn list(name: &'static str, read: fn(&Process) -> ProcResult<Answer>) -> Box<dyn Contender> {
    // Those that ended meanwhile are left out.
    let all = move || Ok::<_, ProcError>(all_processes()?.filter_map(|process| read(&process.ok()?).ok()).collect());
    listing(name, all, Vec::len, |answers: &Vec<Answer>, pid| {
        answers.iter().find(|answer| u32::try_from(answer.stat.pid) == Ok(pid)).map(Answer::row)
    })
}

impl Answer {
    fn row(&self) -> Row {
        let Self { stat, uid, statm } = self;
        let row = self::stat(stat)
            .with("start", procfs::boot_time_secs().unwrap_or_default() + seconds(stat.starttime).as_secs());
        let row = uid.iter().fold(row, |row, uid| row.with("uid", uid));
        let page = procfs::page_size();
        statm.iter().fold(row, |row, statm| {
            row.with("shared", statm.shared * page).with("text", statm.text * page).with("data", statm.data * page)
        })
    }
}

/// What `stat` says.
pub(crate) fn stat(stat: &Stat) -> Row {
    Row::default()
        .with("ppid", stat.ppid)
        .with("name", &stat.comm)
        .with("status", if stat.state == 'S' { "sleeping" } else { "not sleeping" })
        .with("rss", stat.rss * procfs::page_size())
        .with("vms", stat.vsize)
        .with("threads", stat.num_threads)
        .with_cpu(seconds(stat.utime + stat.stime))
}

/// What `statm` says.
pub(crate) fn statm(statm: &StatM) -> Row {
    let page = procfs::page_size();
    Row::default().with("rss", statm.resident * page).with("vms", statm.size * page)
}

/// Clock ticks as time.
fn seconds(ticks: u64) -> Duration {
    Duration::from_millis(ticks * 1000 / procfs::ticks_per_second())
}
