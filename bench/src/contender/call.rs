//! Contenders that are functions.

use std::error::Error;

use super::{Contender, Row, Turn, timed};
use crate::Result;

/// One that asks for one thing; `say` tells what the answer is.
pub(crate) fn call<T: 'static, E: Into<Box<dyn Error>>>(
    name: &'static str,
    ask: impl FnMut() -> std::result::Result<T, E> + 'static,
    say: impl Fn(&T) -> Row + 'static,
) -> Box<dyn Contender> {
    listing(name, ask, |_| 1, move |answer, _| Some(say(answer)))
}

/// One that asks for many things; `count` tells how many there are, `say` what is said of one process, with its
/// pid.
pub(crate) fn listing<T: 'static, E: Into<Box<dyn Error>>>(
    name: &'static str,
    ask: impl FnMut() -> std::result::Result<T, E> + 'static,
    count: impl Fn(&T) -> usize + 'static,
    say: impl Fn(&T, u32) -> Option<Row> + 'static,
) -> Box<dyn Contender> {
    Box::new(Function { name, ask, count, say, answer: None })
}

struct Function<T, Ask, Count, Say> {
    name: &'static str,
    ask: Ask,
    count: Count,
    say: Say,
    answer: Option<T>,
}

impl<T, E, Ask, Count, Say> Contender for Function<T, Ask, Count, Say>
where
    E: Into<Box<dyn Error>>,
    Ask: FnMut() -> std::result::Result<T, E>,
    Count: Fn(&T) -> usize,
    Say: Fn(&T, u32) -> Option<Row>,
{
    fn name(&self) -> &str {
        self.name
    }

    fn run(&mut self, times: u32) -> Result<Turn> {
        let used = timed(times, &mut self.answer, |answer| {
            *answer = None;
            *answer = Some((self.ask)().map_err(Into::into)?);
            Ok(())
        })?;
        Ok(Turn { used, items: self.answer.as_ref().map_or(0, &self.count) })
    }

    fn row(&mut self, pid: u32) -> Result<Option<Row>> {
        Ok(self.answer.as_ref().and_then(|answer| (self.say)(answer, pid)))
    }
}
