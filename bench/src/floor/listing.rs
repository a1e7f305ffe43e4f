//! The bare calls of a fresh listing.

use std::ffi::CStr;
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};

use rustix::fs::{Mode, OFlags, RawDir, open, openat};
use rustix::process::{Pid, PidfdFlags, pidfd_open};

use crate::Result;
use crate::contender::{Contender, FLOOR, Row, Turn, timed};
use crate::ffi::pidfd;

/// What is read of each process.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reads {
    files: &'static [&'static CStr],
    ids: bool,
}

impl Reads {
    /// Nothing: only which processes there are.
    pub(crate) const NONE: Self = Self { files: &[], ids: false };
    /// The line of numbers.
    pub(crate) const STAT: Self = Self { files: &[c"stat"], ids: false };
    /// The name alone.
    pub(crate) const COMM: Self = Self { files: &[c"comm"], ids: false };
    /// The line of numbers, and the real uid.
    pub(crate) const STAT_AND_IDS: Self = Self { files: &[c"stat"], ids: true };
    /// And the line of memory.
    pub(crate) const STAT_STATM_AND_IDS: Self = Self { files: &[c"stat", c"statm"], ids: true };

    /// The files, and whether pidfds tell the ids. Before Linux 6.13 they are in one more file.
    pub(super) fn on_this_kernel(self) -> (Vec<&'static CStr>, bool) {
        let mut files = self.files.to_vec();
        let by_pidfd = self.ids && pidfd::tell_ids();
        if self.ids && !by_pidfd {
            files.push(c"status");
        }
        (files, by_pidfd)
    }
}

/// The calls for a fresh listing.
pub(crate) struct Floor {
    name: &'static str,
    files: Vec<&'static CStr>,
    ids: bool,
    buffers: Buffers,
    items: usize,
}

impl Floor {
    pub(crate) fn boxed(reads: Reads) -> Box<dyn Contender> {
        Box::new(Self::new(reads))
    }

    pub(crate) fn new(reads: Reads) -> Self {
        let (files, ids) = reads.on_this_kernel();
        Self { name: FLOOR, files, ids, buffers: Buffers::new(), items: 0 }
    }

    /// Under another name than that of the floor: one that is only shown beside it.
    pub(crate) fn named(self, name: &'static str) -> Self {
        Self { name, ..self }
    }
}

impl Contender for Floor {
    fn name(&self) -> &str {
        self.name
    }

    fn run(&mut self, times: u32) -> Result<Turn> {
        let Self { files, ids, buffers, items, .. } = self;
        let used = timed(times, items, |items| {
            *items = 0;
            let content = &mut buffers.content;
            each_process(&mut buffers.entries, |proc, name, pid| {
                *items += usize::from(read_process(proc, name, pid, files, *ids, content).is_ok());
            })
        })?;
        Ok(Turn { used, items: self.items })
    }

    fn row(&mut self, _: u32) -> Result<Option<Row>> {
        Ok(Some(Row::default()))
    }
}

/// Room for a directory's entries in one call, and for one file.
pub(super) struct Buffers {
    pub(super) entries: Box<[MaybeUninit<u8>]>,
    pub(super) content: [MaybeUninit<u8>; 4096],
}

impl Buffers {
    pub(super) fn new() -> Self {
        Self { entries: Box::new_uninit_slice(1 << 18), content: [MaybeUninit::uninit(); 4096] }
    }
}

/// Calls `with` the directory of `/proc`, and the name and number of each process in it.
pub(super) fn each_process(
    entries: &mut [MaybeUninit<u8>],
    mut with: impl FnMut(BorrowedFd<'_>, &CStr, Pid),
) -> Result<()> {
    let proc = open("/proc", OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty())?;
    let mut entries = RawDir::new(&proc, entries);
    while let Some(entry) = entries.next() {
        let entry = entry?;
        let name = entry.file_name();
        if let Some(pid) = number(name.to_bytes()) {
            with(proc.as_fd(), name, pid);
        }
    }
    Ok(())
}

/// A pid, if that is what the name is.
fn number(name: &[u8]) -> Option<Pid> {
    let value = name.iter().try_fold(0i32, |value, byte| {
        let digit = byte.checked_sub(b'0').filter(|digit| *digit <= 9)?;
        value.checked_mul(10)?.checked_add(i32::from(digit))
    })?;
    Pid::from_raw(value)
}

fn read_process(
    proc: BorrowedFd<'_>,
    name: &CStr,
    pid: Pid,
    files: &[&CStr],
    ids: bool,
    content: &mut [MaybeUninit<u8>],
) -> rustix::io::Result<()> {
    for file in files {
        let file = open_of(proc, name, file)?;
        // One read is the whole file: it is shorter than the buffer, and the kernel gives it in one piece.
        rustix::io::read(&file, &mut *content)?;
    }
    if ids {
        pidfd::info(pidfd_open(pid, PidfdFlags::empty())?.as_fd())?;
    }
    Ok(())
}

/// Opens a file of a process.
pub(super) fn open_of(proc: BorrowedFd<'_>, process: &CStr, file: &CStr) -> rustix::io::Result<OwnedFd> {
    let mut path = [0; 32];
    let (process, file) = (process.to_bytes(), file.to_bytes());
    path[..process.len()].copy_from_slice(process);
    path[process.len()] = b'/';
    path[process.len() + 1..][..file.len()].copy_from_slice(file);
    let path = CStr::from_bytes_until_nul(&path).unwrap_or_default();
    openat(proc, path, OFlags::RDONLY | OFlags::CLOEXEC, Mode::empty())
}
