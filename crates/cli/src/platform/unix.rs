//! Unix: signals, terminals with names, file systems with numbers.

use std::ffi::{OsStr, OsString};
use std::fs::{File, Metadata};
use std::io;
use std::os::fd::AsFd;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};

use super::Call;

pub(crate) const SUPERUSER: &str = "root";

pub(crate) const FIRST_PROCESS: sysproc::Pid = 1;

pub(crate) fn services_file() -> PathBuf {
    "/etc/services".into()
}

pub(crate) fn file_system_id(path: &Path) -> Option<u64> {
    std::fs::metadata(path).as_ref().map(Metadata::dev).ok()
}

pub(crate) fn resolved(path: &Path) -> io::Result<PathBuf> {
    std::fs::canonicalize(path)
}

/// Not through a lock: a panic anywhere must be able to write to it.
pub(crate) type TerminalOutput = File;

pub(crate) fn terminal_output() -> io::Result<TerminalOutput> {
    Ok(io::stdout().as_fd().try_clone_to_owned()?.into())
}

pub(crate) fn understands_escapes() -> bool {
    true
}

/// Every one but the dumb one, and one that nobody has named.
pub(crate) fn can_be_drawn_on() -> bool {
    std::env::var_os("TERM").is_some_and(|name| !name.is_empty() && name != "dumb")
}

pub(crate) fn on_signals(mut tell: impl FnMut(Call) + Send + 'static) -> io::Result<()> {
    let mut signals = signal_hook::iterator::Signals::new([SIGTSTP, SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM])?;
    let listen = move || {
        for signal in signals.forever() {
            tell(match signal {
                SIGTSTP => Call::Stop,
                SIGCONT => Call::Continue,
                other => Call::End(other),
            });
        }
    };
    std::thread::Builder::new().name("signals".into()).spawn(listen).map(drop)
}

pub(crate) fn stop() {
    act_by_default(SIGTSTP);
}

/// What the system does at a signal that nobody handles.
pub(crate) fn act_by_default(signal: i32) {
    // The kernel always lets a process stop or end itself.
    let _ = signal_hook::low_level::emulate_default_handler(signal);
}

/// Becomes it.
pub(crate) fn become_program(command: &mut Command) -> io::Error {
    command.exec()
}

pub(crate) fn terminal_of_input() -> Option<PathBuf> {
    let name = rustix::termios::ttyname(io::stdin(), Vec::new()).ok()?;
    Some(OsString::from_vec(name.into_bytes()).into())
}

pub(crate) fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

pub(crate) fn bytes(name: &OsStr) -> Vec<u8> {
    name.as_bytes().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::safe;

    #[test]
    fn bytes_that_are_not_text_are_shown_as_numbers() {
        assert_eq!(safe(OsStr::from_bytes(b"a\xff\xfeb\xc3")), "a\\xff\\xfeb\\xc3");
    }
}
