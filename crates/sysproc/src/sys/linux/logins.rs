//! Who is logged in: the records of `utmp`, or the session files of systemd-logind where there is no `utmp`.

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use rustix::io::Errno;
use sysproc_decode::bytes::ByteOrder;
use sysproc_decode::linux::session::session;
use sysproc_decode::linux::utmp::{Layout, Record, USER_PROCESS, utmp};

use super::{files, state};
use crate::host::User;
use crate::{Error, Pid, Result, System};

pub(crate) fn users(system: &System) -> Result<Vec<User>> {
    let mut users = match utmp_table(system)? {
        Some((path, table)) => of_utmp(&table).ok_or_else(|| files::malformed(&path))?,
        None => of_sessions(&system.roots().run.join("systemd/sessions"))?,
    };
    if is_running_machine(system) {
        users.retain(|user| user.pid.is_none_or(is_alive));
    }
    Ok(users)
}

/// Whether the pids in the records are the caller's.
fn is_running_machine(system: &System) -> bool {
    state::is_own(system) && system.roots().run == Path::new("/run")
}

fn is_alive(pid: Pid) -> bool {
    let pid = i32::try_from(pid).ok().and_then(rustix::process::Pid::from_raw);
    // Whoever may not signal it learns that it is there.
    pid.is_some_and(|pid| rustix::process::test_kill_process(pid) != Err(Errno::SRCH))
}

fn utmp_table(system: &System) -> Result<Option<(PathBuf, Vec<u8>)>> {
    let run = &system.roots().run;
    let mut paths = vec![run.join("utmp")];
    if run == Path::new("/run") {
        // An older system has it only here.
        paths.push("/var/run/utmp".into());
    }
    for path in paths {
        if let Some(table) = files::read_optional(&path)? {
            return Ok(Some((path, table)));
        }
    }
    Ok(None)
}

/// `None` for what is no such table.
fn of_utmp(table: &[u8]) -> Option<Vec<User>> {
    let order = ByteOrder::HOST;
    let layout = match Layout::of(table, order) {
        None if table.is_empty() => return Some(Vec::new()),
        layout => layout?,
    };
    let logins = utmp(table, layout, order).filter(|record| record.kind == USER_PROCESS && !record.user.is_empty());
    Some(logins.filter_map(of_record).collect())
}

fn of_record(record: Record<'_>) -> Option<User> {
    let since_1970 =
        Duration::from_secs(record.seconds).checked_add(Duration::from_micros(record.microseconds.into()))?;
    Some(User {
        name: OsString::from_vec(record.user.to_vec()),
        terminal: filled(record.line),
        host: filled(record.host),
        started: SystemTime::UNIX_EPOCH.checked_add(since_1970)?,
        pid: Pid::try_from(record.pid).ok().filter(|pid| *pid != 0),
    })
}

fn filled(text: &[u8]) -> Option<OsString> {
    (!text.is_empty()).then(|| OsString::from_vec(text.to_vec()))
}

/// The sessions in a folder, the oldest first.
fn of_sessions(folder: &Path) -> Result<Vec<User>> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(Error::system(folder.display().to_string(), error)),
    };
    let mut users = Vec::new();
    for entry in entries.flatten() {
        // Beside a session `2` lie a pipe `2.ref`, which would block who opens it, and files that are being written.
        if entry.file_name().as_encoded_bytes().contains(&b'.') {
            continue;
        }
        if let Some(text) = files::read_optional(&entry.path())? {
            users.extend(of_session(&text));
        }
    }
    users.sort_by_key(|user| (user.started, user.pid));
    Ok(users)
}

/// The user of a session. `None` of one that is no login: a login screen, a job of cron, the user's service manager, or
/// what is left running after the user has logged out.
fn of_session(text: &[u8]) -> Option<User> {
    let session = session(text);
    let is_login = session.class.is_none_or(|class| class.starts_with(b"user")) && session.state != Some(b"closing");
    Some(User {
        name: session.user.filter(|_| is_login).and_then(filled)?,
        terminal: session.tty.or(session.display).and_then(filled),
        host: session.remote_host.as_deref().and_then(filled),
        started: SystemTime::UNIX_EPOCH.checked_add(Duration::from_micros(session.realtime?))?,
        pid: session.leader.and_then(|leader| Pid::try_from(leader).ok()),
    })
}
