//! The user's file.

use std::path::Path;

use super::support::{Run, command, machine};

/// Runs it on the captured machine with this in the file.
fn configured(text: &str, arguments: &[&str]) -> Run {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("sysproc")).unwrap();
    std::fs::write(folder.path().join("sysproc/config.toml"), text).unwrap();
    run_in(folder.path(), arguments)
}

fn run_in(folder: &Path, arguments: &[&str]) -> Run {
    let mut command = command(arguments);
    if !arguments.contains(&"--print-config") {
        command.arg("--root").arg(machine());
    }
    command.env("XDG_CONFIG_HOME", folder).output().unwrap().into()
}

#[test]
fn columns_and_order_are_those_of_the_file_unless_others_are_asked_for() {
    let text = "[ps]\ncolumns = [\"pid\", \"rss\", \"name\"]\nsort = [\"-rss\"]\n";
    let shown = configured(text, &["ps"]).ok();
    assert!(shown.starts_with(" PID    RSS  NAME\n4712   1.8G  python3\n"), "{shown}");
    let asked = configured(text, &["ps", "-o", "pid,user", "--sort", "pid"]).ok();
    assert!(asked.starts_with(" PID  USER\n   1  root\n"), "{asked}");
    let written = configured(text, &["ps", "--json", "1"]).json();
    assert!(written["processes"][0]["cmdline"].is_array(), "programs get the same keys everywhere: {written}");
}

#[test]
fn a_slip_in_the_file_is_named_with_its_place() {
    for (text, says) in [
        ("[ps]\ncolumns = [\"nmae\"]", "did you mean \"name\"?"),
        ("[ps]\ncolums = []", "unknown field `colums`"),
        ("[top]\ntheme = \"pink\"", "no theme is called \"pink\""),
        ("[top]\nrefresh = 0", "must be more than 0"),
        ("[ps", "line 1"),
    ] {
        let run = configured(text, &["ps"]);
        assert_eq!(run.code, Some(2), "{run:?}");
        assert!(run.stderr.contains("sysproc/config.toml: ") && run.stderr.contains(says), "{run:?}");
    }
}

#[test]
fn what_holds_is_printed_as_a_file_that_says_the_same() {
    let first = configured("[top]\nrefresh = 3.0\ntheme = \"light\"\n", &["--print-config"]).ok();
    assert!(first.contains("refresh = 3.0\n") && first.contains("theme = \"light\"\n"), "{first}");
    let body = |text: &str| text.lines().filter(|line| !line.starts_with('#')).collect::<Vec<_>>().join("\n");
    let again = configured(&first, &["--print-config"]).ok();
    assert_eq!(body(&first), body(&again));
    let default = command(&["--print-config"]).output().unwrap();
    assert!(String::from_utf8_lossy(&default.stdout).starts_with("# /nonexistent/sysproc/config.toml\n[ps]\n"));
}
