//! `sysproc df`: the space of file systems.

use std::path::PathBuf;

use serde::Serialize;

use crate::app::{App, Format};
use crate::failure::{Failure, Outcome};
use crate::file_systems::{self, FileSystem, holding};
use crate::platform;
use crate::render::{Head, Line, Role, Table, level, meter, one_decimal, safe};
use crate::sheet::{Sheet, seen};
use crate::updates::Updates;
use crate::value::Value;

pub(crate) const HELP: &str = "\
Without paths: the file systems with space, each once. USE% is of what users may take: the part reserved for root is \
in neither USED nor FREE. A file system that does not answer within a second is shown without numbers.

Examples:
  sysproc df
  sysproc df . /tmp                    those that hold these paths
  sysproc df -0 | xargs -0 -n1 du -xsh   the mount points
  sysproc df --json | jq '.file_systems[] | select(.percent > 90) | .mountpoint'
";

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Only the file systems that hold these paths
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Also those without space (proc, sysfs and the like), and every mount of each
    #[arg(short, long)]
    all: bool,
    #[command(flatten)]
    updates: Updates,
}

#[derive(Serialize)]
struct Written<'a> {
    file_systems: &'a [FileSystem],
}

pub(crate) fn run(args: &Args, app: &mut App) -> Outcome {
    let mut is_missing = false;
    args.updates.each(app, |app| {
        let (found, missing) = find(args, app)?;
        is_missing |= missing;
        match app.format {
            Format::Json => app.print_json(&Written { file_systems: &found }),
            Format::Csv | Format::Names => app.print_sheet(&sheet(&found)).map(drop),
            Format::Text => print_table(app, &found),
        }
    })?;
    if is_missing { Err(Failure::Noted) } else { Ok(()) }
}

fn sheet(found: &[FileSystem]) -> Sheet {
    let column = |key| seen(key, Head::left(""));
    let keys = ["device", "mountpoint", "fstype", "opts", "total", "used", "free", "percent"];
    let mut sheet = Sheet::new("file_systems", keys.map(column)).named_by("mountpoint");
    for mount in found {
        let bytes = |number: Option<u64>| Value::or_unknown(number, Value::Bytes);
        sheet.row([
            Value::text(&mount.partition.device),
            Value::text(&mount.partition.mountpoint),
            Value::text(&mount.partition.fstype),
            Value::text(&mount.partition.opts),
            bytes(mount.total),
            bytes(mount.used),
            bytes(mount.free),
            Value::or_unknown(mount.percent, Value::Percent),
        ]);
    }
    sheet
}

/// The file systems asked for, and whether a path was not found.
fn find(args: &Args, app: &mut App) -> Outcome<(Vec<FileSystem>, bool)> {
    if args.paths.is_empty() {
        return Ok((file_systems::list(app, args.all)?, false));
    }
    // Those that are not meant are not asked: one may not answer.
    let mounts = file_systems::mounted(app)?;
    let (mut found, mut missing) = (Vec::new(), false);
    for path in &args.paths {
        // The paths of a captured machine are not those of this one.
        let real = if app.root.is_some() { Ok(path.clone()) } else { platform::resolved(path) };
        match real.as_ref().map(|path| holding(&mounts, path)) {
            Ok(Some(holder)) => found.push(file_systems::asked(app, holder.clone())),
            Ok(None) => {
                missing = true;
                app.note(format!("{}: on no file system that is listed", safe(path.as_os_str())));
            }
            Err(error) => {
                missing = true;
                app.note(format!("{}: {error}", safe(path.as_os_str())));
            }
        }
    }
    Ok((found, missing))
}

fn print_table(app: &mut App, found: &[FileSystem]) -> Outcome {
    let (lines, _) = table(app, found, 10).lines(app.width);
    app.print(&lines)
}

/// The table; bars are of so many cells.
pub(crate) fn table(app: &App, found: &[FileSystem], bar: usize) -> Table {
    let unknown = || Line::new().with(Role::Faint, "-");
    let bytes = |n: Option<u64>| n.map_or_else(unknown, |n| app.units.bytes(n).into());
    let mut table = Table::new([
        Head::left("MOUNTED ON").shortest(12),
        Head::right("SIZE"),
        Head::right("USED").rank(1),
        Head::right("FREE"),
        Head::right("USE%"),
        Head::left("").rank(4),
        Head::left("TYPE").shortest(6).rank(3),
        Head::left("DEVICE").shortest(10).rank(2),
    ]);
    for mount in found {
        let percent = mount.percent;
        table.row([
            Line::new().with(Role::Name, safe(mount.partition.mountpoint.as_os_str())),
            bytes(mount.total),
            bytes(mount.used),
            bytes(mount.free),
            percent.map_or_else(unknown, |percent| Line::new().with(level(percent), one_decimal(percent))),
            percent.map_or_else(Line::new, |percent| meter(percent, bar)),
            safe(&mount.partition.fstype).as_ref().into(),
            Line::new().with(Role::Faint, safe(&mount.partition.device)),
        ]);
    }
    table
}
