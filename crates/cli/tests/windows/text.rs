//! Texts: the help, characters beyond ASCII, long paths.

use crate::support::{Kid, sysproc};

#[test]
fn the_help_is_in_the_words_of_windows() {
    let help = sysproc(["--help"]).ok();
    for absent in ["rlimit", "tty", "signal", "nice values", "--root"] {
        assert!(!help.contains(absent), "{absent}: {help}");
    }
    assert!(help.contains("priority classes") && help.contains("End processes"), "{help}");
    let columns = sysproc(["ps", "--help"]).ok();
    assert!(columns.contains("num_handles") && !columns.contains("euid") && !columns.contains("root"), "{columns}");
}

#[test]
fn a_pipe_gets_utf_8_whatever_the_code_page_is() {
    let kid = Kid::with_arguments("wait", &["grün 日本 😀"]);
    let shown = sysproc(["ps", &kid.pid().to_string(), "-o", "pid,command", "--wide"]).ok();
    assert!(shown.contains("grün 日本 😀"), "{shown}");
}

#[test]
fn half_of_a_surrogate_pair_is_shown_and_not_lost() {
    use std::os::windows::ffi::OsStringExt;
    let name = std::ffi::OsString::from_wide(&[0xd800, u16::from(b'x')]);
    let run = sysproc(["pidof".into(), name]);
    assert!(run.code != Some(0) && !run.stderr.is_empty(), "{run:?}");
}

#[test]
fn colours_are_there_where_they_are_asked_for() {
    assert!(sysproc(["df", "--color", "always"]).ok().contains("\x1b["));
    assert!(!sysproc(["df"]).ok().contains('\x1b'));
}

#[test]
fn paths_may_be_longer_than_260() {
    let folder = tempfile::tempdir().unwrap();
    // By the prefix that lifts the limit, so that the test does not depend on what the machine allows.
    let root = std::fs::canonicalize(folder.path()).unwrap();
    let deep = (0..6).fold(root, |path, _| path.join("d".repeat(60)));
    std::fs::create_dir_all(&deep).unwrap();
    assert!(deep.as_os_str().len() > 300);
    let plain = deep.to_str().unwrap().trim_start_matches(r"\\?\").to_owned();
    sysproc(["df", &plain]).ok();
    let record = format!(r"{plain}\record.jsonl");
    sysproc(["ps", "--record", &record]).ok();
    let again = sysproc(["ps", "--replay", &record, "--json"]).ok();
    assert!(again.contains("sysproc.exe"), "{again}");
}
