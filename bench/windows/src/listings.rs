//! Those who list.

use std::hint::black_box;
use std::time::{Duration, Instant};

use sysinfo::{ProcessRefreshKind, ProcessesToUpdate, UpdateKind};
use sysproc::process::{Fields, Watcher};

use crate::Result;

/// One who lists all processes.
pub(crate) trait Listing {
    fn name(&self) -> &str;

    /// Lists so many times; gives how long that took, and how many processes there were.
    fn list(&mut self, times: u32) -> Result<(Duration, usize)>;
}

struct Here<F>(&'static str, F);

impl<F: FnMut() -> Result<usize>> Listing for Here<F> {
    fn name(&self) -> &str {
        self.0
    }

    fn list(&mut self, times: u32) -> Result<(Duration, usize)> {
        let (began, mut listed) = (Instant::now(), 0);
        for _ in 0..times {
            listed = black_box((self.1)()?);
        }
        Ok((began.elapsed(), listed))
    }
}

/// The nine; the pid is always told.
const NINE: Fields = Fields::PPID
    .union(Fields::NAME)
    .union(Fields::USERNAME)
    .union(Fields::STATUS)
    .union(Fields::CPU_TIMES)
    .union(Fields::MEMORY_INFO)
    .union(Fields::CREATE_TIME)
    .union(Fields::NUM_THREADS);

/// Ours, made anew each time.
pub(crate) fn sysproc() -> Box<dyn Listing> {
    Box::new(Here("sysproc", || Ok(sysproc::System::default().processes(NINE)?.snapshots.len())))
}

/// Ours by a watcher.
pub(crate) fn sysproc_held() -> Box<dyn Listing> {
    let mut watcher = Watcher::new(&sysproc::System::default(), NINE);
    Box::new(Here("sysproc-held", move || Ok(watcher.update()?.snapshots.len())))
}

/// The same of sysinfo.
pub(crate) fn sysinfo() -> Box<dyn Listing> {
    Box::new(Here("sysinfo", || Ok(refreshed(&mut sysinfo::System::new()?))))
}

/// A `System` of sysinfo that is kept, which asks what cannot change only once.
pub(crate) fn sysinfo_held() -> Box<dyn Listing> {
    let mut kept = None;
    Box::new(Here("sysinfo-held", move || {
        let system = match &mut kept {
            Some(system) => system,
            None => kept.insert(sysinfo::System::new()?),
        };
        Ok(refreshed(system))
    }))
}

fn refreshed(system: &mut sysinfo::System) -> usize {
    let what = ProcessRefreshKind::nothing().with_cpu().with_memory().with_user(UpdateKind::OnlyIfNotSet);
    system.refresh_processes_specifics(ProcessesToUpdate::All, true, what);
    system.processes().len()
}
