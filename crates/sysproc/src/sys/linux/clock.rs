//! The kernel's clock ticks, and when it was booted.

use std::time::{Duration, SystemTime};

use rustix::time::{ClockId, Timespec, clock_gettime};
use sysproc_decode::linux::proc_stat;

use super::files;
use super::state::is_own;
use crate::{Error, Result, System};

/// Clock ticks as time.
pub(super) fn ticks(ticks: u64) -> Duration {
    /// The rate of all architectures but alpha and ia64. Divisions by it are multiplications.
    const USUAL: u64 = 100;
    match rustix::param::clock_ticks_per_second().max(1) {
        USUAL => ticks_at(USUAL, ticks),
        rate => ticks_at(rate, ticks),
    }
}

#[inline]
fn ticks_at(rate: u64, ticks: u64) -> Duration {
    let (seconds, rest) = (ticks / rate, ticks % rate);
    Duration::from_secs(seconds).saturating_add(Duration::from_nanos(rest.saturating_mul(1_000_000_000) / rate))
}

/// The time since boot in clock ticks, as the start times of processes are counted.
pub(super) fn now_in_ticks() -> u64 {
    let up = clock_gettime(ClockId::Boottime);
    let rate = rustix::param::clock_ticks_per_second();
    let (seconds, nanoseconds) = (u64::try_from(up.tv_sec).unwrap_or(0), u64::try_from(up.tv_nsec).unwrap_or(0));
    seconds.saturating_mul(rate).saturating_add(nanoseconds.saturating_mul(rate) / 1_000_000_000)
}

/// The second in which the machine was booted, by the wall clock of now: what the kernel shows as `btime`.
///
/// Of the running machine it is the difference of two clocks, which costs no read. The kernel keeps that difference, so
/// asking again gives the same second.
pub(super) fn boot(system: &System) -> Result<SystemTime> {
    if !is_own(system) {
        return boot_by_stat(system);
    }
    let up = || clock_gettime(ClockId::Boottime);
    let (before, wall, after) = (up(), clock_gettime(ClockId::Realtime), up());
    match (second_of_boot(wall, before), second_of_boot(wall, after)) {
        // What passed between the looks at the clocks, if only the time of others on this processor, has not mattered.
        (earliest, latest) if earliest == latest => {
            at(u64::try_from(latest).ok()).ok_or_else(|| Error::malformed("clock_gettime"))
        }
        _ => boot_by_stat(system),
    }
}

/// The full second before this time since boot, by the wall clock.
fn second_of_boot(wall: Timespec, up: Timespec) -> i64 {
    let borrow = i64::from(wall.tv_nsec < up.tv_nsec);
    wall.tv_sec.saturating_sub(up.tv_sec).saturating_sub(borrow)
}

/// The same from `btime` of `/proc/stat`.
pub(super) fn boot_by_stat(system: &System) -> Result<SystemTime> {
    let path = system.roots().proc.join("stat");
    at(proc_stat::counters(&files::read(&path)?).btime).ok_or_else(|| files::malformed(&path))
}

fn at(seconds: Option<u64>) -> Option<SystemTime> {
    SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds?))
}
