//! The chips of `/sys/class/hwmon`. Their files are described in the kernel's `Documentation/hwmon/sysfs-interface.rst`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::celsius;
use crate::sensors::{Fan, Temperature};
use crate::sys::linux::sysfs;
use crate::{Result, System};

pub(super) fn temperatures(system: &System) -> Result<BTreeMap<String, Vec<Temperature>>> {
    by_chip(system, "temp", |sensor| {
        let Some(current) = sensor.value("input")?.and_then(celsius) else { return Ok(None) };
        let high = sensor.value("max")?.and_then(celsius);
        let critical = sensor.value("crit")?.and_then(celsius);
        Ok(Some(Temperature { label: sensor.label()?, current, high, critical }))
    })
}

pub(super) fn fans(system: &System) -> Result<BTreeMap<String, Vec<Fan>>> {
    by_chip(system, "fan", |sensor| {
        let Some(rpm) = sensor.value("input")?.and_then(|rpm| rpm.try_into().ok()) else { return Ok(None) };
        Ok(Some(Fan { label: sensor.label()?, rpm }))
    })
}

/// One sensor of a chip: its files begin with `<kind>N_`.
struct Sensor {
    folder: PathBuf,
    name: String,
}

impl Sensor {
    fn file(&self, item: &str) -> PathBuf {
        self.folder.join(format!("{}_{item}", self.name))
    }

    fn value(&self, item: &str) -> Result<Option<i64>> {
        sysfs::number(&self.file(item))
    }

    fn label(&self) -> Result<String> {
        Ok(sysfs::text(&self.file("label"))?.unwrap_or_default())
    }

    /// A chip says so of a sensor that is not connected: its value means nothing.
    fn is_faulty(&self) -> Result<bool> {
        Ok(self.value("fault")?.is_some_and(|fault| fault != 0))
    }
}

/// What `read` makes of each sensor of a kind, by the name of its chip. Several chips can have one name.
fn by_chip<T>(
    system: &System,
    kind: &str,
    read: impl Fn(&Sensor) -> Result<Option<T>>,
) -> Result<BTreeMap<String, Vec<T>>> {
    let mut found: BTreeMap<String, Vec<T>> = BTreeMap::new();
    let class = system.roots().sys.join("class/hwmon");
    for number in sysfs::numbers(&class, "hwmon", "")? {
        let chip = class.join(format!("hwmon{number}"));
        let mut values = Vec::new();
        for sensor in sensors(&chip, kind)? {
            if !sensor.is_faulty()? {
                values.extend(read(&sensor)?);
            }
        }
        if !values.is_empty() {
            found.entry(name(&chip)?.unwrap_or_else(|| format!("hwmon{number}"))).or_default().append(&mut values);
        }
    }
    Ok(found)
}

fn name(chip: &Path) -> Result<Option<String>> {
    match sysfs::text(&chip.join("name"))? {
        Some(name) => Ok(Some(name)),
        None => sysfs::text(&chip.join("device/name")),
    }
}

/// The sensors of a chip, in the order of their numbers. With drivers of older kernels their files are in the folder of
/// the device instead.
fn sensors(chip: &Path, kind: &str) -> Result<Vec<Sensor>> {
    for folder in [chip.to_path_buf(), chip.join("device")] {
        let numbers = sysfs::numbers(&folder, kind, "_input")?;
        if !numbers.is_empty() {
            let sensor = |number| Sensor { folder: folder.clone(), name: format!("{kind}{number}") };
            return Ok(numbers.into_iter().map(sensor).collect());
        }
    }
    Ok(Vec::new())
}
