//! Why the command did not do what was asked, and the exit code for it.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::error::ErrorKind;

use crate::render::safe;

const FAILED: u8 = 1;
const WRONG_USAGE: u8 = 2;
const ALIVE: u8 = 3;

/// What a subcommand returns once all its output is written.
pub(crate) type Outcome<T = ()> = Result<T, Failure>;

#[derive(Debug)]
pub(crate) enum Failure {
    /// The reader of the output has gone: no reason to complain.
    Closed,
    /// The output cannot be written.
    Write(io::Error),
    /// The library could not answer.
    Library(sysproc::Error),
    /// Said by the command itself.
    Message(String),
    /// The arguments cannot be meant so.
    Usage(String),
    /// What there is to say was said in notes.
    Noted,
    /// Something still runs that should have ended, which was said in notes.
    Alive,
    /// All went well, and this is the code of what it was about.
    Code(u8),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe { Self::Closed } else { Self::Write(error) }
    }
}

impl From<sysproc::Error> for Failure {
    fn from(error: sysproc::Error) -> Self {
        Self::Library(error)
    }
}

impl Failure {
    /// Tells the user, and gives the exit code.
    pub(crate) fn report(self) -> ExitCode {
        let message = match self {
            Self::Closed => return ExitCode::SUCCESS,
            Self::Noted => return ExitCode::from(FAILED),
            Self::Alive => return ExitCode::from(ALIVE),
            Self::Code(code) => return ExitCode::from(code),
            Self::Usage(message) => {
                return usage(&clap::Error::raw(ErrorKind::ValueValidation, message + "\n"));
            }
            Self::Write(error) => format!("cannot write: {error}"),
            Self::Library(error) => error.to_string(),
            Self::Message(message) => message,
        };
        say(&message);
        ExitCode::from(FAILED)
    }
}

/// Prints what clap has to say: help and version on standard output, errors on standard error.
pub(crate) fn usage(answer: &clap::Error) -> ExitCode {
    match answer.print() {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => ExitCode::from(FAILED),
        _ if answer.use_stderr() => ExitCode::from(WRONG_USAGE),
        _ => ExitCode::SUCCESS,
    }
}

/// A line on standard error. That nobody reads it is no reason to fail.
pub(crate) fn say(message: &str) {
    let _ = writeln!(io::stderr(), "sysproc: {}", safe(message.as_ref()));
}
