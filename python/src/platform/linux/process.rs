//! The shapes of what is asked of a process.

use std::ffi::OsString;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use sysproc::process::{
    IoClass, IoCounters, IoPriority, LinuxMemory, MemoryExtra, MemoryFootprint, MemoryFullInfo, MemoryInfo,
    MemoryInfoEx, MemoryMap, OpenFile, ProcessCpuTimes,
};

use crate::classes::Classes;
use crate::convert::{Answer, Grouped, Nice, ToPython, named};

impl ToPython for ProcessCpuTimes {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        let iowait = self.iowait.unwrap_or_default();
        named!(py, classes, pcputimes(self.user, self.system, self.children_user, self.children_system, iowait))
    }
}

impl ToPython for IoCounters {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        let known = |bytes: Option<u64>| bytes.unwrap_or(0);
        named!(
            py,
            classes,
            pio(
                self.read_count,
                self.write_count,
                known(self.read_bytes),
                known(self.write_bytes),
                known(self.read_chars),
                known(self.write_chars),
            )
        )
    }
}

/// What Linux says of memory beyond rss and vms.
fn linux(info: &MemoryInfo) -> LinuxMemory {
    match info.extra {
        MemoryExtra::Linux(linux) => linux,
        _ => LinuxMemory::default(),
    }
}

impl ToPython for MemoryInfo {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        let of = linux(self);
        named!(py, classes, pmem(self.rss, self.vms, of.shared, of.text, of.lib, of.data, of.dirty))
    }
}

impl ToPython for MemoryInfoEx {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        let (info, of) = (&self.info, linux(&self.info));
        // A kernel thread has no memory of its own, and no such lines.
        let known = |bytes: Option<u64>| bytes.unwrap_or(0);
        named!(
            py,
            classes,
            pmem_ex(
                info.rss,
                info.vms,
                of.shared,
                of.text,
                of.lib,
                of.data,
                of.dirty,
                known(self.peak_rss),
                known(self.peak_vms),
                known(self.rss_anon),
                known(self.rss_file),
                known(self.rss_shmem),
                known(self.swap),
                known(self.hugetlb),
            )
        )
    }
}

impl ToPython for MemoryFootprint {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        named!(py, classes, pfootprint(self.uss, self.pss.unwrap_or(0), self.swap.unwrap_or(0)))
    }
}

impl ToPython for MemoryFullInfo {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        let (info, of, cost) = (&self.info, linux(&self.info), self.footprint.unwrap_or_default());
        named!(
            py,
            classes,
            pfullmem(
                info.rss,
                info.vms,
                of.shared,
                of.text,
                of.lib,
                of.data,
                of.dirty,
                cost.uss,
                cost.pss.unwrap_or(0),
                cost.swap.unwrap_or(0),
            )
        )
    }
}

/// A mapped region.
impl ToPython for MemoryMap {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        let (address, of) = (format!("{:08x}-{:08x}", self.start, self.end), &self.sizes);
        let known = |bytes: Option<u64>| bytes.unwrap_or(0);
        named!(
            py,
            classes,
            pmmap_ext(
                address,
                self.perms,
                of.path,
                of.rss,
                known(of.size),
                known(of.pss),
                known(of.shared_clean),
                known(of.shared_dirty),
                known(of.private_clean),
                known(of.private_dirty),
                known(of.referenced),
                known(of.anonymous),
                known(of.swap),
            )
        )
    }
}

impl ToPython for Grouped {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        let known = |bytes: Option<u64>| bytes.unwrap_or(0);
        named!(
            py,
            classes,
            pmmap_grouped(
                self.path,
                self.rss,
                known(self.size),
                known(self.pss),
                known(self.shared_clean),
                known(self.shared_dirty),
                known(self.private_clean),
                known(self.private_dirty),
                known(self.referenced),
                known(self.anonymous),
                known(self.swap),
            )
        )
    }
}

impl ToPython for OpenFile {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        let (fd, mode) = (self.fd.map_or(-1, i64::from), self.mode.map(|mode| mode.as_str()));
        named!(py, classes, popenfile(self.path, fd, self.position, mode, self.flags))
    }
}

/// An environment: of a name that is there twice, the last.
impl ToPython for Vec<(OsString, OsString)> {
    fn to_python<'py>(&self, py: Python<'py>, _: &Classes) -> Answer<'py> {
        let dict = PyDict::new(py);
        for (name, value) in self {
            dict.set_item(name, value)?;
        }
        Ok(dict.into_any())
    }
}

/// The nice value.
impl ToPython for Nice {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        self.0.to_python(py, classes)
    }
}

/// The classes of `linux/ioprio.h`, by their numbers.
const IO_CLASSES: [IoClass; 4] = [IoClass::None, IoClass::RealTime, IoClass::BestEffort, IoClass::Idle];

/// The class with this number.
pub(crate) fn io_class_of(number: usize) -> PyResult<IoClass> {
    IO_CLASSES.get(number).copied().ok_or_else(|| PyValueError::new_err(format!("{number} is not an I/O class")))
}

impl ToPython for IoPriority {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        named!(py, classes, pionice(self.class, self.level))
    }
}

impl ToPython for IoClass {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        let number = (0i64..).zip(IO_CLASSES).find_map(|(number, class)| (class == *self).then_some(number));
        classes.own.io_priorities.get(py, &number.unwrap_or(-1))
    }
}
