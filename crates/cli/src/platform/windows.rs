//! Windows: a console, paths with a prefix, no signals.

use std::ffi::OsStr;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::process::Command;

use super::Call;

pub(crate) const SUPERUSER: &str = "an administrator";

/// The one called System.
pub(crate) const FIRST_PROCESS: sysproc::Pid = 4;

pub(crate) fn services_file() -> PathBuf {
    let root = std::env::var_os("SystemRoot").map_or_else(|| r"C:\Windows".into(), PathBuf::from);
    root.join(r"System32\drivers\etc\services")
}

/// Not told.
pub(crate) fn file_system_id(_path: &Path) -> Option<u64> {
    None
}

/// Without the prefix `\\?\`.
pub(crate) fn resolved(path: &Path) -> io::Result<PathBuf> {
    std::fs::metadata(path)?;
    // Wine resolves no long paths.
    let resolved = std::fs::canonicalize(path).or_else(|_| std::path::absolute(path))?;
    let text = resolved.to_str().unwrap_or_default();
    let plain = match text.strip_prefix(r"\\?\UNC\") {
        Some(share) => Some(format!(r"\\{share}")),
        None => text.strip_prefix(r"\\?\").map(str::to_owned),
    };
    Ok(plain.map_or(resolved, PathBuf::from))
}

pub(crate) type TerminalOutput = io::Stdout;

pub(crate) fn terminal_output() -> io::Result<TerminalOutput> {
    Ok(io::stdout())
}

/// Lets the console do so: Windows 10 and later.
pub(crate) fn understands_escapes() -> bool {
    crossterm::ansi_support::supports_ansi()
}

pub(crate) fn can_be_drawn_on() -> bool {
    understands_escapes()
}

/// There are no signals.
pub(crate) fn on_signals(_tell: impl FnMut(Call) + Send + 'static) -> io::Result<()> {
    Ok(())
}

pub(crate) fn stop() {}

pub(crate) fn act_by_default(_signal: i32) {}

/// Runs it to its end, and ends with its code.
pub(crate) fn become_program(command: &mut Command) -> io::Error {
    match command.status() {
        Ok(status) => std::process::exit(status.code().unwrap_or(1)),
        Err(error) => error,
    }
}

pub(crate) fn terminal_of_input() -> Option<PathBuf> {
    io::stdin().is_terminal().then(|| PathBuf::from("CON"))
}

/// Nobody is: an administrator is kept from what is the system's own.
pub(crate) fn is_root() -> bool {
    false
}

pub(crate) fn bytes(name: &OsStr) -> Vec<u8> {
    name.to_string_lossy().into_owned().into_bytes()
}
