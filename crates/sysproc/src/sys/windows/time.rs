//! Windows' times: units of 100 ns, and instants as such units since 1601.

use std::time::{Duration, SystemTime};

/// How long these units are.
pub(super) fn duration(units: u64) -> Duration {
    Duration::from_secs(units / PER_SECOND) + Duration::from_nanos(units % PER_SECOND * 100)
}

const PER_SECOND: u64 = 10_000_000;

/// From 1601 to 1970, in units.
const TO_1970: u64 = 11_644_473_600 * PER_SECOND;

/// The instant of a `FILETIME`; `None` for one that the standard library cannot tell.
pub(super) fn instant(units: u64) -> Option<SystemTime> {
    match units.checked_sub(TO_1970) {
        Some(after) => SystemTime::UNIX_EPOCH.checked_add(duration(after)),
        None => SystemTime::UNIX_EPOCH.checked_sub(duration(TO_1970.saturating_sub(units))),
    }
}
