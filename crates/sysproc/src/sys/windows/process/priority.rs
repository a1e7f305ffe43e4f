//! Who comes first: for processors and for disks.

use windows_sys::Wdk::System::Threading::ProcessIoPriority;
use windows_sys::Win32::System::Threading as win;

use super::handle::{Grip, QUERY};
use crate::process::{IoClass, IoPriority};
use crate::sys::windows::ffi;
use crate::{Error, Process, Result};

/// The priority classes.
const CLASSES: [u32; 6] = [
    win::IDLE_PRIORITY_CLASS,
    win::BELOW_NORMAL_PRIORITY_CLASS,
    win::NORMAL_PRIORITY_CLASS,
    win::ABOVE_NORMAL_PRIORITY_CLASS,
    win::HIGH_PRIORITY_CLASS,
    win::REALTIME_PRIORITY_CLASS,
];

pub(crate) fn nice(process: &Process) -> Result<i32> {
    nice_of(&Grip::on(process, QUERY)?)
}

pub(super) fn nice_of(grip: &Grip<'_>) -> Result<i32> {
    let class = ffi::process::priority_class(&grip.handle);
    Ok(class.map_err(|error| grip.error("GetPriorityClass", error))? as i32)
}

pub(crate) fn set_nice(process: &Process, value: i32) -> Result<()> {
    let class = value as u32;
    if !CLASSES.contains(&class) {
        return Err(Error::invalid(format!("{value} is no priority class")));
    }
    let grip = Grip::on(process, win::PROCESS_SET_INFORMATION)?;
    ffi::process::set_priority_class(&grip.handle, class).map_err(|error| grip.error("SetPriorityClass", error))
}

/// `IO_PRIORITY_HINT`, by its numbers. What follows, the kernel keeps for itself.
const IO_CLASSES: [IoClass; 4] = [IoClass::VeryLow, IoClass::Low, IoClass::Normal, IoClass::High];

pub(crate) fn ionice(process: &Process) -> Result<IoPriority> {
    ionice_of(&Grip::on(process, QUERY)?)
}

pub(super) fn ionice_of(grip: &Grip<'_>) -> Result<IoPriority> {
    const CALL: &str = "NtQueryInformationProcess: ProcessIoPriority";
    let hint = ffi::process::information_of::<4>(&grip.handle, ProcessIoPriority);
    let hint = u32::from_ne_bytes(hint.map_err(|error| grip.error(CALL, error))?);
    let class = usize::try_from(hint).ok().and_then(|hint| IO_CLASSES.get(hint));
    Ok(IoPriority { class: *class.ok_or_else(|| Error::malformed(CALL))?, level: 0 })
}

pub(crate) fn set_ionice(process: &Process, priority: IoPriority) -> Result<()> {
    let hint = IO_CLASSES.iter().position(|class| *class == priority.class);
    let hint = hint.and_then(|hint| u32::try_from(hint).ok());
    let hint = hint.ok_or_else(|| Error::invalid(format!("Windows has no I/O priority {:?}", priority.class)))?;
    if priority.level != 0 {
        return Err(Error::invalid("I/O priorities have no levels on Windows"));
    }
    let grip = Grip::on(process, win::PROCESS_SET_INFORMATION)?;
    let set = ffi::process::set_information(&grip.handle, ProcessIoPriority, hint);
    set.map_err(|error| grip.error("NtSetInformationProcess: ProcessIoPriority", error))
}
