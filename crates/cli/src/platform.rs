//! What the command must know of the system that it runs on. The files below have the same names in them:
//!
//! - `SUPERUSER`: who sees and may do everything
//! - `FIRST_PROCESS`: the process that everything else stands on
//! - `services_file`: the file that names the ports
//! - `file_system_id`: what tells the file system that holds a path from every other one
//! - `resolved`: a path without links, as mount points are written
//! - `terminal_output`: the terminal that output goes to
//! - `understands_escapes`: whether that does what escape sequences say
//! - `can_be_drawn_on`: whether the terminal moves its cursor as it is told
//! - `on_signals`: tells of signals instead of letting them act, on a thread of its own
//! - `stop`: stops this program until somebody continues it
//! - `act_by_default`: what the system does at a signal that nobody handles
//! - `become_program`: lets another program take this one's place; comes back only if it cannot be started
//! - `terminal_of_input`: the terminal that standard input is, if it is one
//! - `is_root`: whether the user is root, to whom the system tells all that it tells
//! - `bytes`: those of a name, for programs that take names separated by NUL

use std::path::PathBuf;

use crate::failure::Failure;

#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

#[cfg(unix)]
pub(crate) use unix::*;
#[cfg(windows)]
pub(crate) use windows::*;

/// Whether this is Windows, whose words for many things are others.
pub(crate) const IS_WINDOWS: bool = cfg!(windows);

/// What a signal asks this program for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(windows, allow(dead_code))] // There are no signals, and so no calls.
pub(crate) enum Call {
    /// To stop until it is continued.
    Stop,
    /// It was stopped, and goes on.
    Continue,
    /// To end, by this signal.
    End(i32),
}

/// Lets the signal do what it does to who does not handle it: this does not come back, or the code is that of a shell.
pub(crate) fn end_by(call: Call) -> Failure {
    let Call::End(signal) = call else { return Failure::Noted };
    act_by_default(signal);
    Failure::Code(u8::try_from(signal).unwrap_or_default().saturating_add(128))
}

/// The folder for the files in which users say what they always want.
pub(crate) fn config_folder() -> Option<PathBuf> {
    let folder = |variable: &str| std::env::var_os(variable).map(PathBuf::from).filter(|path| path.is_absolute());
    let below_home = |path: &str| folder("HOME").map(|home| home.join(path));
    match std::env::consts::OS {
        "windows" => folder("APPDATA"),
        "macos" => folder("XDG_CONFIG_HOME").or_else(|| below_home("Library/Application Support")),
        _ => folder("XDG_CONFIG_HOME").or_else(|| below_home(".config")),
    }
}
