//! `cargo xtask table`: the table of the README that says what works where.
//!
//! It is made from what the compiler holds every backend to: the list of functions in `sys/contract.rs`, less those that a
//! backend takes from `sys::unsupported`. A system without a folder has none.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

use crate::project::{Result, read, sources};

/// Make the table of the README that says what works where
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Change nothing; fail if the table is not up to date
    #[arg(long)]
    check: bool,
}

/// The systems, and the folders of their backends.
const SYSTEMS: [(&str, &str); 7] = [
    ("Linux", "linux"),
    ("Windows", "windows"),
    ("macOS", "macos"),
    ("FreeBSD", "freebsd"),
    ("OpenBSD", "openbsd"),
    ("NetBSD", "netbsd"),
    ("Solaris", "solaris"),
];

const README: &str = "README.md";
const BEGIN: &str = "<!-- Made by `cargo xtask table`: begin -->\n";
const END: &str = "<!-- Made by `cargo xtask table`: end -->\n";

pub(crate) fn run(args: &Args) -> Result {
    if args.check {
        return check();
    }
    Ok(std::fs::write(README, updated()?)?)
}

/// Fails if the README has another table than the code.
pub(crate) fn check() -> Result {
    if read(README)? == updated()? {
        return Ok(());
    }
    Err(format!("the table of {README} is not what the backends have: run cargo xtask table").into())
}

fn updated() -> Result<String> {
    let sys = Path::new("crates/sysproc/src/sys");
    let topics = topics(&read(sys.join("contract.rs"))?);
    if topics.is_empty() {
        return Err("no list of functions found in contract.rs".into());
    }
    let backends: Vec<_> = SYSTEMS.iter().map(|(_, folder)| Backend::read(&sys.join(folder))).collect::<Result<_>>()?;
    replaced(&read(README)?, &format!("{}\n{}", summary(&topics, &backends), details(&topics, &backends)))
}

/// The README with another table between the markers.
fn replaced(readme: &str, table: &str) -> Result<String> {
    let parts = readme.split_once(BEGIN).and_then(|(before, rest)| Some((before, rest.split_once(END)?.1)));
    let (before, after) = parts.ok_or_else(|| format!("{README} lacks the markers of the table"))?;
    Ok(format!("{before}{BEGIN}\n{table}\n{END}{after}"))
}

/// A topic of the contract and its functions.
#[derive(Debug, PartialEq)]
struct Topic {
    name: String,
    functions: Vec<String>,
}

/// The list that the macro `functions` of the contract holds: `topic {`, `function(arguments) -> type;`, `}`.
fn topics(contract: &str) -> Vec<Topic> {
    let list = contract.lines().map(str::trim).skip_while(|line| *line != "$use! {").skip(1);
    let mut topics: Vec<Topic> = Vec::new();
    for line in list.take_while(|line| *line != "};") {
        if let Some(name) = line.strip_suffix(" {") {
            topics.push(Topic { name: name.into(), functions: Vec::new() });
        } else if let (Some((function, _)), Some(topic)) = (line.split_once('('), topics.last_mut()) {
            topic.functions.push(function.into());
        }
    }
    topics
}

/// What a system's folder says.
enum Backend {
    /// There is no folder.
    Missing,
    /// The functions that it takes from `unsupported`, as `topic::function`.
    Lacks(BTreeSet<String>),
}

impl Backend {
    fn read(folder: &Path) -> Result<Self> {
        if !folder.is_dir() {
            return Ok(Self::Missing);
        }
        Ok(Self::Lacks(sources(folder)?.iter().flat_map(|source| lacks(&source.text)).collect()))
    }

    fn has(&self, topic: &str, function: &str) -> bool {
        matches!(self, Self::Lacks(lacks) if !lacks.contains(&format!("{topic}::{function}")))
    }
}

/// The functions of `use …unsupported::topic::{a, b};` and `use …unsupported::topic::a;`.
fn lacks(source: &str) -> Vec<String> {
    let uses = source.split(';').filter_map(|statement| statement.rsplit_once("unsupported::")?.1.split_once("::"));
    uses.flat_map(|(topic, functions)| {
        let functions = functions.trim_matches(['{', '}', '\n', ' ']).split(',').map(str::trim);
        functions.filter(|function| !function.is_empty()).map(move |function| format!("{topic}::{function}"))
    })
    .collect()
}

/// A line for each topic: how many of its functions each system has.
fn summary(topics: &[Topic], backends: &[Backend]) -> String {
    table(
        "topic",
        topics.iter().map(|topic| {
            let cells = backends.iter().map(|backend| {
                let has = topic.functions.iter().filter(|function| backend.has(&topic.name, function)).count();
                match has {
                    0 => "—".into(),
                    _ if has == topic.functions.len() => "all".into(),
                    _ => format!("{has} of {}", topic.functions.len()),
                }
            });
            (topic.name.clone(), cells.collect())
        }),
    )
}

/// A line for each function, folded away.
fn details(topics: &[Topic], backends: &[Backend]) -> String {
    let lines = topics.iter().flat_map(|topic| {
        topic.functions.iter().map(|function| {
            let cells = backends.iter().map(|backend| if backend.has(&topic.name, function) { "✓" } else { "—" });
            (format!("`{}::{function}`", topic.name), cells.map(String::from).collect())
        })
    });
    format!("<details><summary>Each function</summary>\n\n{}\n</details>\n", table("function", lines))
}

fn table(first: &str, lines: impl Iterator<Item = (String, Vec<String>)>) -> String {
    let systems: Vec<_> = SYSTEMS.iter().map(|(name, _)| *name).collect();
    let mut table = format!("| {first} | {} |\n|---{}|\n", systems.join(" | "), "|---".repeat(systems.len()));
    for (name, cells) in lines {
        let _ = writeln!(table, "| {name} | {} |", cells.join(" | "));
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONTRACT: &str = "macro_rules! functions {
    ($use:ident) => {
        $use! {
            cpu {
                times(&System) -> CpuTimes;
                count(&System) -> usize;
            }
            disk {
                usage(&Path) -> DiskUsage;
            }
        }
    };
}
";

    #[test]
    fn the_contract_lists_functions_by_topic() {
        let listed: Vec<_> =
            topics(CONTRACT).into_iter().map(|topic| (topic.name, topic.functions.join(" "))).collect();
        assert_eq!(listed, [("cpu".into(), "times count".into()), ("disk".into(), "usage".into())]);
    }

    #[test]
    fn what_a_backend_lacks_is_what_it_takes_from_unsupported() {
        let backend = "use std::path;\npub(crate) use crate::sys::unsupported::cpu::{\n    times,\n    count,\n};
            pub(crate) use crate::sys::unsupported::disk::usage;";
        assert_eq!(lacks(backend), ["cpu::times", "cpu::count", "disk::usage"]);
    }

    #[test]
    fn a_stale_table_differs() {
        let topics = topics(CONTRACT);
        let some = Backend::Lacks(BTreeSet::from(["cpu::count".into()]));
        let backends = [some, Backend::Missing];
        assert!(summary(&topics, &backends).contains("| cpu | 1 of 2 | — |\n| disk | all | — |\n"));
        assert!(details(&topics, &backends).contains("| `cpu::count` | — | — |\n| `disk::usage` | ✓ | — |\n"));
        let stale = format!("a\n{BEGIN}old\n{END}b\n");
        let fresh = replaced(&stale, "new").unwrap();
        assert_ne!(fresh, stale);
        assert_eq!(replaced(&fresh, "new").unwrap(), fresh);
        assert!(replaced("no markers", "new").is_err());
    }
}
