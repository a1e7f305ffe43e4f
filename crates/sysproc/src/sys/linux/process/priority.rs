//! Who comes first: for processors and for disks.

use rustix::process::setpriority_process;

use super::pidfd::{Grip, error, raw};
use crate::process::{IoClass, IoPriority};
use crate::sys::linux::ffi::ioprio;
use crate::sys::linux::state::require_own;
use crate::{Error, Process, Result};

pub(crate) fn set_nice(process: &Process, value: i32) -> Result<()> {
    Grip::on(process, "process::set_nice")?.by_number("setpriority", |pid| setpriority_process(Some(pid), value))
}

pub(crate) fn ionice(process: &Process) -> Result<IoPriority> {
    require_own(process.system(), "process::ionice")?;
    let priority = ioprio::get(raw(process.pid())?).map_err(|errno| error(process.pid(), "ioprio_get", errno))?;
    from_kernel(priority).ok_or_else(|| Error::malformed("ioprio_get"))
}

pub(crate) fn set_ionice(process: &Process, priority: IoPriority) -> Result<()> {
    let priority = to_kernel(priority)?;
    Grip::on(process, "process::set_ionice")?.by_number("ioprio_set", |pid| ioprio::set(pid, priority))
}

/// The classes of `linux/ioprio.h`, by their numbers.
const CLASSES: [IoClass; 4] = [IoClass::None, IoClass::RealTime, IoClass::BestEffort, IoClass::Idle];
/// `IOPRIO_CLASS_SHIFT`: where the class begins.
const CLASS_SHIFT: u32 = 13;
/// `IOPRIO_NR_LEVELS`, less one. Bits between level and class are hints to some devices (Linux 6.5+).
const LOWEST_LEVEL: u8 = 7;

fn has_levels(class: IoClass) -> bool {
    matches!(class, IoClass::RealTime | IoClass::BestEffort)
}

fn from_kernel(priority: u32) -> Option<IoPriority> {
    let class = *CLASSES.get(usize::try_from(priority >> CLASS_SHIFT).ok()?)?;
    // Where the class has no levels the kernel keeps a number all the same, which means nothing.
    let level = if has_levels(class) { priority as u8 & LOWEST_LEVEL } else { 0 };
    Some(IoPriority { class, level })
}

fn to_kernel(IoPriority { class, level }: IoPriority) -> Result<u32> {
    let Some(number) = (0u32..).zip(CLASSES).find_map(|(number, one)| (one == class).then_some(number)) else {
        return Err(Error::invalid(format!("{class:?} is not a class of disk priorities on Linux")));
    };
    if level > LOWEST_LEVEL {
        return Err(Error::invalid(format!("{level} is not a level of disk priority: 0 to {LOWEST_LEVEL}")));
    }
    if level > 0 && !has_levels(class) {
        return Err(Error::invalid(format!("the disk priority {class:?} has no levels")));
    }
    Ok(number << CLASS_SHIFT | u32::from(level))
}
