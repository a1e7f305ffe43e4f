//! The thermal zones of `/sys/class/thermal`. Their files are described in the kernel's
//! `Documentation/driver-api/thermal/sysfs-api.rst`.

use std::collections::BTreeMap;
use std::path::Path;

use super::celsius;
use crate::sensors::Temperature;
use crate::sys::linux::sysfs;
use crate::{Result, System};

pub(super) fn temperatures(system: &System) -> Result<BTreeMap<String, Vec<Temperature>>> {
    let mut found: BTreeMap<String, Vec<Temperature>> = BTreeMap::new();
    let class = system.roots().sys.join("class/thermal");
    for number in sysfs::numbers(&class, "thermal_zone", "")? {
        let zone = class.join(format!("thermal_zone{number}"));
        let Some(current) = sysfs::number(&zone.join("temp"))?.and_then(celsius) else { continue };
        let name = sysfs::text(&zone.join("type"))?.unwrap_or_else(|| format!("thermal_zone{number}"));
        let (high, critical) = trip_points(&zone)?;
        found.entry(name).or_default().push(Temperature { label: String::new(), current, high, critical });
    }
    Ok(found)
}

/// Where it is hot, and where it is critical. The other kinds are where fans start or processors slow down.
fn trip_points(zone: &Path) -> Result<(Option<f64>, Option<f64>)> {
    let (mut high, mut critical) = (None, None);
    for point in sysfs::numbers(zone, "trip_point_", "_type")? {
        let kind = sysfs::text(&zone.join(format!("trip_point_{point}_type")))?;
        let limit = match kind.as_deref() {
            Some("hot" | "high") => &mut high,
            Some("critical") => &mut critical,
            _ => continue,
        };
        *limit = sysfs::number(&zone.join(format!("trip_point_{point}_temp")))?.and_then(celsius);
    }
    Ok((high, critical))
}
