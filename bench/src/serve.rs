//! A contender of this program as a program of its own, for a monitor: it answers as peers do.

use std::ffi::OsString;
use std::io::Write;

use crate::contender::Contender;
use crate::{Result, work};

/// What tells this program to be that. The contender's name follows.
pub(crate) const ARGUMENT: &str = "serve";

/// How to start it.
pub(crate) fn command(contender: &str) -> Result<Vec<OsString>> {
    Ok(vec![std::env::current_exe()?.into(), ARGUMENT.into(), contender.into()])
}

/// Answers questions until there are no more. Only the first may name a work.
pub(crate) fn serve(contender: &str) -> Result<()> {
    let mut found = None;
    for question in std::io::stdin().lines() {
        match answer(&question?, contender, &mut found) {
            Ok(said) => println!("ok {said}"),
            Err(reason) => println!("error {reason}"),
        }
        std::io::stdout().flush()?;
    }
    Ok(())
}

fn answer(question: &str, contender: &str, found: &mut Option<Box<dyn Contender>>) -> Result<String> {
    let ["run", work, pid, times] = *question.split(' ').collect::<Vec<_>>().as_slice() else {
        return Err("not a question".into());
    };
    if found.is_none() {
        let work = work::all().find(|one| one.name == work).ok_or("no such work")?;
        *found = (work.contenders)(pid.parse()?)?.into_iter().find(|one| one.name() == contender);
    }
    let turn = found.as_mut().ok_or("no such contender")?.run(times.parse()?)?;
    Ok(format!("{} {}", turn.used.as_nanos(), turn.items))
}
