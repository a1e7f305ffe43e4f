//! Processors, memory, disks, the host and its sensors.

use std::ffi::OsStr;

use pyo3::IntoPyObjectExt;
use pyo3::prelude::*;
use sysproc::cpu::{CpuFreq, CpuStats, CpuTimes, LoadAverage};
use sysproc::disk::{DiskUsage, Partition};
use sysproc::host::User;
use sysproc::sampler::CpuTimesPercent;
use sysproc::sensors::{Battery, Fan, Temperature, TimeLeft};

use super::{Answer, ToPython, named, rounded};
use crate::classes::{Classes, Tuple};
use crate::platform::{self, MODES};

/// The times of `scputimes` without a class.
pub(crate) fn seconds(times: &CpuTimes) -> Vec<f64> {
    platform::times(times).into_iter().flatten().map(super::in_seconds).collect()
}

impl ToPython for CpuTimes {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        scputimes(py, classes, platform::times(self).map(|time| time.map(super::in_seconds)))
    }
}

impl ToPython for CpuTimesPercent {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        scputimes(py, classes, platform::shares(self).map(|share| share.map(rounded)))
    }
}

/// `scputimes` has as many fields as the kernel has columns.
fn scputimes<'py>(py: Python<'py>, classes: &Classes, values: [Option<f64>; MODES]) -> Answer<'py> {
    if values.iter().any(Option::is_none) {
        return classes.cpu_tuple(py, values.into_iter().flatten().collect());
    }
    let mut objects = Vec::with_capacity(values.len());
    for value in values {
        objects.push(value.to_python(py, classes)?);
    }
    match <[Bound<'py, PyAny>; MODES]>::try_from(objects) {
        Ok(objects) => classes.tuple(py, Tuple::scputimes, objects),
        Err(objects) => objects.into_bound_py_any(py),
    }
}

impl ToPython for CpuStats {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        let (soft, calls) = (self.soft_interrupts.unwrap_or(0), self.syscalls.unwrap_or(0));
        named!(py, classes, scpustats(self.ctx_switches, self.interrupts, soft, calls))
    }
}

impl ToPython for CpuFreq {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        named!(py, classes, scpufreq(self.current, self.min.unwrap_or(0.0), self.max.unwrap_or(0.0)))
    }
}

impl ToPython for LoadAverage {
    fn to_python<'py>(&self, py: Python<'py>, _: &Classes) -> Answer<'py> {
        (self.one, self.five, self.fifteen).into_bound_py_any(py)
    }
}

/// What is mounted without a device and a name of its own, which mount(8) calls `none`, has an empty one in psutil.
impl ToPython for Partition {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        let device = if self.device == "none" { OsStr::new("") } else { &self.device };
        named!(py, classes, sdiskpart(device, self.mountpoint, self.fstype, self.opts))
    }
}

impl ToPython for DiskUsage {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        named!(py, classes, sdiskusage(self.total, self.used, self.free, rounded(self.percent)))
    }
}

impl ToPython for User {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        named!(py, classes, suser(self.name, self.terminal, self.host, self.started, self.pid))
    }
}

impl ToPython for Temperature {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        named!(py, classes, shwtemp(self.label, self.current, self.high, self.critical))
    }
}

impl ToPython for Fan {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        named!(py, classes, sfan(self.label, self.rpm))
    }
}

impl ToPython for Battery {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        named!(py, classes, sbattery(self.percent, self.time_left, self.power_plugged))
    }
}

/// `POWER_TIME_UNLIMITED` or `POWER_TIME_UNKNOWN`, or seconds.
impl ToPython for TimeLeft {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        match self {
            Self::Unlimited => classes.battery_times.get(py, &-2),
            Self::Unknown => classes.battery_times.get(py, &-1),
            Self::Known(left) => left.as_secs().to_python(py, classes),
        }
    }
}
