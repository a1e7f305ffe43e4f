//! Holding on to a process until it has ended, by a pidfd that is kept.

use std::os::fd::{AsRawFd, OwnedFd};

use super::pidfd::Grip;
use super::wait::exit_so_far;
use crate::process::Exit;
use crate::{Process, Result};

/// The pidfd; `None` where the kernel has none.
#[derive(Debug)]
pub(crate) struct Hold(Option<OwnedFd>);

impl Hold {
    pub(crate) fn descriptor(&self) -> Option<i32> {
        self.0.as_ref().map(AsRawFd::as_raw_fd)
    }
}

pub(crate) fn hold(process: &Process) -> Result<Hold> {
    Ok(Hold(Grip::on(process, "process::hold")?.fd))
}

pub(crate) fn exit_of_held(process: &Process, hold: &Hold) -> Result<Option<Exit>> {
    exit_so_far(process, hold.0.as_ref())
}
