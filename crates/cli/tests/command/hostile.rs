//! A process cannot steer the terminal by what it calls itself.

use std::io::Read;

use super::support::{Kid, captured, command, sysproc, terminal};

const NAMES: &[&[u8]] =
    &[b"\x1b[2J\x1b]0;x\x07", b"a\nb\rc\td", b"\xff\xfe\xc3", b"\xc2\x9b31m", "\u{202e}gpj".as_bytes()];

/// Whether text holds nothing that a terminal would take as an order.
fn is_harmless(text: &str) -> bool {
    text.chars().all(|c| c == '\n' || !(c.is_control() || matches!(c, '\u{202a}'..='\u{202e}')))
}

#[test]
fn names_are_escaped_in_tables() {
    for name in NAMES {
        let kid = Kid::named(name);
        let shown = sysproc(&["ps", "-p", &kid.pid(), "-o", "pid,name,command"]).ok();
        assert!(is_harmless(&shown), "{shown:?}");
        assert_eq!(shown.lines().count(), 2, "a line each: {shown:?}");
    }
}

#[test]
fn names_are_exact_and_reversible_in_json() {
    let kid = Kid::named(b"\x1b\\\xff");
    let run = sysproc(&["ps", "-p", &kid.pid(), "-o", "name", "--json"]);
    assert!(is_harmless(&run.stdout), "{run:?}");
    assert_eq!(run.json()["processes"][0]["name"], "\u{1b}\\\\\\xff");
}

#[test]
fn names_for_programs_are_as_they_are() {
    let kid = Kid::named(b"a\nb \x1b");
    let arguments = ["ps", "-p", &kid.pid(), "-o", "name", "-0"];
    assert_eq!(sysproc(&arguments).ok(), "a\nb \x1b\0");
    // A terminal is no program.
    let ((mut keyboard, program), _) = terminal();
    assert!(command(&arguments).stdout(program).status().unwrap().success());
    let (mut shown, mut piece) = (Vec::new(), [0; 100]);
    while !shown.ends_with(b"\0") {
        let length = keyboard.read(&mut piece).unwrap();
        shown.extend_from_slice(&piece[..length]);
    }
    assert_eq!(String::from_utf8_lossy(&shown), "a\\x0ab \\x1b\0");
}

#[test]
fn names_of_mounts_and_processes_do_not_color_the_overview() {
    for arguments in [
        &[][..],
        &["ps"],
        &["ps", "--tree"],
        &["tree"],
        &["info", "--environ", "4712", "4713"],
        &["why", "4713"],
        &["lsof"],
        &["iotop", "--all", "-i", "0.01"],
        &["kill", "--dry-run", "4713"],
        &["pidof", "--csv", "4713"],
        &["df"],
        &["netstat", "all"],
    ] {
        let run = captured(200, arguments);
        assert!(is_harmless(&run.stdout) && is_harmless(&run.stderr), "{run:?}");
        let colored = captured(200, &[arguments, &["--color=always"]].concat()).ok();
        // All that is left when the colours of the command itself are taken away.
        let mut plain = String::new();
        for (i, piece) in colored.split("\x1b[").enumerate() {
            plain.push_str(if i == 0 { piece } else { piece.split_once('m').unwrap().1 });
        }
        assert_eq!(plain, run.stdout, "{arguments:?}");
    }
}

#[test]
fn arguments_in_messages_are_escaped() {
    let run = sysproc(&["df", "/nowhere/\x1b[31m"]);
    assert!(is_harmless(&run.stderr) && run.stderr.contains("/nowhere/\\x1b[31m"), "{run:?}");
    let run = sysproc(&["kill", "\x1b[31mnobody"]);
    assert!(is_harmless(&run.stderr) && run.code == Some(1), "{run:?}");
}
