//! The keys of JSON are those that `JSON.md` documents.

use std::collections::BTreeSet;

use serde_json::Value;

use super::support::{Kid, captured, sysproc};

/// The path of every value: `processes[].pid`; of a `null` too, which may stand for an object.
fn paths(value: &Value, at: &str, found: &mut BTreeSet<String>, nulls: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => object.iter().for_each(|(key, value)| {
            let dot = if at.is_empty() { "" } else { "." };
            paths(value, &format!("{at}{dot}{key}"), found, nulls);
        }),
        Value::Array(list) => list.iter().for_each(|value| paths(value, &format!("{at}[]"), found, nulls)),
        Value::Null => drop(nulls.insert(at.to_owned())),
        _ => drop(found.insert(at.to_owned())),
    }
}

/// The paths that a section of `JSON.md` documents, in the first cells of its tables.
fn documented(section: &str) -> BTreeSet<String> {
    let text = include_str!("../../JSON.md");
    let (_, section) = text.split_once(&format!("\n## {section}\n")).unwrap();
    let section = section.split("\n## ").next().unwrap();
    let cells = section.lines().filter_map(|line| line.strip_prefix("| `")?.split_once('`'));
    cells.map(|(path, _)| path.to_owned()).collect()
}

/// Compares what all runs together have with the section. What neither machine knows is listed as an exception.
fn assert_documented(section: &str, runs: &[Value], unseen: &[&str]) {
    let (mut found, mut nulls) = (BTreeSet::new(), BTreeSet::new());
    runs.iter().for_each(|run| paths(run, "", &mut found, &mut nulls));
    let documented = documented(section);
    nulls.retain(|null| {
        !documented.iter().any(|path| path.starts_with(&format!("{null}.")) || *path == format!("{null}[]"))
    });
    found.extend(nulls);
    let missing: Vec<_> = found.difference(&documented).collect();
    assert!(missing.is_empty(), "{section}: not documented: {missing:?}");
    let invented: Vec<_> = documented.difference(&found).filter(|path| !unseen.contains(&path.as_str())).collect();
    assert!(invented.is_empty(), "{section}: documented, but never written: {invented:?}");
}

fn both(arguments: &[&str]) -> [Value; 2] {
    [captured(80, arguments).json(), sysproc(arguments).json()]
}

#[test]
fn overview() {
    assert_documented("sysproc", &both(&["--json"]), &[]);
}

#[test]
fn ps() {
    let every = documented("sysproc ps");
    let columns: Vec<&str> = every.iter().map(|path| path.strip_prefix("processes[].").unwrap()).collect();
    let columns = columns.iter().map(|column| column.trim_end_matches("[]")).collect::<Vec<_>>().join(",");
    assert_documented("sysproc ps", &both(&["ps", "--json", "-o", &columns]), &[]);
    assert_documented("sysproc ps", &both(&["ps", "--json"]), &every.iter().map(String::as_str).collect::<Vec<_>>());
}

#[test]
fn every_column_is_documented() {
    let help = sysproc(&["ps", "--help"]).ok();
    let (_, columns) = help.split_once("Columns:\n").unwrap();
    let names = columns.lines().map_while(|line| line.split_whitespace().next());
    let names: BTreeSet<String> = names.map(|name| name.trim_end_matches(',').to_owned()).collect();
    let documented = documented("sysproc ps").into_iter();
    let documented = documented.map(|path| path["processes[].".len()..].trim_end_matches("[]").to_owned());
    assert_eq!(documented.collect::<BTreeSet<_>>(), names);
}

#[test]
fn free() {
    assert_documented("sysproc free", &both(&["free", "--json"]), &[]);
}

#[test]
fn df() {
    assert_documented("sysproc df", &both(&["df", "--json"]), &[]);
}

#[test]
fn netstat() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let _client = std::net::TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    assert_documented("sysproc netstat", &both(&["netstat", "all", "--json"]), &[]);
}

#[test]
fn uptime() {
    assert_documented("sysproc uptime", &both(&["uptime", "--json"]), &[]);
}

#[test]
fn kill() {
    let kid = Kid::sleeper();
    let sent = sysproc(&["kill", "-CONT", &kid.pid(), "--json"]).json();
    let listed = sysproc(&["kill", "-l", "--json"]).json();
    assert_documented("sysproc kill", &[sent, listed], &[]);
}
