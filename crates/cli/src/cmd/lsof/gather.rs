//! Everything that processes have open.

use std::collections::HashMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use sysproc::net::{Connection, ConnectionKind};
use sysproc::process::{Descriptor, DescriptorKind, Field, Fields, OpenMode, Snapshot};
use sysproc::{Error, Pid, Process};

use super::Args;
use crate::app::App;
use crate::failure::Outcome;
use crate::platform;
use crate::render::counted;
use crate::select::{self, Found};
use crate::sockets;
use crate::value::Value;

/// Something that a process has open.
#[derive(Debug)]
pub(super) struct Open {
    pub(super) pid: Pid,
    pub(super) name: Value,
    pub(super) username: Value,
    pub(super) usage: Use,
    pub(super) kind: &'static str,
    pub(super) mode: Option<OpenMode>,
    pub(super) size: Option<u64>,
    pub(super) deleted: Option<bool>,
    /// Where it is, of what has a path.
    pub(super) path: Option<PathBuf>,
    /// What the system calls what has none.
    target: Option<PathBuf>,
    pub(super) socket: Option<Connection>,
}

/// What it is open for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    Descriptor(u32),
    WorkingDirectory,
    Program,
    Mapped,
    /// Where the system has no numbers for what is open.
    File,
}

impl Open {
    fn of(process: &Snapshot, usage: Use) -> Self {
        Self {
            pid: process.pid,
            name: Value::of(&process.name, |name| Value::Text(name.clone())),
            username: Value::of(&process.username, |name| Value::Text(name.clone())),
            usage,
            kind: "file",
            mode: None,
            size: None,
            deleted: None,
            path: None,
            target: None,
            socket: None,
        }
    }

    /// What stands in the column NAME.
    pub(super) fn shown(&self) -> OsString {
        match (&self.socket, &self.path, &self.target) {
            (Some(socket), ..) => sockets::described(socket).into(),
            (_, Some(path), _) if self.deleted == Some(true) => {
                let mut shown = path.clone().into_os_string();
                shown.push(" (deleted)");
                shown
            }
            (_, Some(path), _) => path.clone().into_os_string(),
            (_, _, Some(target)) => target.clone().into_os_string(),
            _ => OsString::new(),
        }
    }
}

/// What the processes that are meant have open, by pid, and the sockets with their owners.
pub(super) fn gather(args: &Args, app: &mut App) -> Outcome<Vec<Open>> {
    let mut fields = Fields::NAME | Fields::USERNAME | Fields::CWD | Fields::EXE;
    if platform::IS_WINDOWS {
        fields |= Fields::OPEN_FILES;
    }
    if args.mapped || !args.path.is_empty() {
        fields |= Fields::MEMORY_MAPS;
    }
    let found = match args.selectors.as_slice() {
        [] => Found { snapshots: others(app, fields)?, ..Found::default() },
        selectors => select::find(app, selectors, fields)?,
    };
    found.outcome(app)?;
    let sockets = sockets(app);
    let (mut all, mut denied) = (Vec::new(), 0_usize);
    for (snapshot, process) in found.snapshots.iter().zip(found.processes(app)) {
        all.extend(paths(snapshot));
        match descriptors(snapshot, &process, &sockets) {
            Ok(open) => all.extend(open),
            Err(Error::Unsupported { .. }) => {
                all.extend(files(snapshot));
                denied += usize::from(snapshot.open_files == Field::Denied);
            }
            Err(Error::AccessDenied { .. }) => denied += 1,
            // It has ended meanwhile.
            Err(Error::NoSuchProcess { .. } | Error::ZombieProcess { .. }) => {}
            Err(error) => app.note(error.to_string()),
        }
    }
    if denied > 0 {
        app.note_kept(&format!("the open files of {}", counted(denied, "process")), "them");
    }
    Ok(all)
}

/// All processes but this command, which has something open only to look at the others.
fn others(app: &App, fields: Fields) -> sysproc::Result<Vec<Snapshot>> {
    let mut all = app.system.processes(fields)?.snapshots;
    all.retain(|process| app.root.is_some() || process.pid != std::process::id());
    Ok(all)
}

/// The sockets by who holds them at which descriptor.
fn sockets(app: &mut App) -> HashMap<(Pid, u32), Connection> {
    let found = app.system.net_connections(ConnectionKind::All);
    let sockets = app.part("sockets", found).unwrap_or_default();
    sockets.into_iter().filter_map(|socket| Some(((socket.pid?, socket.fd?), socket))).collect()
}

/// What is open without a descriptor.
fn paths(process: &Snapshot) -> Vec<Open> {
    let known = |path: &&PathBuf| !path.as_os_str().is_empty();
    let at = |usage, kind, path: &Path| Open { path: Some(path.into()), kind, ..Open::of(process, usage) };
    let cwd = process.cwd.value().filter(known).map(|path| at(Use::WorkingDirectory, "directory", path));
    let exe = process.exe.value().filter(known).map(|path| at(Use::Program, "file", path));
    let mut mapped: Vec<&OsString> =
        process.memory_maps.value().into_iter().flatten().map(|region| &region.sizes.path).collect();
    // What is in brackets is no file; the program itself is told already.
    mapped.retain(|path| {
        path.as_encoded_bytes().starts_with(b"/") && process.exe.value().is_none_or(|exe| *exe != **path)
    });
    mapped.sort_unstable();
    mapped.dedup();
    let mapped = mapped.into_iter().map(|path| at(Use::Mapped, "file", path.as_ref()));
    cwd.into_iter().chain(exe).chain(mapped).collect()
}

/// What is open where the system has no numbers for it.
fn files(process: &Snapshot) -> Vec<Open> {
    let files = process.open_files.value().into_iter().flatten();
    files.map(|file| Open { path: Some(file.path.clone()), ..Open::of(process, Use::File) }).collect()
}

fn descriptors(
    snapshot: &Snapshot,
    process: &Process,
    sockets: &HashMap<(Pid, u32), Connection>,
) -> sysproc::Result<Vec<Open>> {
    let open = process.descriptors()?.into_iter().map(|descriptor| {
        let socket = sockets.get(&(process.pid(), descriptor.fd)).cloned();
        let Descriptor { fd, kind, target, size, mode, deleted } = descriptor;
        let has_path = target.is_absolute();
        Open {
            kind: socket.as_ref().map_or(kind.as_str(), sockets::protocol),
            mode,
            deleted,
            size,
            path: has_path.then(|| target.clone()),
            target: Some(target),
            socket: socket.filter(|_| kind == DescriptorKind::Socket),
            ..Open::of(snapshot, Use::Descriptor(fd))
        }
    });
    Ok(open.collect())
}
