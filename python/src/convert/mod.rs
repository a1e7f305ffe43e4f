//! The library's answers as Python's objects: a named tuple for a struct, its fields in psutil's order.

mod machine;
mod net;
mod process;

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use pyo3::IntoPyObjectExt;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};

use crate::classes::Classes;

pub(crate) use machine::seconds;
pub(crate) use net::OfMachine;
pub(crate) use process::{GroupIds, Grouped, Nice, UserIds, resource_of};

/// A Python object, or the exception to raise.
pub(crate) type Answer<'py> = PyResult<Bound<'py, PyAny>>;

/// What has a Python form.
pub(crate) trait ToPython {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py>;
}

/// Makes a named tuple: its class, and its values in order.
macro_rules! named {
    ($py:ident, $classes:ident, $class:ident($($value:expr),+ $(,)?)) => {
        $classes.tuple($py, $crate::classes::Tuple::$class, [$($crate::convert::ToPython::to_python(&$value, $py, $classes)?),+])
    };
}
pub(crate) use named;

/// What PyO3 converts by itself.
macro_rules! plain {
    ($($type:ty)+) => {
        $(impl ToPython for $type {
            fn to_python<'py>(&self, py: Python<'py>, _: &Classes) -> Answer<'py> {
                (*self).into_bound_py_any(py)
            }
        })+
    };
}

plain! { bool i32 i64 u8 u32 u64 usize f64 &str &OsStr }

impl ToPython for String {
    fn to_python<'py>(&self, py: Python<'py>, _: &Classes) -> Answer<'py> {
        self.as_str().into_bound_py_any(py)
    }
}

/// Bytes that are not text become lone surrogates, as `os.fsdecode` makes them.
impl ToPython for OsString {
    fn to_python<'py>(&self, py: Python<'py>, _: &Classes) -> Answer<'py> {
        self.as_os_str().into_bound_py_any(py)
    }
}

impl<T: ToPython> ToPython for Box<T> {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        (**self).to_python(py, classes)
    }
}

impl ToPython for () {
    fn to_python<'py>(&self, py: Python<'py>, _: &Classes) -> Answer<'py> {
        Ok(py.None().into_bound(py))
    }
}

/// A path is a `str` here, as in psutil, not a `pathlib.Path`.
impl ToPython for PathBuf {
    fn to_python<'py>(&self, py: Python<'py>, _: &Classes) -> Answer<'py> {
        self.as_os_str().into_bound_py_any(py)
    }
}

/// The number that is nearest. `as_secs_f64()` adds two that are, and makes 4.6899999999999995 of 4.69 seconds; milliseconds,
/// of which the kernel's clock ticks are made, are exact before they are divided.
pub(crate) fn in_seconds(duration: Duration) -> f64 {
    let whole = duration.as_secs().checked_mul(1000).filter(|_| duration.subsec_nanos().is_multiple_of(1_000_000));
    match whole.and_then(|whole| whole.checked_add(duration.subsec_millis().into())) {
        Some(milliseconds) => milliseconds as f64 / 1e3,
        None => duration.as_secs_f64(),
    }
}

impl ToPython for Duration {
    fn to_python<'py>(&self, py: Python<'py>, _: &Classes) -> Answer<'py> {
        in_seconds(*self).into_bound_py_any(py)
    }
}

/// Seconds since 1970.
impl ToPython for SystemTime {
    fn to_python<'py>(&self, py: Python<'py>, _: &Classes) -> Answer<'py> {
        let seconds = match self.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(after) => in_seconds(after),
            Err(before) => -in_seconds(before.duration()),
        };
        seconds.into_bound_py_any(py)
    }
}

impl<T: ToPython> ToPython for Option<T> {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        match self {
            Some(value) => value.to_python(py, classes),
            None => ().to_python(py, classes),
        }
    }
}

impl<T: ToPython> ToPython for Vec<T> {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        let list = PyList::empty(py);
        for item in self {
            list.append(item.to_python(py, classes)?)?;
        }
        Ok(list.into_any())
    }
}

impl<K: ToPython, V: ToPython> ToPython for BTreeMap<K, V> {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        dict(py, classes, self)
    }
}

/// A dict of pairs, in their order.
pub(crate) fn dict<'py, 'a, K: ToPython + 'a, V: ToPython + 'a>(
    py: Python<'py>,
    classes: &Classes,
    pairs: impl IntoIterator<Item = (&'a K, &'a V)>,
) -> Answer<'py> {
    let dict = PyDict::new(py);
    for (key, value) in pairs {
        dict.set_item(key.to_python(py, classes)?, value.to_python(py, classes)?)?;
    }
    Ok(dict.into_any())
}

/// Percent, to one decimal.
pub(crate) fn rounded(percent: f64) -> f64 {
    (percent * 10.0).round() / 10.0
}

/// Whole milliseconds; 0 of what is not known.
pub(crate) fn milliseconds(time: Option<Duration>) -> u64 {
    time.and_then(|time| u64::try_from(time.as_millis()).ok()).unwrap_or(0)
}
