//! The bare calls of counting processor cores.

use std::collections::HashSet;
use std::ffi::CString;

use super::files::in_one_piece;
use super::floor;
use crate::Result;
use crate::contender::Contender;

/// The list of the processors that are online, and of each core whose they are.
pub(crate) fn physical() -> Result<Box<dyn Contender>> {
    let mut paths = vec![c"/sys/devices/system/cpu/online".to_owned()];
    let mut cores = HashSet::new();
    for number in 0.. {
        let path = format!("/sys/devices/system/cpu/cpu{number}/topology/core_cpus_list");
        let Ok(core) = std::fs::read(&path) else { break };
        if cores.insert(core) {
            paths.push(CString::new(path)?);
        }
    }
    Ok(floor(move || in_one_piece(&paths)))
}
