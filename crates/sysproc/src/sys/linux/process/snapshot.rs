//! Reading several things of a process, or of all: which reads cover the fields, and how they are known to be of one
//! process.
//!
//! `/proc/PID/stat` is always read, and last, since it has the start time. Where that is not known beforehand, as in a
//! listing, it proves by itself that all reads were of one process: a process that started before the listing began had its
//! pid during all of it. One that is younger is read once more, with its start time known.

use std::os::fd::AsFd;

use rustix::fs::OFlags;
use rustix::io::Errno;
use sysproc_decode::linux::pid_stat::pid_stat;
use sysproc_decode::linux::pid_status::pid_status;

use super::fill::{self, Filler};
use super::held::Files;
use super::{identity, ids, io, memory, read, unsettled};
use crate::process::{Field, Fields, Gids, Listing, MemoryInfo, MemoryInfoEx, Snapshot, StartTime, Uids};
use crate::sys::linux::clock;
use crate::sys::linux::ffi::fd::Fd;
use crate::sys::linux::files::{open_at, pread_piece, read_piece};
use crate::sys::linux::net::Namespaces;
use crate::sys::linux::state::is_mounted;
use crate::{Error, Pid, Process, Result, System};

pub(crate) fn snapshot(process: &Process, fields: Fields) -> Result<Snapshot> {
    let mut snapshot = Snapshot::default();
    let mut reader = Reader::new(process.system(), None, fields)?;
    reader.read(process.pid(), Some(process.start_time()), &Files::default(), &mut snapshot)?;
    Ok(snapshot)
}

pub(crate) fn snapshot_all(system: &System, fields: Fields) -> Result<Listing> {
    let proc = identity::open_proc(system)?;
    let pids = identity::pids_in(system, proc.as_fd())?;
    let mut reader = Reader::new(system, Some(proc), fields)?;
    let mut listing = Listing::with_room(pids.len());
    for pid in pids {
        listing.add(|snapshot| reader.read(pid, None, &Files::default(), snapshot))?;
    }
    Ok(listing)
}

/// How often a process whose pid changes hands while it is read is tried again.
const ATTEMPTS: usize = 3;

/// What `status` answers, and what `statm` does.
pub(super) const BY_STATUS: Fields = Fields::MEMORY_INFO_EX.union(Fields::NUM_CTX_SWITCHES);
pub(super) const BY_STATM: Fields = Fields::MEMORY_INFO.union(Fields::MEMORY_INFO_EX);

/// What `status` tells on the way.
#[derive(Default)]
struct Told {
    ids: Option<(Uids, Gids)>,
    threads: Option<u64>,
}

/// Reads one process after another, with the same directory and buffer.
pub(super) struct Reader<'a> {
    system: &'a System,
    fields: Fields,
    /// Those that none of `stat`, `statm`, `status` and the ids answer.
    others: Fields,
    /// The proc root, open where many processes are read below it.
    proc: Option<Fd>,
    buffer: Vec<u8>,
    filler: Filler,
    /// The sockets of the network namespaces so far, where many processes are read.
    namespaces: Option<Namespaces>,
    /// When reading began; `None` where nothing changes, as in files that were captured.
    began: Option<StartTime>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(system: &'a System, proc: Option<Fd>, fields: Fields) -> Result<Self> {
        let began = is_mounted(system).then(|| StartTime(clock::now_in_ticks()));
        let filler = Filler::new(system, fields)?;
        let others = fields.difference(fill::BY_STAT.union(fill::BY_IDS).union(BY_STATM).union(BY_STATUS));
        let sockets_of_many = proc.is_some() && fields.contains(Fields::NET_CONNECTIONS);
        let namespaces = sockets_of_many.then(Namespaces::default);
        Ok(Self { system, fields, others, proc, buffer: Vec::with_capacity(4096), filler, namespaces, began })
    }

    /// Reads one process, from the files that are held of it where there are some. With its start time known it must have
    /// that; without, it may have any.
    #[inline(always)]
    pub(super) fn read(
        &mut self,
        pid: Pid,
        known: Option<StartTime>,
        held: &Files,
        found: &mut Snapshot,
    ) -> Result<()> {
        let one_read = fill::is_of_stat(self.fields);
        let mut expected = known;
        for _ in 0..ATTEMPTS {
            match self.read_once(pid, expected, held, found) {
                // Another process may have got the pid since its start time was read.
                Err(Error::NoSuchProcess { .. }) if known.is_none() && expected.is_some() => {
                    expected = None;
                    continue;
                }
                read => read?,
            }
            let proven = one_read && expected.is_none() || is_proven(found.start, expected, self.began);
            if proven {
                return Ok(());
            }
            if known.is_some() {
                break;
            }
            expected = Some(found.start);
        }
        Err(Error::NoSuchProcess { pid })
    }

    /// Reads all that is asked for, `stat` last. Each time, all of it is written anew.
    #[inline(always)]
    fn read_once(
        &mut self,
        pid: Pid,
        expected: Option<StartTime>,
        held: &Files,
        snapshot: &mut Snapshot,
    ) -> Result<()> {
        snapshot.pid = pid;
        let told = self.memory(pid, held, snapshot)?;
        if self.fields.intersects(fill::BY_IDS) {
            let both = match told.ids {
                Some(both) => Field::Value(both),
                None => Field::from_result(ids::both(self.system, pid, held.pidfd.as_ref()))?,
            };
            self.filler.fill_ids(&both, self.system, snapshot);
        }
        if !self.others.is_empty() {
            self.others(pid, expected, told.threads, snapshot)?;
        }
        self.file(pid, "stat", held.stat.as_ref())?;
        let stat = pid_stat(&self.buffer).filter(|stat| stat.starttime.is_some());
        let Some(stat) = stat else { return Err(read::malformed(self.system, pid, "stat")) };
        unsettled::settle(&stat, snapshot);
        self.filler.fill_stat(&stat, self.system, snapshot)
    }

    /// Fills what has files of its own, or folders. Not inlined: it takes kilobytes of stack, which a listing without all that
    /// would have to touch for each process.
    #[inline(never)]
    fn others(
        &mut self,
        pid: Pid,
        expected: Option<StartTime>,
        threads: Option<u64>,
        snapshot: &mut Snapshot,
    ) -> Result<()> {
        let process = Process::from_recorded(self.system, pid, expected.unwrap_or_default());
        unsettled::fill(&process, self.others, threads, self.namespaces.as_mut(), snapshot)?;
        fill::others(&process, self.others.difference(unsettled::FIELDS), snapshot)
    }

    /// Fills what `status` and `statm` answer, each read once, and `statm` only where `status` is not read anyway or does not say
    /// as much. Returns what else `status` tells, if it was read.
    fn memory(&mut self, pid: Pid, held: &Files, snapshot: &mut Snapshot) -> Result<Told> {
        let asked = |field| self.fields.contains(field);
        let (info, ex, switches) =
            (asked(Fields::MEMORY_INFO), asked(Fields::MEMORY_INFO_EX), asked(Fields::NUM_CTX_SWITCHES));
        let (mut memory, mut rest, mut told) = (Field::NotAsked, Field::NotAsked, Told::default());
        if self.fields.intersects(BY_STATUS) {
            let read = Field::from_result(self.file(pid, "status", None))?;
            let status = pid_status(&self.buffer);
            if read.value().is_some() {
                told = Told { ids: ids::of_status(&status), threads: status.threads };
            }
            if switches {
                snapshot.num_ctx_switches = read.and_then(|()| io::num_ctx_switches_of(&status));
            }
            memory = read.and_then(|()| memory::memory_info_of_status(&status));
            rest = read.map(|()| memory::memory_info_ex_of(MemoryInfo::default(), &status));
        }
        if self.fields.intersects(BY_STATM) && memory.value().is_none() {
            let read = self.file(pid, "statm", held.statm.as_ref());
            memory = Field::from_result(read)?.and_then(|()| memory::memory_info_of(&self.buffer));
        }
        if ex {
            let with =
                |rest: &MemoryInfoEx| Some(MemoryInfoEx { info: memory.value()?.clone(), ..rest.clone() }.into());
            snapshot.memory_info_ex = rest.and_then(with);
        }
        if info {
            snapshot.memory_info = memory;
        }
        Ok(told)
    }

    /// Reads a file of a process into the buffer: through its descriptor if one is held, else by its name.
    #[inline(always)]
    fn file(&mut self, pid: Pid, name: &str, held: Option<&Fd>) -> Result<()> {
        let read = match (held, &self.proc) {
            (Some(file), _) => pread_piece(file.as_fd(), &mut self.buffer),
            (None, Some(proc)) => open_at(proc, read::below(pid, name).as_c_str(), OFlags::empty())
                .and_then(|file| read_piece(file.as_fd(), &mut self.buffer)),
            (None, None) => read::ProcPath::new(self.system, pid, name)
                .open(OFlags::empty())
                .and_then(|file| read_piece(file.as_fd(), &mut self.buffer)),
        };
        read.map_err(|errno| match errno {
            // Of these files the kernel says so only when their process is gone, even if another has its pid by now.
            Errno::SRCH => Error::NoSuchProcess { pid },
            _ => read::failed(self.system, pid, name, errno),
        })
    }
}

/// Whether all that was read of a pid is of the process whose start time was read last: it is the one that was expected, or
/// it has had the pid since before reading began.
fn is_proven(found: StartTime, expected: Option<StartTime>, began: Option<StartTime>) -> bool {
    match expected {
        Some(start) => found == start,
        None => began.is_none_or(|began| found < began),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_process_or_two() {
        let at = |tick| Some(StartTime(tick));
        assert!(is_proven(StartTime(5), None, at(6)), "older than the listing");
        assert!(!is_proven(StartTime(6), None, at(6)), "in the same tick: it may have come after the first read");
        assert!(!is_proven(StartTime(7), None, at(6)), "younger");
        assert!(is_proven(StartTime(7), at(7), at(6)) && !is_proven(StartTime(8), at(7), at(6)));
        assert!(is_proven(StartTime(7), None, None), "files that do not change");
    }
}
