//! `sysproc lsof`: what processes have open.

mod gather;

use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

use crate::app::App;
use crate::failure::{Failure, Outcome};
use crate::platform;
use crate::render::{Head, Role, safe};
use crate::select::Selector;
use crate::sheet::{Sheet, only_seen, seen, unseen};
use crate::sockets;
use crate::updates::Updates;
use crate::value::Value;
use gather::{Open, Use};

pub(crate) const HELP: &str = "\
FD is the number of a descriptor, or cwd (working directory), exe (program), mem (mapped file). MODE is r, w, a \
(appending), r+ (both) or a+. -0 prints the paths.

Examples:
  sysproc lsof nginx                   everything that a process has open
  sysproc lsof --path /var/log         who has something below this path open
  sysproc lsof --port 443
  sysproc lsof --path /mnt/usb -0 | xargs -0 ls -l
";

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Only of these processes: pids, exact names, :PORT, user=NAME, other selectors (see --help)
    #[arg(value_name = "SELECTOR", value_parser = Selector::parse)]
    selectors: Vec<Selector>,
    /// Only what is at this path or below it
    #[arg(long, value_name = "PATH")]
    path: Vec<PathBuf>,
    /// Only sockets with one of these ports on either end
    #[arg(long, value_name = "PORT,...", value_delimiter = ',')]
    port: Vec<u16>,
    /// Also mapped files (slow); with --path they are always looked at
    #[arg(short, long)]
    mapped: bool,
    #[command(flatten)]
    updates: Updates,
}

pub(crate) fn run(args: &Args, app: &mut App) -> Outcome {
    // The paths of a captured machine are not those of this one.
    let is_captured = app.root.is_some();
    let paths: Vec<PathBuf> =
        args.path.iter().map(|path| if is_captured { path.clone() } else { as_opened(path) }).collect();
    let (mut is_none, mut gone) = (false, Vec::new());
    args.updates.each(app, |app| {
        let mut found = gather::gather(args, app)?;
        found.retain(|open| is_meant(args, &paths, open));
        is_none = found.is_empty();
        let is_open = |path: &Path| found.iter().any(|open| is_below(open, path));
        let asked = args.path.iter().zip(&paths).filter(|(_, path)| !is_captured && !is_open(path) && is_gone(path));
        gone = asked.map(|(asked, _)| asked).collect();
        app.print_sheet(&sheet(&found)).map(drop)
    })?;
    for path in &gone {
        app.note(format!("{}: does not exist", safe(path.as_os_str())));
    }
    let is_asked = !args.path.is_empty() || !args.port.is_empty();
    match (is_none && is_asked, gone.is_empty()) {
        (true, _) => Err(Failure::Message("nobody that you may look into has it open".into())),
        (false, false) => Err(Failure::Noted),
        (false, true) => Ok(()),
    }
}

/// A path as the system writes it where it is open: without links. Of one that is gone the part that is there.
fn as_opened(path: &Path) -> PathBuf {
    let Ok(path) = std::path::absolute(path) else { return path.into() };
    let there =
        path.ancestors().find_map(|above| Some((platform::resolved(above).ok()?, path.strip_prefix(above).ok()?)));
    let Some((mut real, rest)) = there else { return path };
    for part in rest.components() {
        match part {
            Component::ParentDir => drop(real.pop()),
            part => real.push(part),
        }
    }
    real
}

fn is_gone(path: &Path) -> bool {
    std::fs::symlink_metadata(path).is_err_and(|error| error.kind() == ErrorKind::NotFound)
}

fn is_below(open: &Open, path: &Path) -> bool {
    open.path.as_deref().is_some_and(|open| open.starts_with(path))
}

fn is_meant(args: &Args, paths: &[PathBuf], open: &Open) -> bool {
    let is_below = |path: &PathBuf| is_below(open, path);
    let has_port = || {
        open.socket
            .as_ref()
            .is_some_and(|socket| [&socket.local, &socket.remote].iter().any(|end| sockets::has_port(end, &args.port)))
    };
    match (args.path.is_empty(), args.port.is_empty()) {
        (true, true) => true,
        (false, true) => paths.iter().any(is_below),
        (true, false) => has_port(),
        (false, false) => paths.iter().any(is_below) || has_port(),
    }
}

fn sheet(found: &[Open]) -> Sheet {
    let mut headings = vec![
        seen("process_name", Head::left("COMMAND").shortest(8)).name(),
        seen("pid", Head::right("PID")),
        seen("username", Head::left("USER").shortest(8).rank(2)),
        unseen("use"),
        unseen("fd"),
        only_seen(Head::right("FD")),
        seen("mode", Head::left("MODE").rank(3)),
        seen("kind", Head::left("TYPE").rank(1)),
        seen("size", Head::right("SIZE").rank(1)),
        unseen("deleted"),
        unseen("path"),
        only_seen(Head::left("NAME").shortest(16)).role(|_, value| match value {
            Value::Text(text) if text.as_encoded_bytes().ends_with(b"(deleted)") => Some(Role::Warning),
            _ => None,
        }),
    ];
    headings.extend(sockets::headings().iter().map(|heading| unseen(heading.key)));
    let mut sheet = Sheet::new("files", headings).named_by("path");
    for open in found {
        sheet.row(row(open));
    }
    sheet
}

fn row(open: &Open) -> Vec<Value> {
    let (usage, fd) = match open.usage {
        Use::Descriptor(fd) => ("descriptor", Some(fd)),
        Use::WorkingDirectory => ("cwd", None),
        Use::Program => ("exe", None),
        Use::Mapped => ("mem", None),
        Use::File => ("file", None),
    };
    let path = open.path.as_deref().map_or(Value::Unknown, Value::text);
    let mut row = vec![
        open.name.clone(),
        Value::Count(open.pid.into()),
        open.username.clone(),
        Value::text(usage),
        Value::or_unknown(fd, |fd| Value::Count(fd.into())),
        fd.map_or_else(|| Value::text(usage), |fd| Value::Count(fd.into())),
        Value::or_unknown(open.mode, |mode| Value::text(mode.as_str())),
        Value::text(open.kind),
        Value::or_unknown(open.size, Value::Bytes),
        Value::or_unknown(open.deleted, Value::Flag),
        path,
        Value::text(open.shown()),
    ];
    match &open.socket {
        Some(socket) => row.extend(sockets::values(socket)),
        None => row.extend(std::iter::repeat_n(Value::Unknown, sockets::headings().len())),
    }
    row
}
