//! The words of the help: Unix's, and in their place Windows' own.
//!
//! The help is written where the subcommands are. What of it means nothing on Windows is said here in its words, all of it
//! in one list, so that no subcommand says everything twice.

mod windows;

use clap::CommandFactory;

use crate::cli::Cli;
use crate::platform;

/// The command with all subcommands, in the words of this system.
pub(crate) fn command() -> clap::Command {
    let command = Cli::command();
    if platform::IS_WINDOWS { windows::reworded(command) } else { command }
}
