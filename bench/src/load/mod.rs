//! The processes that the bench looks at: many that sleep, one with many sockets, a Python; started and ended here.
//!
//! All wait for the end of their standard input, whose other end only this process has. So they end when the load is
//! dropped, and as well when the bench is killed.

mod kept;
mod sleepers;
pub(crate) mod sockets;

use std::cell::OnceCell;
use std::process::Command;

use self::kept::Kept;
use self::sleepers::Sleepers;
use crate::Result;

/// All of them, until dropped. Those that only some works need are started by the first one.
pub(crate) struct Load {
    sleepers: Sleepers,
    sockets: usize,
    socket_holder: OnceCell<Kept>,
    python: OnceCell<Kept>,
}

impl Load {
    /// Starts so many sleeping processes, at least one; `sockets` is how many another one is to hold.
    pub(crate) fn start(sleepers: usize, sockets: usize) -> Result<Self> {
        let sleepers = Sleepers::start(sleepers)?;
        Ok(Self { sleepers, sockets, socket_holder: OnceCell::new(), python: OnceCell::new() })
    }

    /// The sleeping one that is compared field by field: it has used some memory and processor time.
    pub(crate) fn sample(&self) -> Result<u32> {
        self.sleepers.first()
    }

    /// A sleeping one that has used next to nothing, if there are two.
    pub(crate) fn small(&self) -> Result<u32> {
        self.sleepers.last()
    }

    /// This process, whose children all of them are.
    pub(crate) fn parent(&self) -> Result<u32> {
        Ok(std::process::id())
    }

    /// The one with many sockets.
    pub(crate) fn socket_holder(&self) -> Result<u32> {
        let mut command = Command::new(std::env::current_exe()?);
        command.args([sockets::ARGUMENT, &self.sockets.to_string()]);
        started(&self.socket_holder, command)
    }

    /// A Python that has loaded nothing but itself.
    pub(crate) fn python(&self) -> Result<u32> {
        let mut command = Command::new("python3");
        command.args(["-c", "import sys; print(flush=True); sys.stdin.read()"]);
        started(&self.python, command)
    }
}

fn started(cell: &OnceCell<Kept>, command: Command) -> Result<u32> {
    if cell.get().is_none() {
        // It is empty, so this one is taken.
        let _ = cell.set(Kept::start(command)?);
    }
    Ok(cell.get().map_or(0, Kept::pid))
}
