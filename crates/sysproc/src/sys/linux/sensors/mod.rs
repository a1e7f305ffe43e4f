//! Sensors.

mod battery;
mod hwmon;
mod thermal;

use std::collections::BTreeMap;

use crate::sensors::{Fan, Temperature};
use crate::{Result, System};

pub(crate) use battery::battery;

pub(crate) fn temperatures(system: &System) -> Result<BTreeMap<String, Vec<Temperature>>> {
    let found = hwmon::temperatures(system)?;
    // The kernel shows its thermal zones as chips of hwmon too, unless it was built without that.
    if found.is_empty() { thermal::temperatures(system) } else { Ok(found) }
}

pub(crate) fn fans(system: &System) -> Result<BTreeMap<String, Vec<Fan>>> {
    hwmon::fans(system)
}

/// Degrees, from a file's thousandths of one. What lies below absolute zero is how a driver writes that it does not know
/// (`THERMAL_TEMP_INVALID`).
fn celsius(milli: i64) -> Option<f64> {
    (milli > -273_150).then_some(milli as f64 / 1000.0)
}
