//! What the command must know of the system that it runs on.

use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::Failure;

/// Whether this is Windows, whose words for many things are others.
pub(crate) const IS_WINDOWS: bool = cfg!(windows);

/// Who sees and may do everything.
pub(crate) const SUPERUSER: &str = if IS_WINDOWS { "an administrator" } else { "root" };

/// The process that everything else stands on.
pub(crate) const FIRST_PROCESS: sysproc::Pid = if IS_WINDOWS { 4 } else { 1 };

/// The file that names the ports.
pub(crate) fn services_file() -> PathBuf {
    match std::env::var_os("SystemRoot").filter(|_| IS_WINDOWS) {
        Some(root) => PathBuf::from(root).join(r"System32\drivers\etc\services"),
        None => "/etc/services".into(),
    }
}

/// What tells the file system that holds a path from every other one.
#[cfg(unix)]
pub(crate) fn file_system_id(path: &Path) -> Option<u64> {
    Some(std::os::unix::fs::MetadataExt::dev(&std::fs::metadata(path).ok()?))
}

/// What tells the file system that holds a path from every other one.
#[cfg(not(unix))]
pub(crate) fn file_system_id(_path: &Path) -> Option<u64> {
    None
}

/// The path without links, as mount points are written.
#[cfg(not(windows))]
pub(crate) fn resolved(path: &Path) -> io::Result<PathBuf> {
    std::fs::canonicalize(path)
}

/// The path without links, as mount points are written: without the prefix `\\?\`.
#[cfg(windows)]
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

/// The terminal that output goes to. Not through a lock: a panic anywhere must be able to write to it.
#[cfg(unix)]
pub(crate) type TerminalOutput = std::fs::File;

#[cfg(not(unix))]
pub(crate) type TerminalOutput = io::Stdout;

#[cfg(unix)]
pub(crate) fn terminal_output() -> io::Result<TerminalOutput> {
    Ok(std::os::fd::AsFd::as_fd(&io::stdout()).try_clone_to_owned()?.into())
}

#[cfg(not(unix))]
pub(crate) fn terminal_output() -> io::Result<TerminalOutput> {
    Ok(io::stdout())
}

/// Whether the terminal does what escape sequences say.
#[cfg(not(windows))]
pub(crate) fn understands_escapes() -> bool {
    true
}

/// Lets the console do what escape sequences say, and tells whether it does: Windows 10 and later.
#[cfg(windows)]
pub(crate) fn understands_escapes() -> bool {
    crossterm::ansi_support::supports_ansi()
}

/// What a signal asks this program for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(unix), allow(dead_code))] // There are no signals, and so no calls.
pub(crate) enum Call {
    /// To stop until it is continued.
    Stop,
    /// It was stopped, and goes on.
    Continue,
    /// To end, by this signal.
    End(i32),
}

/// Tells of signals instead of letting them act, on a thread of its own.
#[cfg(unix)]
pub(crate) fn on_signals(mut tell: impl FnMut(Call) + Send + 'static) -> io::Result<()> {
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
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

#[cfg(not(unix))]
pub(crate) fn on_signals(_tell: impl FnMut(Call) + Send + 'static) -> io::Result<()> {
    Ok(())
}

/// Stops this program until somebody continues it.
pub(crate) fn stop() {
    #[cfg(unix)]
    // The kernel always lets a process stop itself.
    let _ = signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP);
}

/// Lets the signal do what it does to who does not handle it: this does not come back, or the code is that of a shell.
pub(crate) fn end_by(call: Call) -> Failure {
    let Call::End(signal) = call else { return Failure::Noted };
    #[cfg(unix)]
    let _ = signal_hook::low_level::emulate_default_handler(signal);
    Failure::Code(u8::try_from(signal).unwrap_or_default().saturating_add(128))
}

/// Becomes another program; comes back only if that fails.
#[cfg(unix)]
pub(crate) fn become_program(command: &mut Command) -> io::Error {
    std::os::unix::process::CommandExt::exec(command)
}

/// Runs another program to its end and ends with its code; comes back only if it cannot be started.
#[cfg(not(unix))]
pub(crate) fn become_program(command: &mut Command) -> io::Error {
    match command.status() {
        Ok(status) => std::process::exit(status.code().unwrap_or(1)),
        Err(error) => error,
    }
}

/// The terminal that standard input is, if it is one.
#[cfg(unix)]
pub(crate) fn terminal_of_input() -> Option<PathBuf> {
    let name = rustix::termios::ttyname(io::stdin(), Vec::new()).ok()?;
    Some(std::os::unix::ffi::OsStringExt::from_vec(name.into_bytes())).map(|name: std::ffi::OsString| name.into())
}

/// The terminal that standard input is, if it is one.
#[cfg(not(unix))]
pub(crate) fn terminal_of_input() -> Option<PathBuf> {
    std::io::IsTerminal::is_terminal(&io::stdin()).then(|| PathBuf::from("CON"))
}

/// Whether the user is root, to whom the system tells all that it tells.
#[cfg(unix)]
pub(crate) fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

/// Whether the user is root, to whom the system tells all that it tells. Nobody is on Windows: an administrator is kept
/// from what is the system's own.
#[cfg(not(unix))]
pub(crate) fn is_root() -> bool {
    false
}

/// The bytes of a name, for programs that take names separated by NUL.
#[cfg(unix)]
pub(crate) fn bytes(name: &OsStr) -> Vec<u8> {
    std::os::unix::ffi::OsStrExt::as_bytes(name).to_vec()
}

/// The bytes of a name, for programs that take names separated by NUL.
#[cfg(not(unix))]
pub(crate) fn bytes(name: &OsStr) -> Vec<u8> {
    name.to_string_lossy().into_owned().into_bytes()
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

#[cfg(all(test, unix))]
mod tests {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    use crate::render::safe;

    #[test]
    fn bytes_that_are_not_text_are_shown_as_numbers() {
        assert_eq!(safe(OsStr::from_bytes(b"a\xff\xfeb\xc3")), "a\\xff\\xfeb\\xc3");
    }
}
