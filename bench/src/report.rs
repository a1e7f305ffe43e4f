//! What was measured, as a table, as JSON and as RESULTS.md.

use std::fmt::Write;
use std::path::Path;

use serde::Serialize;

use crate::Result;
use crate::measure::{Measured, Missing, Outcome};

/// The columns after the contender's name.
const COLUMNS: [&str; 5] = ["median", "items", "per item", "÷ floor", "÷ ours"];

fn cells(one: &Measured) -> [String; 5] {
    let ratio = |ratio: Option<f64>| ratio.map_or_else(|| "-".to_owned(), |ratio| format!("{ratio:.2}"));
    [
        format!("{:.0} µs", one.median_us),
        one.items.to_string(),
        format!("{:.2} µs", one.per_item_us()),
        ratio(one.ratio_to_floor),
        ratio(one.ratio_to_ours),
    ]
}

/// One work, for a terminal.
pub(crate) fn table(outcome: &Outcome) -> String {
    let mut text = format!("{} ({} rounds)\n", outcome.work.name, outcome.rounds);
    for line in wrapped(outcome.work.about, 98) {
        text += &format!("  {line}\n");
    }
    let mut row = |name: &str, cells: [&str; 5]| {
        let [median, items, per_item, to_floor, to_ours] = cells;
        text += &format!("  {name:<24}{median:>12}{items:>8}{per_item:>12}{to_floor:>10}{to_ours:>10}\n");
    };
    row("", COLUMNS);
    for one in &outcome.measured {
        row(&one.contender, cells(one).each_ref().map(String::as_str));
    }
    for Missing { contender, reason } in &outcome.missing {
        text += &format!("  {contender:<24}not available: {reason}\n");
    }
    text + "\n"
}

fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.is_empty() => *line = word.to_owned(),
            Some(line) if line.len() + 1 + word.len() <= width => *line = format!("{line} {word}"),
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// All of it, as a list of objects; those who could not take part are not in it.
pub(crate) fn json(outcomes: &[Outcome]) -> Result<String> {
    #[derive(Serialize)]
    struct Object<'a> {
        work: &'a str,
        contender: &'a str,
        median_us: f64,
        items: usize,
        per_item_us: f64,
        ratio_to_floor: Option<f64>,
        ratio_to_ours: Option<f64>,
    }
    let objects: Vec<Object<'_>> = outcomes
        .iter()
        .flat_map(|outcome| outcome.measured.iter().map(|one| (outcome.work.name, one)))
        .map(|(work, one)| Object {
            work,
            contender: &one.contender,
            median_us: one.median_us,
            items: one.items,
            per_item_us: one.per_item_us(),
            ratio_to_floor: one.ratio_to_floor,
            ratio_to_ours: one.ratio_to_ours,
        })
        .collect();
    Ok(serde_json::to_string_pretty(&objects)?)
}

/// How RESULTS.md begins.
const HEAD: &str = "\
# Results of the bench

Written by a full run of `cargo xtask bench`. Times are processor time, in user code and in the kernel. All contenders took
turns in one run, on the same processor in each round; the work is done before each turn, as often, off the clock. A ratio is the
median of the ratios within a round. The floor is the bare system calls of the work, with nothing around them.

| | |
|---|---|
";

/// Writes RESULTS.md beside the sources.
pub(crate) fn write_results(machine: &[(&str, String)], outcomes: &[Outcome]) -> Result<()> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("RESULTS.md");
    std::fs::write(&path, markdown(machine, outcomes)?)?;
    eprintln!("bench: wrote {}", path.display());
    Ok(())
}

fn markdown(machine: &[(&str, String)], outcomes: &[Outcome]) -> Result<String> {
    let mut text = HEAD.to_owned();
    for (what, value) in machine {
        writeln!(text, "| {what} | {value} |")?;
    }
    for outcome in outcomes {
        writeln!(text, "\n## {}\n\n{}.\n", outcome.work.name, capitalized(outcome.work.about))?;
        writeln!(text, "| contender | {} |\n|---|--:|--:|--:|--:|--:|", COLUMNS.join(" | "))?;
        for one in &outcome.measured {
            writeln!(text, "| {} | {} |", one.contender, cells(one).join(" | "))?;
        }
        for Missing { contender, reason } in &outcome.missing {
            writeln!(text, "| {contender} | not available: {reason} | | | | |")?;
        }
    }
    Ok(text)
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}
