//! The shapes of what is asked of a process.

use std::ffi::OsString;

use pyo3::exceptions::PyOSError;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use sysproc::process::{
    IoClass, IoCounters, IoPriority, LinuxMemory, MemoryExtra, MemoryFootprint, MemoryFullInfo, MemoryInfo,
    MemoryInfoEx, MemoryMap, OpenFile, ProcessCpuTimes,
};

use crate::classes::{Classes, Tuple};
use crate::convert::{Answer, Grouped, Nice, ToPython, named};
use crate::platform::linux::EINVAL;

impl ToPython for ProcessCpuTimes {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        let iowait = self.iowait.unwrap_or_default();
        named!(py, classes, pcputimes(self.user, self.system, self.children_user, self.children_system, iowait))
    }
}

impl ToPython for IoCounters {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        let sizes = [self.read_bytes, self.write_bytes, self.read_chars, self.write_chars];
        let [read, written, read_chars, written_chars] = sizes.map(Option::unwrap_or_default);
        classes.numbers(py, Tuple::pio, &[self.read_count, self.write_count, read, written, read_chars, written_chars])
    }
}

/// The fields of `pmem`, with which those of the others begin.
fn pmem(info: &MemoryInfo) -> [u64; 7] {
    let of = match info.extra {
        MemoryExtra::Linux(linux) => linux,
        _ => LinuxMemory::default(),
    };
    [info.rss, info.vms, of.shared, of.text, of.lib, of.data, of.dirty]
}

/// The fields of `pfootprint`.
fn pfootprint(cost: &MemoryFootprint) -> [u64; 3] {
    [cost.uss, cost.pss.unwrap_or(0), cost.swap.unwrap_or(0)]
}

impl ToPython for MemoryInfo {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        classes.numbers(py, Tuple::pmem, &pmem(self))
    }
}

impl ToPython for MemoryInfoEx {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        // A kernel thread has no memory of its own, and no such lines.
        let more =
            [self.peak_rss, self.peak_vms, self.rss_anon, self.rss_file, self.rss_shmem, self.swap, self.hugetlb];
        let all = [pmem(&self.info), more.map(Option::unwrap_or_default)];
        classes.numbers(py, Tuple::pmem_ex, all.as_flattened())
    }
}

impl ToPython for MemoryFootprint {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        classes.numbers(py, Tuple::pfootprint, &pfootprint(self))
    }
}

impl ToPython for MemoryFullInfo {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        let [rss, vms, shared, text, lib, data, dirty] = pmem(&self.info);
        let [uss, pss, swap] = pfootprint(&self.footprint.unwrap_or_default());
        classes.numbers(py, Tuple::pfullmem, &[rss, vms, shared, text, lib, data, dirty, uss, pss, swap])
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
pub(crate) fn io_class_of(number: i64) -> PyResult<IoClass> {
    let class = usize::try_from(number).ok().and_then(|number| IO_CLASSES.get(number).copied());
    class.ok_or_else(|| PyOSError::new_err((EINVAL, format!("{number} is not an I/O class"))))
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
