//! Updates on a terminal, each in place of the last.

use std::io::Read;

use super::support::{command, machine, terminal};
use super::top::tmux::Tmux;

/// What a run on a terminal wrote to it.
fn written(arguments: &[&str], term: Option<&str>) -> String {
    let ((mut reader, terminal), _) = terminal();
    let on = || terminal.try_clone().unwrap();
    let mut command = command(arguments);
    command.arg("--root").arg(machine()).env_remove("TERM").envs(term.map(|name| ("TERM", name)));
    let mut child = command.stdin(on()).stdout(on()).stderr(on()).spawn().unwrap();
    drop(command);
    child.wait().unwrap();
    drop(terminal);
    let mut written = Vec::new();
    // Once nobody has the terminal open any more, reading it ends with an error.
    let _ = reader.read_to_end(&mut written);
    String::from_utf8(written).unwrap()
}

#[test]
fn a_terminal_that_cannot_be_drawn_on_gets_plain_lines() {
    let watch = ["ps", "--watch", "0.01", "-n", "2", "1"];
    assert!(written(&watch, Some("xterm")).contains("\x1b[H"));
    for term in [Some("dumb"), Some(""), None] {
        let text = written(&watch, term);
        assert!(!text.contains('\x1b') && text.matches("COMMAND").count() == 2, "{term:?} {text:?}");
        let text = written(&["top"], term);
        assert!(!text.contains('\x1b') && text.contains("cannot draw on this terminal"), "{term:?} {text:?}");
    }
}

#[test]
fn updates_follow_the_size_of_the_terminal() {
    let line = format!("$SYSPROC --root '{}' ps --watch 0.1", machine().display());
    let terminal = Tmux::run(80, 24, &line);
    let widest = |screen: &str| screen.lines().map(|line| line.chars().count()).max().unwrap_or(0);
    terminal.wait("it is shown", |screen| screen.contains("COMMAND") && widest(screen) > 60);
    terminal.resize(140, 24);
    terminal.wait("wider", |screen| widest(screen) > 100);
    terminal.resize(60, 24);
    // A line that is too wide would go on in the next.
    let begins = |line: &str, pid: &str| line.split_whitespace().next() == Some(pid);
    terminal
        .wait("narrower", |screen| screen.lines().skip(2).zip(["1", "2", "14"]).all(|(line, pid)| begins(line, pid)));
}

#[test]
fn of_lines_that_are_wrapped_the_first_stay_in_sight() {
    let line = format!("$SYSPROC --root '{}' ps --wide --watch 0.01 -n 2; printf end", machine().display());
    let screen = Tmux::run(60, 10, &line).wait_for("end");
    assert!(screen.lines().nth(1).unwrap().contains("PID"), "{screen}");
}
