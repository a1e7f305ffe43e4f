//! `sysproc pmap`: the memory of processes, region by region.

use std::ffi::OsString;

use serde::Serialize;
use sysproc::process::{Fields, MemoryMapGroup, Snapshot};

use crate::app::{App, Format};
use crate::failure::Outcome;
use crate::render::{Head, Line, Role, safe};
use crate::select::{self, Selector};
use crate::sheet::{Sheet, seen, unseen};
use crate::value::Value;

pub(crate) const HELP: &str = "\
USS is what only this process has: it is freed when the process ends. PSS divides shared pages among those who share \
them. The kernel walks all pages of the process for this, which takes a while for a large one.

Examples:
  sysproc pmap 4711
  sysproc pmap --grouped nginx         a line for each file
  sysproc pmap -0 4711 | xargs -0 ls -l
  sysproc pmap --json 4711 | jq '.processes[].total.uss'
";

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Pids, exact names, :PORT or other selectors (see --help)
    #[arg(value_name = "SELECTOR", value_parser = Selector::parse, required = true)]
    selectors: Vec<Selector>,
    /// Add up what is mapped from the same path
    #[arg(short, long)]
    grouped: bool,
}

/// A region, or all of one path.
struct Region {
    start: Option<u64>,
    end: Option<u64>,
    perms: Option<String>,
    sizes: MemoryMapGroup,
}

#[derive(Serialize)]
struct Written<'a> {
    processes: Vec<WrittenProcess<'a>>,
}

#[derive(Serialize)]
struct WrittenProcess<'a> {
    pid: sysproc::Pid,
    name: Option<String>,
    total: Total,
    maps: &'a Sheet,
}

/// What all regions come to, in bytes.
#[derive(Default, Serialize)]
struct Total {
    size: u64,
    rss: u64,
    pss: u64,
    uss: u64,
    swap: u64,
}

impl Total {
    fn of(regions: &[Region]) -> Self {
        regions.iter().fold(Self::default(), |total, region| Self {
            size: total.size.saturating_add(region.sizes.size.unwrap_or(0)),
            rss: total.rss.saturating_add(region.sizes.rss),
            pss: total.pss.saturating_add(region.sizes.pss.unwrap_or(0)),
            uss: total.uss.saturating_add(uss(&region.sizes).unwrap_or(0)),
            swap: total.swap.saturating_add(region.sizes.swap.unwrap_or(0)),
        })
    }
}

/// What nobody else has.
fn uss(sizes: &MemoryMapGroup) -> Option<u64> {
    Some(sizes.private_clean?.saturating_add(sizes.private_dirty?))
}

pub(crate) fn run(args: &Args, app: &mut App) -> Outcome {
    let found = select::find(app, &args.selectors, Fields::NAME | Fields::CMDLINE)?;
    let mut mapped = Vec::new();
    for (snapshot, process) in found.snapshots.iter().zip(found.processes(app)) {
        let regions = if args.grouped { grouped(&process) } else { each(&process) };
        match regions {
            Ok(regions) => mapped.push((snapshot, regions)),
            Err(error) => app.note(error.to_string()),
        }
    }
    let sheets: Vec<Sheet> = mapped.iter().map(|(snapshot, regions)| sheet(app, snapshot, regions)).collect();
    match app.format {
        Format::Json => {
            let process = |((snapshot, regions), maps): (&(&Snapshot, Vec<Region>), _)| WrittenProcess {
                pid: snapshot.pid,
                name: snapshot.name.value().map(|name| sysproc::escape_text(name)),
                total: Total::of(regions),
                maps,
            };
            let processes = mapped.iter().zip(&sheets).map(process).collect();
            app.print_json(&Written { processes })?;
        }
        Format::Csv | Format::Names => {
            let rows = sheets.into_iter().reduce(|mut all, more| {
                all.rows.extend(more.rows);
                all
            });
            rows.map(|sheet| app.print_sheet(&sheet)).transpose()?;
        }
        Format::Text => {
            for ((snapshot, _), sheet) in mapped.iter().zip(&sheets) {
                app.print(&[head(snapshot)])?;
                app.print_sheet(sheet)?;
            }
        }
    }
    found.outcome(app)?;
    if mapped.len() < found.snapshots.len() { Err(crate::failure::Failure::Noted) } else { Ok(()) }
}

fn each(process: &sysproc::Process) -> sysproc::Result<Vec<Region>> {
    let maps = process.memory_maps()?.into_iter();
    Ok(maps.map(|m| Region { start: Some(m.start), end: Some(m.end), perms: Some(m.perms), sizes: m.sizes }).collect())
}

fn grouped(process: &sysproc::Process) -> sysproc::Result<Vec<Region>> {
    let mut groups = process.memory_maps_grouped()?;
    groups.sort_by_key(|group| std::cmp::Reverse(group.rss));
    Ok(groups.into_iter().map(|sizes| Region { start: None, end: None, perms: None, sizes }).collect())
}

fn head(process: &Snapshot) -> Line {
    let command = process.cmdline.value().filter(|line| !line.is_empty()).map(|line| line.join(" ".as_ref()));
    let command = command.or_else(|| process.name.value().cloned()).unwrap_or_default();
    Line::new().with(Role::Name, process.pid.to_string()).with(Role::Plain, format!(": {}", safe(&command)))
}

fn sheet(app: &App, process: &Snapshot, regions: &[Region]) -> Sheet {
    let is_grouped = regions.iter().all(|region| region.start.is_none());
    let address = if is_grouped { unseen("start") } else { seen("start", Head::right("ADDRESS").rank(1)) };
    let perms = if is_grouped { unseen("perms") } else { seen("perms", Head::left("PERMS").rank(2)) };
    let is_file = |region: &&Region| region.sizes.path.as_encoded_bytes().starts_with(b"/");
    let mut sheet = Sheet::new(
        "maps",
        [
            unseen("pid"),
            address,
            unseen("end"),
            perms,
            seen("size", Head::right("SIZE")),
            seen("rss", Head::right("RSS")),
            seen("pss", Head::right("PSS").rank(3)),
            seen("uss", Head::right("USS")),
            seen("dirty", Head::right("DIRTY").rank(4)),
            seen("swap", Head::right("SWAP").rank(5)),
            seen("path", Head::left("MAPPING").shortest(12)),
        ],
    )
    .named_by("path");
    // People read addresses in hexadecimal, programs get numbers.
    let address = |number: Option<u64>| match (app.format, number) {
        (_, None) => Value::Unknown,
        (Format::Text, Some(number)) => Value::text(format!("{number:x}")),
        (_, Some(number)) => Value::Count(number),
    };
    let bytes = |number: Option<u64>| Value::or_unknown(number, Value::Bytes);
    // What has no file has no name that would mean something to others.
    for Region { start, end, perms, sizes } in regions.iter().filter(|r| app.format != Format::Names || is_file(r)) {
        let dirty = sizes.private_dirty.zip(sizes.shared_dirty).map(|(a, b)| a.saturating_add(b));
        sheet.row([
            Value::Count(process.pid.into()),
            address(*start),
            address(*end),
            Value::or_unknown(perms.as_ref(), Value::text),
            bytes(sizes.size),
            Value::Bytes(sizes.rss),
            bytes(sizes.pss),
            bytes(uss(sizes)),
            bytes(dirty),
            bytes(sizes.swap),
            Value::Text(sizes.path.clone()),
        ]);
    }
    if app.format == Format::Text {
        let Total { size, rss, pss, uss, swap } = Total::of(regions);
        let [size, rss, pss, uss, swap] = [size, rss, pss, uss, swap].map(Value::Bytes);
        let blank = || Value::Text(OsString::new());
        let total = Value::text("total");
        sheet.row([blank(), blank(), blank(), blank(), size, rss, pss, uss, blank(), swap, total]);
    }
    sheet
}
