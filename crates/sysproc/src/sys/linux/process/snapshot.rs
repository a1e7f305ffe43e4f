//! Reading several things of a process, or of all: which reads cover the fields, and how they are known to be of one
//! process.
//!
//! `/proc/PID/stat` is always read, since it has the start time. Whatever else is read comes before it. Where the start time
//! is not known beforehand, as in a listing, it proves by itself that all reads were of one process: a process that started
//! before the listing began had its pid during all of it. One that is younger is read once more, with its start time known.

use std::os::fd::{AsFd, OwnedFd};

use rustix::fs::{Mode, OFlags};
use sysproc_decode::linux::pid_stat::pid_stat;

use super::fill::{self, Filler};
use super::{identity, read};
use crate::process::{Fields, Listing, Snapshot, StartTime};
use crate::sys::linux::files::{READ, read_fd};
use crate::sys::linux::state::is_own;
use crate::{Error, Pid, Process, Result, System};

pub(crate) fn snapshot(process: &Process, fields: Fields) -> Result<Snapshot> {
    Reader::new(process.system(), fields)?.read(process.pid(), Some(process.start_time()))
}

pub(crate) fn snapshot_all(system: &System, fields: Fields) -> Result<Listing> {
    let mut reader = Reader::new(system, fields)?;
    let pids = identity::pids(system)?;
    let mut listing = Listing { snapshots: Vec::with_capacity(pids.len()), ..Listing::default() };
    for pid in pids {
        match reader.read(pid, None) {
            Ok(snapshot) => listing.snapshots.push(snapshot),
            Err(Error::NoSuchProcess { .. }) => listing.vanished += 1,
            Err(Error::AccessDenied { .. }) => listing.denied += 1,
            Err(error) => return Err(error),
        }
    }
    Ok(listing)
}

/// How often a process whose pid changes hands while it is read is tried again.
const ATTEMPTS: usize = 3;

/// Reads one process after another, with the same directory and buffer.
struct Reader<'a> {
    system: &'a System,
    fields: Fields,
    proc: OwnedFd,
    buffer: Vec<u8>,
    filler: Filler,
    /// When reading began; `None` where the processes are not those of this machine, and do not change hands.
    began: Option<StartTime>,
}

impl<'a> Reader<'a> {
    fn new(system: &'a System, fields: Fields) -> Result<Self> {
        let root = &system.roots().proc;
        let proc = rustix::fs::open(root, READ | OFlags::DIRECTORY, Mode::empty())
            .map_err(|errno| Error::system(root.display().to_string(), errno))?;
        let began = is_own(system).then(identity::now);
        let filler = Filler::new(system, fields)?;
        Ok(Self { system, fields, proc, buffer: Vec::with_capacity(4096), filler, began })
    }

    /// Reads one process. With its start time known it must have that; without, it may have any.
    fn read(&mut self, pid: Pid, known: Option<StartTime>) -> Result<Snapshot> {
        let mut expected = known;
        for _ in 0..ATTEMPTS {
            let found = match self.read_once(pid, expected) {
                // A getter that makes sure of the process cannot where its start time is not known yet.
                Err(Error::NoSuchProcess { .. }) if expected.is_none() && !fill::is_of_stat(self.fields) => {
                    expected = Some(identity::start_time(self.system, pid)?);
                    continue;
                }
                found => found?,
            };
            let proven = match expected {
                Some(start) => found.start == start,
                None => fill::is_of_stat(self.fields) || self.began.is_none_or(|began| found.start < began),
            };
            if proven {
                return Ok(found);
            }
            if known.is_some() {
                break;
            }
            expected = Some(found.start);
        }
        Err(Error::NoSuchProcess { pid })
    }

    /// Reads all that is asked for, `stat` last.
    fn read_once(&mut self, pid: Pid, expected: Option<StartTime>) -> Result<Snapshot> {
        let mut snapshot = Snapshot { pid, ..Snapshot::default() };
        if !fill::is_of_stat(self.fields) {
            let process = Process::from_recorded(self.system, pid, expected.unwrap_or_default());
            fill::others(&process, self.fields, &mut snapshot)?;
        }
        self.read_stat(pid)?;
        let stat = pid_stat(&self.buffer).filter(|stat| stat.starttime.is_some());
        let Some(stat) = stat else { return Err(read::malformed(self.system, pid, "stat")) };
        self.filler.from_stat(&stat, self.system, &mut snapshot)?;
        Ok(snapshot)
    }

    fn read_stat(&mut self, pid: Pid) -> Result<()> {
        let path = format!("{pid}/stat");
        rustix::fs::openat(&self.proc, path.as_str(), READ, Mode::empty())
            .and_then(|file| read_fd(file.as_fd(), &mut self.buffer))
            .map_err(|errno| read::error(self.system, pid, path.into(), errno))
    }
}
