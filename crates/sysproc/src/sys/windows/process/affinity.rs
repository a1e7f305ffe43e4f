//! The processors that a process may run on.
//!
//! Windows numbers processors in groups of 64 at most. Here they are numbered on from group to group. A mask is of one
//! group, so a process is bound to processors of the group that it is in.

use std::ops::Range;

use windows_sys::Win32::Foundation::ERROR_CALL_NOT_IMPLEMENTED;
use windows_sys::Win32::System::Threading::PROCESS_SET_INFORMATION;

use super::handle::{Grip, QUERY, is};
use crate::sys::windows::ffi;
use crate::{Error, Process, Result};

pub(crate) fn cpu_affinity(process: &Process) -> Result<Vec<usize>> {
    cpu_affinity_of(&Grip::on(process, QUERY)?)
}

pub(super) fn cpu_affinity_of(grip: &Grip<'_>) -> Result<Vec<usize>> {
    let (own, _) = masks(grip)?;
    let mut groups = groups(grip)?;
    groups.sort_unstable();
    if own == 0 {
        // A process in several groups has no mask.
        return Ok(groups.into_iter().flat_map(processors).collect());
    }
    let first = groups.first().map_or(0, |group| processors(*group).start);
    Ok(bits(own).map(|bit| first.saturating_add(bit)).collect())
}

pub(crate) fn set_cpu_affinity(process: &Process, cpus: &[usize]) -> Result<()> {
    if cpus.is_empty() {
        return Err(Error::invalid("no processor is named"));
    }
    let grip = Grip::on(process, PROCESS_SET_INFORMATION)?;
    let (_, all) = masks(&grip)?;
    let group = groups(&grip)?.first().map_or(0..0, |group| processors(*group));
    let mut mask = 0;
    for cpu in cpus {
        let bit = cpu.checked_sub(group.start).and_then(|bit| 1_usize.checked_shl(u32::try_from(bit).ok()?));
        let bit = bit.filter(|bit| all & bit != 0);
        mask |=
            bit.ok_or_else(|| Error::invalid(format!("there is no processor {cpu} in the group of the process")))?;
    }
    ffi::process::set_affinity(&grip.handle, mask).map_err(|error| grip.error("SetProcessAffinityMask", error))
}

fn masks(grip: &Grip<'_>) -> Result<(usize, usize)> {
    ffi::process::affinity(&grip.handle).map_err(|error| grip.error("GetProcessAffinityMask", error))
}

fn groups(grip: &Grip<'_>) -> Result<Vec<u16>> {
    match ffi::process::groups(&grip.handle) {
        // Wine has no groups.
        Err(error) if is(&error, ERROR_CALL_NOT_IMPLEMENTED) => Ok(vec![0]),
        groups => groups.map_err(|error| grip.error("GetProcessGroupAffinity", error)),
    }
}

/// The numbers of a group's processors.
fn processors(group: u16) -> Range<usize> {
    let count = |group| ffi::process::processors_in_group(group) as usize;
    let first = (0..group).map(count).sum();
    first..first.saturating_add(count(group))
}

fn bits(mask: usize) -> impl Iterator<Item = usize> {
    (0..usize::BITS as usize).filter(move |bit| mask >> bit & 1 == 1)
}
