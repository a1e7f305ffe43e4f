//! Programs that write a table and end: what they use from their start to their end.

use std::process::{Command, Stdio};
use std::time::Duration;

use super::peer::Program;
use super::{Contender, Row, Turn};
use crate::Result;
use crate::ffi::children;

/// Such a program.
pub(crate) struct Table {
    name: &'static str,
    command: Result<Command>,
}

impl Table {
    pub(crate) fn boxed(program: &Program, arguments: &[&str]) -> Box<dyn Contender> {
        let command = program.command().map(|mut command| {
            command.args(arguments).stdin(Stdio::null());
            command
        });
        Box::new(Self { name: program.name(), command })
    }
}

impl Contender for Table {
    fn name(&self) -> &str {
        self.name
    }

    /// The items are the lines that it writes.
    fn run(&mut self, times: u32) -> Result<Turn> {
        let command = self.command.as_mut().map_err(|reason| reason.to_string())?;
        let (mut used, mut items) = (Duration::ZERO, 0);
        for _ in 0..times {
            let before = children::processor_time()?;
            let output = command.output()?;
            used += children::processor_time()?.saturating_sub(before);
            if !output.status.success() {
                return Err(String::from_utf8_lossy(&output.stderr).trim().into());
            }
            items = output.stdout.iter().filter(|byte| **byte == b'\n').count();
        }
        Ok(Turn { used, items })
    }

    fn row(&mut self, _: u32) -> Result<Option<Row>> {
        Ok(Some(Row::default()))
    }
}
