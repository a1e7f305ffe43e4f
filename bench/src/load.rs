//! The processes that the bench looks at: many that sleep, started and ended here.
//!
//! All wait for the end of one pipe, whose other end only this process has. So they end when the load is dropped, and as
//! well when the bench is killed.

use std::io::PipeWriter;
use std::process::{Child, Command, Stdio};

use crate::Result;

/// Sleeping processes, until dropped.
pub(crate) struct Load {
    held_open: Option<PipeWriter>,
    sleepers: Vec<Child>,
}

impl Load {
    /// Starts `count` of them, at least one.
    pub(crate) fn start(count: usize) -> Result<Self> {
        let (wait_on, held_open) = std::io::pipe()?;
        let mut load = Self { held_open: Some(held_open), sleepers: Vec::with_capacity(count) };
        for number in 0..count.max(1) {
            let mut command = Command::new(env!("SLEEPER"));
            if number == 0 {
                command.arg("spin");
            }
            command.stdin(Stdio::from(wait_on.try_clone()?)).stdout(Stdio::null()).stderr(Stdio::null());
            load.sleepers.push(command.spawn()?);
        }
        load.wait_until_asleep()?;
        Ok(load)
    }

    /// Their pids.
    pub(crate) fn pids(&self) -> impl ExactSizeIterator<Item = u32> {
        self.sleepers.iter().map(Child::id)
    }

    /// The one that is compared field by field: it has used some processor time.
    pub(crate) fn sample(&self) -> u32 {
        self.sleepers.first().map_or(0, Child::id)
    }

    fn wait_until_asleep(&self) -> Result<()> {
        for pid in self.pids() {
            loop {
                let stat = std::fs::read_to_string(format!("/proc/{pid}/stat"))?;
                if stat.contains(") S ") {
                    break;
                }
                if stat.contains(") Z ") {
                    return Err("a process of the load was killed".into());
                }
                std::thread::yield_now();
            }
        }
        Ok(())
    }
}

impl Drop for Load {
    fn drop(&mut self) {
        self.held_open = None;
        for sleeper in &mut self.sleepers {
            // It ends by itself; there is nobody to tell if it cannot be waited for.
            let _ = sleeper.wait();
        }
    }
}
