//! The bare calls of a listing by one who holds descriptors of all processes.

use std::mem::MaybeUninit;
use std::os::fd::{AsFd, OwnedFd};

use rustix::process::{PidfdFlags, pidfd_open};

use super::listing::{Buffers, Reads, each_process, open_of};
use crate::Result;
use crate::contender::{Contender, FLOOR, Row, Turn, timed};
use crate::ffi::pidfd;

/// The calls for a listing, with descriptors opened before it is timed. The names in `/proc` are read each time, since
/// that is how a new process is noticed; but no descriptors are opened for it.
pub(crate) struct HeldFloor {
    reads: Reads,
    buffers: Buffers,
    held: Vec<HeldProcess>,
    items: usize,
}

struct HeldProcess {
    files: Vec<OwnedFd>,
    pidfd: Option<OwnedFd>,
}

impl HeldFloor {
    pub(crate) fn boxed(reads: Reads) -> Box<dyn Contender> {
        Box::new(Self { reads, buffers: Buffers::new(), held: Vec::new(), items: 0 })
    }

    fn open_all(&mut self) -> Result<()> {
        let (files, ids) = self.reads.on_this_kernel();
        let mut failed = None;
        each_process(&mut self.buffers.entries, |proc, name, pid| {
            let open = || {
                Ok(HeldProcess {
                    files: files.iter().map(|file| open_of(proc, name, file)).collect::<rustix::io::Result<_>>()?,
                    pidfd: if ids { Some(pidfd_open(pid, PidfdFlags::empty())?) } else { None },
                })
            };
            match open() {
                Ok(process) => self.held.push(process),
                Err(rustix::io::Errno::MFILE) => failed = Some("too few descriptors may be open"),
                Err(_) => {} // It ended meanwhile.
            }
        })?;
        failed.map_or(Ok(()), |reason| Err(reason.into()))
    }
}

impl Contender for HeldFloor {
    fn name(&self) -> &str {
        FLOOR
    }

    fn run(&mut self, times: u32) -> Result<Turn> {
        if self.held.is_empty() {
            self.open_all()?;
        }
        let Self { held, buffers: Buffers { entries, content }, items, .. } = self;
        let used = timed(times, items, |items| {
            each_process(entries, |_, _, _| ())?;
            *items = held.iter().filter(|process| read_held(process, content).is_ok()).count();
            Ok(())
        })?;
        Ok(Turn { used, items: self.items })
    }

    fn row(&mut self, _: u32) -> Result<Option<Row>> {
        Ok(Some(Row::default()))
    }
}

fn read_held(process: &HeldProcess, content: &mut [MaybeUninit<u8>]) -> rustix::io::Result<()> {
    for file in &process.files {
        rustix::io::pread(file, &mut *content, 0)?;
    }
    if let Some(held) = &process.pidfd {
        pidfd::info(held.as_fd())?;
    }
    Ok(())
}
