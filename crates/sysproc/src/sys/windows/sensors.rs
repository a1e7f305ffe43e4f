//! Sensors: the battery. Windows tells neither temperatures nor fans without a driver of the maker's.

use std::time::Duration;

use super::ffi;
use crate::sensors::{Battery, TimeLeft};
use crate::{Error, Result, System};

pub(crate) use crate::sys::unsupported::sensors::{fans, temperatures};

/// Bits of `BatteryFlag`; all are set where nothing is known.
const CHARGING: u8 = 8;
const NO_BATTERY: u8 = 128;
const UNKNOWN: u8 = 255;

pub(crate) fn battery(_: &System) -> Result<Option<Battery>> {
    let status = ffi::host::power().map_err(|error| Error::system("GetSystemPowerStatus", error))?;
    if status.BatteryFlag & NO_BATTERY != 0 || status.BatteryLifePercent > 100 {
        return Ok(None);
    }
    let power_plugged = match status.ACLineStatus {
        0 => Some(false),
        1 => Some(true),
        _ => None,
    };
    let is_charging = status.BatteryFlag != UNKNOWN && status.BatteryFlag & CHARGING != 0;
    let time_left = match status.BatteryLifeTime {
        _ if is_charging || power_plugged == Some(true) => TimeLeft::Unlimited,
        u32::MAX => TimeLeft::Unknown,
        seconds => TimeLeft::Known(Duration::from_secs(seconds.into())),
    };
    Ok(Some(Battery { percent: status.BatteryLifePercent.into(), time_left, power_plugged }))
}
