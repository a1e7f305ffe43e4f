//! What `--json` writes is what the schemas in `schemas/` say, and all of it.

use std::collections::BTreeSet;

use serde_json::Value;

use super::schema::{Schema, assert_valid, sections};
use super::support::{Kid, captured, container, folder, sysproc};

/// The path of every value: `processes[].pid`; of a `null` too, which may stand for an object or a list.
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

/// Holds each run against the schema, and the schema against what all runs together have. What none of them can know is
/// listed as an exception.
fn check(name: &str, runs: &[Value], unseen: &[&str]) {
    let (mut found, mut nulls) = (BTreeSet::new(), BTreeSet::new());
    for run in runs {
        assert_valid(name, run);
        paths(run, "", &mut found, &mut nulls);
    }
    found.extend(nulls);
    let is_seen = |path: &String| found.contains(path) || found.contains(path.trim_end_matches("[]"));
    let promised = Schema::read(name).paths();
    let invented: Vec<_> =
        promised.iter().filter(|path| !is_seen(path) && *path != "time" && !unseen.contains(&path.as_str())).collect();
    assert!(invented.is_empty(), "{name}: in the schema, but never written: {invented:?}");
}

fn both(arguments: &[&str]) -> [Value; 2] {
    [captured(80, arguments).json(), sysproc(arguments).json()]
}

/// The lines of a run that writes several.
fn lines(arguments: &[&str]) -> Vec<Value> {
    sysproc(arguments).ok().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The subcommands that write JSON, in the order of the help; the overview first.
fn subcommands() -> Vec<String> {
    let help = sysproc(&["--help"]).ok();
    let (_, commands) = help.split_once("Commands:\n").unwrap();
    let names = commands.lines().take_while(|line| line.starts_with("  ")).filter(|line| !line.starts_with("   "));
    let names = names.map(|line| line.split_whitespace().next().unwrap().to_owned());
    let others = ["help", "completions", "man", "top"];
    std::iter::once("overview".to_owned()).chain(names.filter(|name| !others.contains(&name.as_str()))).collect()
}

#[test]
fn the_document_is_made_from_the_schemas() {
    let path = folder().join("JSON.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let head = text.split("\n## ").next().unwrap().trim_end();
    let expected = format!("{head}\n{}", sections(&subcommands()));
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(&path, &expected).unwrap();
    }
    assert!(std::fs::read_to_string(&path).unwrap() == expected, "JSON.md is stale; UPDATE_SNAPSHOTS=1 makes it");
}

#[test]
fn overview() {
    let container = container();
    let mut runs = both(&["--json"]).to_vec();
    runs.push(sysproc(&["--json", "--root", container.path().to_str().unwrap()]).json());
    check("overview", &runs, &[]);
}

#[test]
fn ps() {
    let every = Schema::read("ps").paths();
    let columns = every.iter().filter_map(|path| path.strip_prefix("processes[].")).collect::<Vec<_>>().join(",");
    let columns = columns.replace("[]", "");
    check("ps", &both(&["ps", "--json", "-o", &columns]), &[]);
    both(&["ps", "--json"]).iter().for_each(|run| assert_valid("ps", run));
}

#[test]
fn every_column_is_in_the_schema() {
    let help = sysproc(&["ps", "--help"]).ok();
    let (_, columns) = help.split_once("Columns:\n").unwrap();
    let names = columns.lines().map_while(|line| line.split_whitespace().next());
    let names: BTreeSet<String> = names.map(|name| name.trim_end_matches(',').to_owned()).collect();
    let promised = Schema::read("ps").paths().into_iter().filter(|path| path != "time");
    let promised = promised.map(|path| path["processes[].".len()..].trim_end_matches("[]").to_owned());
    // The help has what there is here.
    let promised = promised.filter(|name| !["priority", "num_handles"].contains(&name.as_str()));
    assert_eq!(promised.collect::<BTreeSet<_>>(), names);
}

#[test]
fn lists_of_processes() {
    let kid = Kid::sleeper();
    check("tree", &both(&["tree", "--json"]), &[]);
    check("iotop", &both(&["iotop", "--json", "--all", "-i", "0.05"]), &[]);
    check("pidof", &[sysproc(&["pidof", "--json", &kid.pid()]).json()], &[]);
    check("watch", &lines(&["watch", "--json", "-i", "0.05", "-n", "2", &kid.pid()]), &[]);
}

#[test]
fn one_process() {
    let _listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let me = std::process::id().to_string();
    let kid = Kid::sleeper();
    let own = [
        sysproc(&["info", "--json", "--environ", &me]).json(),
        captured(80, &["info", "--json", "python3"]).json(),
        sysproc(&["info", "--json", &kid.pid()]).json(),
    ];
    check("info", &own, &[]);
    let mut why = both(&["why", "--json", "1"]).to_vec();
    why.push(sysproc(&["why", "--json", &me]).json());
    why.push(captured(80, &["why", "--json", "postgres", "python3", "14"]).json());
    check("why", &why, &[]);
    check(
        "pmap",
        &[captured(80, &["pmap", "--json", "4712"]).json(), sysproc(&["pmap", "--json", "-g", &me]).json()],
        &[],
    );
    check(
        "lsof",
        &[sysproc(&["lsof", "--json", "--mapped", &me]).json(), captured(80, &["lsof", "--json"]).json()],
        &[],
    );
}

#[test]
fn tty() {
    let named = captured(80, &["tty", "--json", "bash"]).json();
    let input: Value = serde_json::from_str(&sysproc(&["tty", "--json"]).stdout).unwrap();
    check("tty", &[named, input], &[]);
}

#[test]
fn machine() {
    check("free", &both(&["free", "--json"]), &[]);
    check("df", &both(&["df", "--json"]), &[]);
    check("iostat", &both(&["iostat", "--json", "--boot"]), &[]);
    check("nettop", &both(&["nettop", "--json", "-i", "0.05"]), &[]);
    check("ifconfig", &both(&["ifconfig", "--json"]), &[]);
    check("uptime", &both(&["uptime", "--json"]), &[]);
    check("who", &both(&["who", "--json"]), &[]);
    check("sensors", &both(&["sensors", "--json"]), &[]);
}

#[test]
fn netstat() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let _client = std::net::TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    check("netstat", &both(&["netstat", "all", "--json"]), &[]);
}

#[test]
fn kill() {
    let kid = Kid::sleeper();
    let sent = sysproc(&["kill", "-CONT", &kid.pid(), "--json"]).json();
    let listed = sysproc(&["kill", "-l", "--json"]).json();
    let waited = sysproc(&["kill", "--wait", &kid.pid(), "--json"]).json();
    check("kill", &[sent, listed, waited], &[]);
}

#[test]
fn acts() {
    let kid = Kid::sleeper();
    let pid = kid.pid();
    check("suspend", &[sysproc(&["suspend", "--json", &pid]).json()], &[]);
    check("resume", &[sysproc(&["resume", "--json", &pid]).json()], &[]);
    for (name, set) in
        [("nice", "--set=5"), ("ionice", "--class=idle"), ("taskset", "--cpus=0"), ("rlimit", "--set=nofile=100")]
    {
        let runs =
            [sysproc(&[name, "--json", &pid]), sysproc(&[name, "--json", set, &pid])].map(super::support::Run::json);
        check(name, &runs, &[]);
    }
}

#[test]
fn with_watch_there_is_a_line_an_update_each_with_its_time() {
    for name in ["ps", "free", "df", "netstat", "uptime", "who", "sensors", "ifconfig", "iostat", "nettop", "lsof"] {
        let mut arguments = vec![name, "--json", "--watch", "0.05", "--count", "2"];
        if name == "lsof" {
            arguments.push("1");
        }
        let updates = lines(&arguments);
        assert_eq!(updates.len(), 2, "{name}");
        updates.iter().for_each(|update| assert_valid(name, update));
        assert!(updates.iter().all(|update| update["time"].is_string()), "{name}: {updates:?}");
    }
}
