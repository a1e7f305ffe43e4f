//! The shapes of what is asked of a process.

use std::ffi::OsString;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use sysproc::process::{
    IoClass, IoCounters, IoPriority, MemoryExtra, MemoryFootprint, MemoryFullInfo, MemoryInfo, MemoryInfoEx, MemoryMap,
    OpenFile, ProcessCpuTimes, WindowsMemory,
};

use crate::classes::Classes;
use crate::convert::{Answer, Grouped, Nice, ToPython, named};

impl ToPython for ProcessCpuTimes {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        named!(py, classes, pcputimes(self.user, self.system, self.children_user, self.children_system))
    }
}

impl ToPython for IoCounters {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        let known = |count: Option<u64>| count.unwrap_or(0);
        named!(
            py,
            classes,
            pio(
                self.read_count,
                self.write_count,
                known(self.read_bytes),
                known(self.write_bytes),
                known(self.other_count),
                known(self.other_bytes),
            )
        )
    }
}

/// What Windows says of memory beyond rss and vms.
fn windows(info: &MemoryInfo) -> WindowsMemory {
    match &info.extra {
        MemoryExtra::Windows(windows) => **windows,
        _ => WindowsMemory::default(),
    }
}

/// A named tuple that begins with the fields of `pmem`.
macro_rules! named_memory {
    ($py:ident, $classes:ident, $class:ident($info:expr $(, $more:expr)*)) => {{
        let (info, of) = ($info, windows($info));
        named!(
            $py,
            $classes,
            $class(
                info.rss,
                info.vms,
                of.num_page_faults,
                of.peak_wset,
                of.wset,
                of.peak_paged_pool,
                of.paged_pool,
                of.peak_nonpaged_pool,
                of.nonpaged_pool,
                of.pagefile,
                of.peak_pagefile,
                of.private
                $(, $more)*
            )
        )
    }};
}

impl ToPython for MemoryInfo {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        named_memory!(py, classes, pmem(self))
    }
}

impl ToPython for MemoryInfoEx {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        let (now, peak) = (self.virtual_size.unwrap_or(0), self.peak_virtual_size.unwrap_or(0));
        named_memory!(py, classes, pmem_ex(&self.info, now, peak))
    }
}

impl ToPython for MemoryFootprint {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        named!(py, classes, pfootprint(self.uss))
    }
}

impl ToPython for MemoryFullInfo {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        named_memory!(py, classes, pfullmem(&self.info, self.footprint.unwrap_or_default().uss))
    }
}

/// A mapped region, with the address that it begins at.
impl ToPython for MemoryMap {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        let address = format!("{:#x}", self.start);
        named!(py, classes, pmmap_ext(address, self.perms, self.sizes.path, self.sizes.rss))
    }
}

impl ToPython for Grouped {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        named!(py, classes, pmmap_grouped(self.path, self.rss))
    }
}

/// Windows has no numbers of open files.
impl ToPython for OpenFile {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        named!(py, classes, popenfile(self.path, -1))
    }
}

/// An environment, whose names are the same in upper and lower case. Of one that is there twice, the last.
impl ToPython for Vec<(OsString, OsString)> {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        let dict = PyDict::new(py);
        for (name, value) in self {
            // Of the case of letters Python knows more than Rust does of text that may be no text.
            dict.set_item(name.to_python(py, classes)?.call_method0("upper")?, value)?;
        }
        Ok(dict.into_any())
    }
}

/// One of the priority classes.
impl ToPython for Nice {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        classes.own.priorities.get(py, &self.0.into())
    }
}

/// `IO_PRIORITY_HINT`, by its numbers.
const IO_CLASSES: [IoClass; 4] = [IoClass::VeryLow, IoClass::Low, IoClass::Normal, IoClass::High];

/// The class with this number.
pub(crate) fn io_class_of(number: i64) -> PyResult<IoClass> {
    let class = usize::try_from(number).ok().and_then(|number| IO_CLASSES.get(number).copied());
    class.ok_or_else(|| PyValueError::new_err(format!("{number} is not a valid priority")))
}

impl ToPython for IoPriority {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        let number = (0i64..).zip(IO_CLASSES).find_map(|(number, class)| (class == self.class).then_some(number));
        classes.own.io_priorities.get(py, &number.unwrap_or(-1))
    }
}
