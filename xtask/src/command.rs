//! Running other programs.

use std::fmt::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::project::Result;

/// The cargo of the toolchain that runs these tools.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new("cargo");
    command.args(arguments);
    command
}

/// Shows a command as one would type it and runs it.
pub(crate) fn run(command: &mut Command) -> Result {
    println!("$ {}", shown(command));
    let status = command.status().map_err(|error| not_started(command, &error))?;
    if status.success() { Ok(()) } else { Err(format!("{status} of: {}", shown(command)).into()) }
}

/// What a command prints. Its errors go where ours go.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let out = command.stderr(Stdio::inherit()).output().map_err(|error| not_started(command, &error))?;
    if !out.status.success() {
        return Err(format!("{} of: {}", out.status, shown(command)).into());
    }
    Ok(String::from_utf8(out.stdout)?)
}

fn not_started(command: &Command, error: &std::io::Error) -> String {
    format!("{}: {error}", Path::new(command.get_program()).display())
}

fn shown(command: &Command) -> String {
    let mut line = String::new();
    for (name, value) in command.get_envs() {
        if let Some(value) = value {
            let _ = write!(line, "{}={} ", name.display(), value.display());
        }
    }
    line.push_str(&command.get_program().to_string_lossy());
    for argument in command.get_args() {
        let _ = write!(line, " {}", argument.display());
    }
    line
}
