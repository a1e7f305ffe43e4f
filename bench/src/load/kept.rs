//! A process of the load that says when it is ready.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use crate::Result;

/// Runs until dropped.
pub(super) struct Kept(Child);

impl Kept {
    /// Starts it, and waits for the line that it writes when it is ready.
    pub(super) fn start(mut command: Command) -> Result<Self> {
        let mut kept = Self(command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?);
        let mut line = String::new();
        BufReader::new(kept.0.stdout.take().ok_or("no standard output")?).read_line(&mut line)?;
        if line.is_empty() {
            return Err(format!("{} has ended early", command.get_program().display()).into());
        }
        Ok(kept)
    }

    pub(super) fn pid(&self) -> u32 {
        self.0.id()
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        self.0.stdin = None;
        // It ends by itself; there is nobody to tell if it cannot be waited for.
        let _ = self.0.wait();
    }
}
