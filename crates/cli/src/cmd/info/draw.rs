//! All about a process, for people.

use sysproc::process::{DescriptorKind, Limits};

use super::Details;
use crate::app::App;
use crate::columns::is_here;
use crate::render::{Line, Role, counted, long_duration, moment, safe};
use crate::sockets;
use crate::value::Value;

const LABEL: usize = 12;
/// How many files, sockets and threads are named.
const MOST: usize = 12;

pub(super) fn lines(app: &App, details: &Details) -> Vec<Line> {
    let mut lines = head(details);
    lines.push(row("runs as", [named(details, app, "username"), with("uid", details, app, "uid")]));
    lines.push(row("parent", [named(details, app, "ppid"), children(details)]));
    let places = [("program", "exe"), ("in", "cwd"), ("terminal", "terminal"), ("cgroup", "cgroup")];
    for (label, name) in places.into_iter().filter(|(_, name)| is_here(name)) {
        lines.push(row(label, [named(details, app, name)]));
    }
    lines.push(Line::new());
    lines.extend(use_of(app, details));
    lines.push(Line::new());
    lines.extend(open(details));
    if let Some(environ) = &details.environ {
        lines.push(Line::new());
        lines.push(Line::new().with(Role::Heading, "ENVIRONMENT"));
        lines.extend(environ.iter().map(|(name, value)| {
            Line::new().with(Role::Faint, format!("  {}=", safe(name))).with(Role::Plain, safe(value))
        }));
    }
    let width = app.width.or(usize::MAX);
    lines.into_iter().map(|line| line.cut(width)).collect()
}

fn head(details: &Details) -> Vec<Line> {
    let text = |name: &str| match details.value(name) {
        Value::Text(text) => safe(text).into_owned(),
        Value::Count(number) => number.to_string(),
        _ => "-".into(),
    };
    let head = Line::new().with(Role::Name, format!("{} ({})", text("name"), text("pid")));
    let status = crate::columns::role("status", details.value("status")).unwrap_or_default();
    let mut head = head.with(Role::Plain, "  ").with(status, text("status"));
    if let (Value::Instant(since), Value::Time(age)) = (details.value("create_time"), details.value("elapsed")) {
        head.push(Role::Plain, format!(", since {}, for {}", moment(*since), long_duration(*age)));
    }
    vec![head, Line::from(text("command"))]
}

/// The label of a line, and its parts.
fn row(label: &str, parts: impl IntoIterator<Item = Line>) -> Line {
    let label = Line::new().with(Role::Faint, format!("{label:<LABEL$}"));
    label.and(Line::dotted(parts.into_iter().filter(|part| part.width() > 0)))
}

fn named(details: &Details, app: &App, name: &str) -> Line {
    details.value(name).cell(app.units)
}

/// A value behind what it is called; nothing of what this system does not have.
fn with(label: &str, details: &Details, app: &App, name: &str) -> Line {
    if !is_here(name) {
        return Line::new();
    }
    Line::new().with(Role::Faint, format!("{label} ")).and(named(details, app, name))
}

fn children(details: &Details) -> Line {
    if details.children.is_empty() {
        return Line::new();
    }
    let name = |(pid, name): &(sysproc::Pid, std::ffi::OsString)| format!("{} ({pid})", safe(name));
    let shown: Vec<String> = details.children.iter().take(MOST).map(name).collect();
    let more = details.children.len().saturating_sub(MOST);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    Line::new().with(Role::Faint, "children ").with(Role::Plain, format!("{}{more}", shown.join(" ")))
}

fn use_of(app: &App, details: &Details) -> Vec<Line> {
    let part = |label: &str, name: &str| with(label, details, app, name);
    let mut lines = vec![
        row(
            "cpu",
            [
                named(details, app, "cpu_percent").with(Role::Plain, " %"),
                part("used", "cpu_time"),
                part("user", "cpu_user"),
                part("system", "cpu_system"),
                part("on", "cpu_num"),
                part("of", "cpu_affinity"),
            ],
        ),
        row("priority", [part("nice", "nice"), part("class", "priority"), part("disk", "ionice")]),
        row(
            "memory",
            [
                part("rss", "rss"),
                named(details, app, "memory_percent").with(Role::Plain, " %"),
                part("uss", "uss"),
                part("pss", "pss"),
                part("swap", "swap"),
                part("peak", "peak_rss"),
                part("mapped", "vms"),
            ],
        ),
        row("faults", [part("minor", "minor_faults"), part("major", "major_faults")]),
        row("disk", [part("read", "read_bytes"), part("written", "write_bytes")]),
        row("switches", [part("voluntary", "voluntary_ctx_switches"), part("involuntary", "involuntary_ctx_switches")]),
    ];
    if is_here("num_handles") {
        lines.push(row("handles", [named(details, app, "num_handles")]));
    }
    if !details.children.is_empty() {
        lines.push(together(app, details));
    }
    lines
}

/// What it uses with all that descends from it.
fn together(app: &App, details: &Details) -> Line {
    let count = named(details, app, "tree_count").with(Role::Plain, " processes");
    let cpu = with("cpu", details, app, "tree_cpu_percent").with(Role::Plain, " %");
    row("with below", [count, cpu, with("rss", details, app, "tree_rss")])
}

fn open(details: &Details) -> Vec<Line> {
    let mut lines = Vec::new();
    if let Some(threads) = &details.threads {
        let names = threads
            .iter()
            .map(|thread| thread.name.as_deref().map_or_else(|| thread.id.to_string(), |name| safe(name).into_owned()));
        lines.push(list("threads", threads.len(), names.collect()));
    }
    if let Some(descriptors) = &details.descriptors {
        let count = |kind: DescriptorKind| descriptors.iter().filter(|one| one.kind == kind).count();
        let kinds = [
            ("file", DescriptorKind::File),
            ("socket", DescriptorKind::Socket),
            ("pipe", DescriptorKind::Pipe),
            ("device", DescriptorKind::CharacterDevice),
        ];
        let kinds = kinds.map(|(name, kind)| (name, count(kind))).into_iter().filter(|(_, count)| *count > 0);
        let kinds: Vec<String> = kinds.map(|(name, count)| counted(count, name)).collect();
        let limit = details.limits.iter().find(|(name, _)| *name == "nofile").map(|(_, limits)| *limits);
        let of = match limit {
            Some(Limits { soft: Some(soft), .. }) => format!(" of {soft}"),
            _ => String::new(),
        };
        lines.push(row("descriptors", [format!("{}{of}", descriptors.len()).into(), kinds.join(", ").into()]));
    }
    if let Some(files) = &details.files {
        let mut paths: Vec<String> = files.iter().map(|file| safe(file.path.as_os_str()).into_owned()).collect();
        paths.dedup();
        lines.push(list("files", paths.len(), paths));
    }
    if let Some(all) = &details.sockets {
        lines.push(list(
            "sockets",
            all.len(),
            all.iter().map(|one| safe(sockets::described(one).as_ref()).into_owned()).collect(),
        ));
    }
    lines
}

/// How many there are, and the first of them.
fn list(label: &str, count: usize, mut names: Vec<String>) -> Line {
    names.truncate(MOST);
    if count > MOST {
        names.push("…".into());
    }
    row(label, [count.to_string().into(), names.join("  ").into()])
}
