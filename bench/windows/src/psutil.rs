//! psutil, in a Python of its own that lists when it is told to.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use crate::Result;
use crate::listings::Listing;

/// Measures itself, so that the way there and back costs nothing. What psutil keeps of processes from one listing to the
/// next, it may keep.
const SCRIPT: &str = r#"
import sys, time, psutil
nine = ["pid", "ppid", "name", "username", "status", "cpu_times", "memory_info", "create_time", "num_threads"]
for line in sys.stdin:
    began = time.perf_counter_ns()
    for _ in range(int(line)):
        listed = sum(1 for _ in psutil.process_iter(nine))
    print(time.perf_counter_ns() - began, listed, flush=True)
"#;

struct Psutil {
    python: Child,
    answers: BufReader<ChildStdout>,
}

pub(crate) fn listing(python: &str) -> Result<Box<dyn Listing>> {
    let mut command = Command::new(python);
    let mut python = command.args(["-c", SCRIPT]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    let answers = BufReader::new(python.stdout.take().ok_or("no output")?);
    Ok(Box::new(Psutil { python, answers }))
}

impl Listing for Psutil {
    fn name(&self) -> &str {
        "psutil"
    }

    fn list(&mut self, times: u32) -> Result<(Duration, usize)> {
        writeln!(self.python.stdin.as_mut().ok_or("no input")?, "{times}")?;
        let mut answer = String::new();
        self.answers.read_line(&mut answer)?;
        let (took, listed) = answer.trim().split_once(' ').ok_or("psutil has no answer")?;
        Ok((Duration::from_nanos(took.parse()?), listed.parse()?))
    }
}

impl Drop for Psutil {
    fn drop(&mut self) {
        let _ = self.python.kill();
        let _ = self.python.wait();
    }
}
