//! Not written yet.

pub(crate) use crate::sys::unsupported::host::{boot_time, info, uptime, users};
