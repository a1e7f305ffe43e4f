//! The battery, and what it is charged from: `/sys/class/power_supply`. The files are described in the kernel's
//! `Documentation/ABI/testing/sysfs-class-power`; energy is in µWh, charge in µAh, power in µW, current in µA.

use std::path::PathBuf;
use std::time::Duration;

use crate::sensors::{Battery, TimeLeft};
use crate::sys::linux::sysfs;
use crate::{Result, System};

pub(crate) fn battery(system: &System) -> Result<Option<Battery>> {
    let class = system.roots().sys.join("class/power_supply");
    let (mut batteries, mut adapters) = (Vec::new(), Vec::new());
    for name in sysfs::entries(&class)? {
        let supply = Supply { folder: class.join(&name) };
        // That of a mouse or a pen is not ours.
        if supply.text("scope")?.is_some_and(|scope| scope == "Device") {
            continue;
        }
        match supply.text("type")?.as_deref() {
            Some("Battery") => batteries.push(supply),
            None if name.starts_with("BAT") => batteries.push(supply),
            Some("UPS" | "Unknown") => {}
            // Mains, the many kinds of USB, wireless chargers.
            Some(_) | None => adapters.push(supply),
        }
    }
    for battery in batteries {
        if battery.number("present")? == Some(0) {
            continue;
        }
        if let Some(percent) = battery.percent()? {
            let power_plugged = plugged(&adapters, &battery)?;
            let time_left = if power_plugged == Some(true) { TimeLeft::Unlimited } else { battery.time_left()? };
            return Ok(Some(Battery { percent, time_left, power_plugged }));
        }
    }
    Ok(None)
}

/// Whether there is external power: an adapter, whatever it is called, gives some, or the battery is being charged.
fn plugged(adapters: &[Supply], battery: &Supply) -> Result<Option<bool>> {
    let status = battery.text("status")?;
    let mut online = None;
    for adapter in adapters {
        // 1 is on; 2 too, with a voltage that can be set.
        let gives = adapter.number("online")?.map(|online| online > 0);
        online = online.max(gives);
    }
    Ok(match (online, status.as_deref()) {
        (Some(true), _) | (_, Some("Charging")) => Some(true),
        (Some(false), _) | (None, Some("Discharging")) => Some(false),
        (None, Some("Full")) => Some(true),
        (None, _) => None,
    })
}

/// One entry of the class.
struct Supply {
    folder: PathBuf,
}

impl Supply {
    fn number(&self, name: &str) -> Result<Option<i64>> {
        sysfs::number(&self.folder.join(name))
    }

    fn text(&self, name: &str) -> Result<Option<String>> {
        sysfs::text(&self.folder.join(name))
    }

    /// Energy or charge.
    fn amount(&self, name: &str) -> Result<Option<f64>> {
        Ok(self.number(name)?.filter(|amount| *amount >= 0).map(|amount| amount as f64))
    }

    /// Power or current: negative when it flows out of the battery, but not with all drivers.
    fn rate(&self, name: &str) -> Result<Option<f64>> {
        Ok(self.number(name)?.filter(|rate| *rate != 0).map(|rate| rate.unsigned_abs() as f64))
    }

    /// How full it is: finer than `capacity`, which has no fraction, if the driver tells how much a full one holds.
    fn percent(&self) -> Result<Option<f64>> {
        for kind in ["energy", "charge"] {
            let full = self.amount(&format!("{kind}_full"))?.filter(|full| *full > 0.0);
            if let (Some(now), Some(full)) = (self.amount(&format!("{kind}_now"))?, full) {
                return Ok(Some((now / full * 100.0).min(100.0)));
            }
        }
        let capacity = self.number("capacity")?.filter(|percent| (0..=100).contains(percent));
        Ok(capacity.map(|percent| percent as f64))
    }

    fn time_left(&self) -> Result<TimeLeft> {
        // Each with its own rate: µWh by µA would be a number too.
        for (amount, rate) in [("energy_now", "power_now"), ("charge_now", "current_now")] {
            if let (Some(amount), Some(rate)) = (self.amount(amount)?, self.rate(rate)?) {
                let left = Duration::try_from_secs_f64((amount / rate * 3600.0).floor());
                return Ok(left.map_or(TimeLeft::Unknown, TimeLeft::Known));
            }
        }
        let seconds = self.number("time_to_empty_now")?.and_then(|seconds| seconds.try_into().ok());
        Ok(seconds.map_or(TimeLeft::Unknown, |seconds| TimeLeft::Known(Duration::from_secs(seconds))))
    }
}
