//! What is asked of a process.

use pyo3::IntoPyObjectExt;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use sysproc::process::{CtxSwitches, Exit, Ids, Limits, MemoryMapGroup, PageFaults, Resource, Status, Thread};

use super::{Answer, ToPython, named};
use crate::classes::{Classes, Tuple};
use crate::platform;

impl ToPython for Status {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        classes.statuses.get(py, self.as_str())
    }
}

impl ToPython for CtxSwitches {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        classes.numbers(py, Tuple::pctxsw, &[self.voluntary, self.involuntary.unwrap_or(0)])
    }
}

impl ToPython for PageFaults {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        classes.numbers(py, Tuple::ppagefaults, &[self.minor, self.major])
    }
}

impl ToPython for Thread {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        named!(py, classes, pthread(self.id, self.user, self.system))
    }
}

/// -1 is no limit.
impl ToPython for Limits {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        let of = |limit: Option<u64>| match limit {
            Some(limit) => limit.to_python(py, classes),
            None => (-1).to_python(py, classes),
        };
        (of(self.soft)?, of(self.hard)?).into_bound_py_any(py)
    }
}

/// What `asm-generic/resource.h` numbers so.
pub(crate) fn resource_of(number: i64) -> PyResult<Resource> {
    Ok(match number {
        0 => Resource::Cpu,
        1 => Resource::FileSize,
        2 => Resource::Data,
        3 => Resource::Stack,
        4 => Resource::Core,
        5 => Resource::Rss,
        6 => Resource::NProc,
        7 => Resource::NoFile,
        8 => Resource::MemLock,
        9 => Resource::AddressSpace,
        10 => Resource::Locks,
        11 => Resource::SigPending,
        12 => Resource::MsgQueue,
        13 => Resource::Nice,
        14 => Resource::RtPrio,
        15 => Resource::RtTime,
        _ => return Err(PyValueError::new_err(format!("{number} is not a resource"))),
    })
}

/// The exit code; of a signal its negative number, as a member of an enum.
impl ToPython for Exit {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        match self {
            Self::Code(code) => platform::exit_code(*code).to_python(py, classes),
            Self::Signal(signal) => classes.signals.get(py, &-i64::from(signal.0)),
            Self::Unknown => ().to_python(py, classes),
        }
    }
}

/// User ids: a class of their own in Python, though not in the library.
pub(crate) struct UserIds(pub(crate) Ids);

impl ToPython for UserIds {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        classes.numbers(py, Tuple::puids, &[self.0.real, self.0.effective, self.0.saved].map(u64::from))
    }
}

/// Group ids, likewise.
pub(crate) struct GroupIds(pub(crate) Ids);

impl ToPython for GroupIds {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        classes.numbers(py, Tuple::pgids, &[self.0.real, self.0.effective, self.0.saved].map(u64::from))
    }
}

/// The regions of one path.
pub(crate) type Grouped = MemoryMapGroup;

/// A priority, which is of a class of its own on some systems.
pub(crate) struct Nice(pub(crate) i32);
