//! The host: when it was booted.

use std::time::{Duration, SystemTime};

use sysproc_decode::windows::time_of_day;
use windows_sys::Wdk::System::SystemInformation::SystemTimeOfDayInformation;

pub(crate) use crate::sys::unsupported::host::{info, users};

use super::{ffi, time};
use crate::{Error, Result, System};

pub(crate) fn boot_time(_: &System) -> Result<SystemTime> {
    const CALL: &str = "NtQuerySystemInformation: SystemTimeOfDayInformation";
    let mut buffer = [0; time_of_day::SIZE];
    let answer = ffi::nt::system_information_of(SystemTimeOfDayInformation, &mut buffer);
    let answer = answer.map_err(|error| Error::system(CALL, error))?;
    time_of_day::boot_time(answer).and_then(time::instant).ok_or_else(|| Error::malformed(CALL))
}

#[allow(clippy::unnecessary_wraps)] // The contract has room for systems where it can fail.
pub(crate) fn uptime(_: &System) -> Result<Duration> {
    Ok(Duration::from_millis(ffi::time::tick_count()))
}
