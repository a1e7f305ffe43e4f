//! Sensors: temperatures, fans, battery.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::sys;
use crate::{Result, System};

/// One temperature sensor, in degrees Celsius.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Temperature {
    /// What the chip calls it; may be empty.
    pub label: String,
    /// Now.
    pub current: f64,
    /// Where it begins to be too hot, if known.
    pub high: Option<f64>,
    /// Where it is dangerous, if known.
    pub critical: Option<f64>,
}

/// One fan.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Fan {
    /// What the chip calls it; may be empty.
    pub label: String,
    /// Revolutions per minute.
    pub rpm: u64,
}

/// How long the battery lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum TimeLeft {
    /// On external power.
    Unlimited,
    /// The system does not tell.
    Unknown,
    /// At the present rate.
    #[cfg_attr(feature = "serde", serde(with = "crate::text::seconds"))]
    Known(Duration),
}

/// The state of the battery; of several, the first.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Battery {
    /// Charge, 0 to 100.
    pub percent: f64,
    /// Time until it is empty.
    pub time_left: TimeLeft,
    /// On external power; `None` if the system does not tell.
    pub power_plugged: Option<bool>,
}

impl System {
    /// The temperature sensors, by the name of their chip; sensors that cannot be read, or say that they are faulty, are
    /// left out. Empty in most virtual machines.
    ///
    /// # Errors
    /// [`Error::System`](crate::Error::System) if the caller is out of memory or file descriptors.
    ///
    /// # Platform
    /// Linux: `/sys/class/hwmon/*/temp*` (`high` is `max`, `critical` is `crit`), else
    /// `/sys/class/thermal/thermal_zone*` with the trip points `hot` and `critical`. FreeBSD.
    pub fn temperatures(&self) -> Result<BTreeMap<String, Vec<Temperature>>> {
        sys::sensors::temperatures(self)
    }

    /// The fans, by the name of their chip; those that cannot be read, or say that they are faulty, are left out.
    ///
    /// # Errors
    /// [`Error::System`](crate::Error::System) if the caller is out of memory or file descriptors.
    ///
    /// # Platform
    /// Linux: `/sys/class/hwmon/*/fan*_input`.
    pub fn fans(&self) -> Result<BTreeMap<String, Vec<Fan>>> {
        sys::sensors::fans(self)
    }

    /// The battery; `None` where there is none that tells its charge. Those of mice and the like are not meant.
    ///
    /// # Errors
    /// [`Error::System`](crate::Error::System) if the caller is out of memory or file descriptors.
    ///
    /// # Platform
    /// Linux: `/sys/class/power_supply`. Windows: `GetSystemPowerStatus`. macOS, FreeBSD.
    pub fn battery(&self) -> Result<Option<Battery>> {
        sys::sensors::battery(self)
    }
}
