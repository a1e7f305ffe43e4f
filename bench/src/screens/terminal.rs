//! A terminal of its own for a program.

use std::ffi::OsStr;
use std::fs::{File, OpenOptions};
use std::io::Read;
use std::os::unix::ffi::OsStrExt;
use std::process::{Child, Command};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};

use crate::Result;

/// The size of each terminal, in cells.
pub(super) const SIZE: (u16, u16) = (160, 50);

/// A program in a terminal; killed when dropped.
pub(super) struct Terminal {
    program: Child,
    written: Arc<AtomicU64>,
}

/// What a program has done so far.
#[derive(Clone, Copy)]
pub(super) struct Done {
    /// Processor time.
    pub(super) used: Duration,
    /// Bytes that it wrote to its terminal.
    pub(super) written: u64,
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
        let written = Arc::new(AtomicU64::new(0));
        let counter = Arc::clone(&written);
        std::thread::spawn(move || {
            let (mut controller, mut room) = (File::from(controller), [0; 65536]);
            while let Ok(count @ 1..) = controller.read(&mut room) {
                counter.fetch_add(count as u64, Ordering::Relaxed);
            }
        });
        Ok(Self { program, written })
    }

    /// What the program has done; an error where it has ended.
    pub(super) fn done(&mut self) -> Result<Done> {
        if let Some(status) = self.program.try_wait()? {
            return Err(format!("it ended: {status}").into());
        }
        let times = sysproc::process::Process::new(self.program.id())?.cpu_times()?;
        Ok(Done { used: times.user + times.system, written: self.written.load(Ordering::Relaxed) })
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}
