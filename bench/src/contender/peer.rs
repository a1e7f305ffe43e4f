//! A peer that is a program of its own: one in another language, or a crate that cannot be in one dependency graph with
//! the rest.
//!
//! It reads questions from its standard input, one a line, and answers each with one line that begins with `ok`, or with
//! `error` and a reason:
//!
//! | question | answer |
//! |---|---|
//! | `version` | `ok` and what it measures, in words |
//! | `run WORK PID TIMES` | does the work, about that process, so many times; `ok NANOSECONDS ITEMS`: processor time of all \
//! the times, items of one |
//! | `row PID` | `ok` and `field=value` with tabs between: what the last result says of that process |

use std::ffi::OsString;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::rc::Rc;
use std::time::Duration;

use rustix::process::Pid;
use rustix::thread::CpuSet;

use super::{Contender, Row, Turn};
use crate::Result;

/// How to start a program, or why that is not possible.
pub(crate) struct Program {
    name: &'static str,
    ours: &'static str,
    command: std::result::Result<Vec<OsString>, String>,
}

impl Program {
    /// `ours` is which of ours it is compared with.
    pub(crate) fn new(name: &'static str, ours: &'static str, command: Result<Vec<OsString>>) -> Self {
        Self { name, ours, command: command.map_err(|error| error.to_string()) }
    }

    pub(crate) fn name(&self) -> &'static str {
        self.name
    }

    /// What it measures, in words.
    pub(crate) fn version(&self) -> Result<String> {
        self.start()?.ask("version")
    }

    pub(crate) fn command(&self) -> Result<Command> {
        let words = self.command.as_ref().map_err(Clone::clone)?;
        let (program, arguments) = words.split_first().ok_or("an empty command")?;
        let mut command = Command::new(program);
        command.args(arguments);
        Ok(command)
    }

    fn start(&self) -> Result<Running> {
        let mut child = self.command()?.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let questions = child.stdin.take();
        let answers = BufReader::new(child.stdout.take().ok_or("no standard output")?);
        Ok(Running { child, questions, answers })
    }
}

/// A peer that was started. It ends when its standard input does.
struct Running {
    child: Child,
    questions: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Running {
    fn ask(&mut self, question: &str) -> Result<String> {
        let questions = self.questions.as_mut().ok_or("no standard input")?;
        writeln!(questions, "{question}")?;
        let mut answer = String::new();
        self.answers.read_line(&mut answer)?;
        let answer = answer.trim_end_matches('\n');
        match answer.split_once(' ').unwrap_or((answer, "")) {
            ("ok", said) => Ok(said.to_owned()),
            ("error", reason) => Err(reason.into()),
            _ => Err(format!("the peer answered {answer:?}").into()),
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.questions = None;
        // It ends by itself; there is nobody to tell if it cannot be waited for.
        let _ = self.child.wait();
    }
}

/// A peer that does one work about a process; started when it is first needed.
pub(crate) struct Peer {
    program: Rc<Program>,
    work: &'static str,
    pid: u32,
    running: Option<Running>,
}

impl Peer {
    pub(crate) fn new(program: &Rc<Program>, work: &'static str, pid: u32) -> Self {
        Self { program: program.clone(), work, pid, running: None }
    }

    /// The pid of the program, if it runs.
    pub(crate) fn pid(&self) -> Option<u32> {
        self.running.as_ref().map(|running| running.child.id())
    }

    fn running(&mut self) -> Result<&mut Running> {
        match &mut self.running {
            Some(running) => Ok(running),
            none => Ok(none.insert(self.program.start()?)),
        }
    }
}

impl Contender for Peer {
    fn name(&self) -> &str {
        self.program.name
    }

    fn ours(&self) -> &str {
        self.program.ours
    }

    fn run(&mut self, times: u32) -> Result<Turn> {
        let question = format!("run {} {} {times}", self.work, self.pid);
        let answer = self.running()?.ask(&question)?;
        let (nanoseconds, items) = answer.split_once(' ').ok_or("the answer of a peer is two numbers")?;
        Ok(Turn { used: Duration::from_nanos(nanoseconds.parse()?), items: items.parse()? })
    }

    fn row(&mut self, pid: u32) -> Result<Option<Row>> {
        Ok(Some(Row::parse(&self.running()?.ask(&format!("row {pid}"))?)))
    }

    fn pin(&mut self, processors: &CpuSet) -> Result<()> {
        let pid = Pid::from_child(&self.running()?.child);
        Ok(rustix::thread::sched_setaffinity(Some(pid), processors)?)
    }
}
