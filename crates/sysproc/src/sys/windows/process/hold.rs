//! A handle that somebody else waits for.

use std::os::windows::io::{AsRawHandle, OwnedHandle};

use super::handle::has_ended;
use super::wait::{held, how_it_ended};
use crate::process::Exit;
use crate::{Error, Process, Result};

/// A handle of a process, which is set when that ends.
#[derive(Debug)]
pub(crate) struct Hold(OwnedHandle);

impl Hold {
    /// Its number, of which only 32 bits mean something.
    pub(crate) fn descriptor(&self) -> Option<i32> {
        i32::try_from(self.0.as_raw_handle().addr()).ok()
    }
}

pub(crate) fn hold(process: &Process) -> Result<Hold> {
    held(process)?.map(Hold).ok_or(Error::NoSuchProcess { pid: process.pid() })
}

#[allow(clippy::unnecessary_wraps)] // Other systems may refuse to tell.
pub(crate) fn exit_of_held(_: &Process, hold: &Hold) -> Result<Option<Exit>> {
    Ok(has_ended(&hold.0).then(|| how_it_ended(&hold.0)))
}
