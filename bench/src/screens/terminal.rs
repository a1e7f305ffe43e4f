//! A terminal of its own for a program.

use std::ffi::OsStr;
use std::fs::{File, OpenOptions};
use std::io::Read;
use std::os::unix::ffi::OsStrExt;
use std::process::{Child, Command};
use std::time::Duration;

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};

use crate::Result;

/// The size of each terminal, in cells.
pub(super) const SIZE: (u16, u16) = (160, 50);

/// A program in a terminal; killed when dropped.
pub(super) struct Terminal {
    program: Child,
}

impl Terminal {
    pub(super) fn start(command: &mut Command) -> Result<Self> {
        let controller = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY)?;
        grantpt(&controller)?;
        unlockpt(&controller)?;
        let (ws_col, ws_row) = SIZE;
        tcsetwinsize(&controller, Winsize { ws_row, ws_col, ws_xpixel: 0, ws_ypixel: 0 })?;
        let name = ptsname(&controller, Vec::new())?;
        let terminal = OpenOptions::new().read(true).write(true).open(OsStr::from_bytes(name.to_bytes()))?;
        command.stdin(terminal.try_clone()?).stdout(terminal.try_clone()?).stderr(terminal);
        let program = command.spawn()?;
        // Somebody must read what it writes, or it waits for that.
        std::thread::spawn(move || {
            let (mut controller, mut written) = (File::from(controller), [0; 65536]);
            while controller.read(&mut written).is_ok_and(|count| count > 0) {}
        });
        Ok(Self { program })
    }

    /// The processor time that the program has used; an error where it has ended.
    pub(super) fn used(&mut self) -> Result<Duration> {
        if let Some(status) = self.program.try_wait()? {
            return Err(format!("it ended: {status}").into());
        }
        let times = sysproc::process::Process::new(self.program.id())?.cpu_times()?;
        Ok(times.user + times.system)
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}
