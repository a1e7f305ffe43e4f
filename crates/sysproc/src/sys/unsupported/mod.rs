//! A backend that answers `Unsupported` to everything: the template for a port, and where a backend takes what its system
//! lacks. Its functions are made from the list in [`contract`](super::contract), so that it cannot lag behind.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::cpu::{CpuFreq, CpuStats, CpuTimes, LoadAverage, Topology};
use crate::disk::{DiskCounters, DiskUsage, Partition};
use crate::host::{HostInfo, User};
use crate::memory::{HeapInfo, SwapMemory, VirtualMemory};
use crate::net::{Connection, ConnectionKind, InterfaceAddress, InterfaceStats, NetIo};
use crate::process::*;
use crate::sensors::{Battery, Fan, Temperature};
use crate::service::{Service, ServiceConfig, ServiceState};
use crate::system::Roots;
use crate::{Error, Pid, Result, System};

use super::os;

macro_rules! unsupported {
    ($($topic:ident { $($name:ident($($argument:ty),*) -> $returns:ty;)+ })+) => {
        $(
            pub(crate) mod $topic {
                #[allow(unused_imports)]
                use super::*;
                $(
                    pub(crate) fn $name($(_: $argument),*) -> Result<$returns> {
                        let function = concat!(stringify!($topic), "::", stringify!($name));
                        Err(Error::Unsupported { function, system: std::env::consts::OS })
                    }
                )+
            }
        )+
    };
}

super::contract::functions!(unsupported);

/// Nothing to remember.
#[derive(Debug)]
pub(crate) struct State;

/// No descriptors.
#[derive(Debug)]
pub(crate) struct Held;

impl Held {
    pub(crate) fn new(_limit: Option<usize>) -> Self {
        Self
    }

    pub(crate) fn descriptors(&self) -> usize {
        0
    }
}

/// No descriptor.
#[derive(Debug)]
pub(crate) struct Hold;

impl Hold {
    pub(crate) fn descriptor(&self) -> Option<i32> {
        None
    }
}

/// Nothing but the start time.
#[derive(Debug, Clone)]
pub(crate) struct Identity(StartTime);

impl Identity {
    pub(crate) fn new(start: StartTime) -> Self {
        Self(start)
    }

    pub(crate) fn start(&self) -> StartTime {
        self.0
    }
}

/// No signals.
pub(crate) fn signal_names() -> &'static [(&'static str, i32)] {
    &[]
}

/// System text from the bytes that [`OsStr::as_encoded_bytes`](std::ffi::OsStr::as_encoded_bytes) gives.
pub(crate) fn os_string(bytes: Vec<u8>) -> Option<OsString> {
    String::from_utf8(bytes).ok().map(OsString::from)
}

impl State {
    pub(crate) fn new(_: &Roots) -> Self {
        Self
    }
}
