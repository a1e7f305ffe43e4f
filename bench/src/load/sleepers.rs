//! Many processes that sleep.

use std::io::PipeWriter;
use std::process::{Child, Command, Stdio};

use crate::Result;

/// The environment that they have, whoever runs the bench: what systemd gives a service.
const ENVIRONMENT: [(&str, &str); 8] = [
    ("HOME", "/var/lib/sleeper"),
    ("INVOCATION_ID", "8d0af3a5a8b54ba5ad5d1e0c2c9b4a4e"),
    ("JOURNAL_STREAM", "8:41523"),
    ("LANG", "C.UTF-8"),
    ("LOGNAME", "sleeper"),
    ("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin"),
    ("SYSTEMD_EXEC_PID", "1234"),
    ("USER", "sleeper"),
];

/// Sleeping processes, until dropped.
pub(super) struct Sleepers {
    held_open: Option<PipeWriter>,
    children: Vec<Child>,
}

impl Sleepers {
    /// Starts `count` of them, at least one.
    pub(super) fn start(count: usize) -> Result<Self> {
        let (wait_on, held_open) = std::io::pipe()?;
        let mut sleepers = Self { held_open: Some(held_open), children: Vec::with_capacity(count) };
        for number in 0..count.max(1) {
            let mut command = Command::new(env!("SLEEPER"));
            command.env_clear().envs(ENVIRONMENT);
            if number == 0 {
                command.arg("spin");
            }
            command.stdin(Stdio::from(wait_on.try_clone()?)).stdout(Stdio::null()).stderr(Stdio::null());
            sleepers.children.push(command.spawn()?);
        }
        sleepers.wait_until_asleep()?;
        Ok(sleepers)
    }

    /// The pid of the first, which has used some memory and processor time.
    pub(super) fn first(&self) -> Result<u32> {
        Ok(self.children.first().ok_or("nobody sleeps")?.id())
    }

    /// The pid of the last.
    pub(super) fn last(&self) -> Result<u32> {
        Ok(self.children.last().ok_or("nobody sleeps")?.id())
    }

    fn wait_until_asleep(&self) -> Result<()> {
        for pid in self.children.iter().map(Child::id) {
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

impl Drop for Sleepers {
    fn drop(&mut self) {
        self.held_open = None;
        for child in &mut self.children {
            // It ends by itself; there is nobody to tell if it cannot be waited for.
            let _ = child.wait();
        }
    }
}
