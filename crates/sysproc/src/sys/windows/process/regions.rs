//! The regions of a process's address space.

use std::os::windows::io::AsHandle;

use windows_sys::Win32::System::Memory as win;

use super::handle::Grip;
use crate::Result;
use crate::sys::windows::ffi;
use crate::sys::windows::ffi::process_memory::Page;

/// Pages of one kind, one after the other.
pub(super) struct Region {
    pub(super) start: usize,
    pub(super) size: usize,
    state: u32,
    kind: u32,
    protection: u32,
}

/// The regions of a process, in order of address. The grip must have `PROCESS_QUERY_INFORMATION`.
pub(super) fn regions(grip: &Grip<'_>) -> impl Iterator<Item = Region> {
    let mut next = Some(0);
    std::iter::from_fn(move || {
        let found = ffi::process_memory::region(&grip.handle, next?)?;
        let start = found.BaseAddress.addr();
        // One that does not lead on is the last.
        next = start.checked_add(found.RegionSize).filter(|end| *end > start);
        Some(Region { start, size: found.RegionSize, state: found.State, kind: found.Type, protection: found.Protect })
    })
}

/// How many pages are asked about at once: 64 MiB of them.
const AT_ONCE: usize = 1 << 14;

impl Region {
    /// Whether there is memory behind it.
    pub(super) fn is_committed(&self) -> bool {
        self.state == win::MEM_COMMIT
    }

    /// Whether it is of a file or of memory that can be shared.
    pub(super) fn is_mapped(&self) -> bool {
        self.is_committed() && (self.kind == win::MEM_IMAGE || self.kind == win::MEM_MAPPED)
    }

    /// How many bytes the pages have for which this holds.
    pub(super) fn pages_where(&self, grip: &Grip<'_>, holds: impl Fn(Page) -> bool) -> Result<u64> {
        // Wine answers this of the caller alone, and by this handle alone.
        let is_own = grip.process.pid() == std::process::id();
        let handle = if is_own { ffi::process::current() } else { grip.handle.as_handle() };
        let page = ffi::process_memory::page_size().max(1);
        let end = self.start.saturating_add(self.size);
        let mut count: usize = 0;
        for from in (self.start..end).step_by(page.saturating_mul(AT_ONCE)) {
            let some: Vec<usize> = (from..end).step_by(page).take(AT_ONCE).collect();
            let answers = ffi::process_memory::working_set(handle, &some);
            let answers = answers.map_err(|error| grip.error("QueryWorkingSetEx", error))?;
            count = count.saturating_add(answers.into_iter().filter(|page| holds(*page)).count());
        }
        Ok((count as u64).saturating_mul(page as u64))
    }

    /// What may be done with it, as `rwx`, and whether others see what is written to it.
    pub(super) fn perms(&self) -> String {
        // Above the low byte stand guard pages and caching.
        let (rwx, is_copied) = match self.protection & 0xff {
            win::PAGE_READONLY => ("r--", false),
            win::PAGE_READWRITE => ("rw-", false),
            win::PAGE_WRITECOPY => ("rw-", true),
            win::PAGE_EXECUTE => ("--x", false),
            win::PAGE_EXECUTE_READ => ("r-x", false),
            win::PAGE_EXECUTE_READWRITE => ("rwx", false),
            win::PAGE_EXECUTE_WRITECOPY => ("rwx", true),
            _ => ("---", false),
        };
        let is_shared = self.kind == win::MEM_MAPPED && !is_copied;
        format!("{rwx}{}", if is_shared { 's' } else { 'p' })
    }
}
