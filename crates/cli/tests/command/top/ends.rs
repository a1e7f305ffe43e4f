//! Whatever ends or suspends it, the terminal is as it was.

use super::DRAWN;
use super::tmux::Tmux;
use crate::support::{eventually, tool};

#[test]
fn keys_end_it() {
    for key in ["q", "F10", "C-c"] {
        let terminal = Tmux::top(80, 24, "");
        terminal.wait_for(DRAWN);
        terminal.press(&[key]);
        terminal.ended(0);
    }
}

#[test]
fn signals_end_it_as_they_end_others() {
    for (signal, code) in [("TERM", 143), ("HUP", 129), ("INT", 130)] {
        let terminal = Tmux::top(80, 24, "");
        terminal.wait_for(DRAWN);
        tool("kill", &["-s", signal, &terminal.pid()]);
        terminal.ended(code);
    }
}

#[test]
fn a_panic_gives_the_terminal_back_before_it_speaks() {
    let terminal = Tmux::run(80, 24, "echo before; SYSPROC_TEST_PANIC=1 $SYSPROC top; echo code=$?");
    terminal.wait_for(DRAWN);
    terminal.press(&["Down"]);
    let screen = terminal.ended(101);
    assert!(screen.contains("panicked at"), "{screen}");
}

#[test]
fn suspended_and_resumed() {
    let terminal = Tmux::run(80, 24, "sh -mi");
    terminal.wait_for("$");
    terminal.send("$SYSPROC top --delay 0.2\n");
    for by_key in [true, false] {
        terminal.wait_for(DRAWN);
        assert_eq!(terminal.taken(), [true; 3]);
        let listed = || {
            let all = tool("ps", &["--no-headers", "-o", "pid,state,comm", "-t", &terminal.tty()]);
            all.lines().find(|line| line.ends_with("sysproc")).unwrap().trim().to_owned()
        };
        if by_key {
            terminal.press(&["C-z"]);
        } else {
            tool("kill", &["-s", "TSTP", listed().split(' ').next().unwrap()]);
        }
        terminal.wait("the shell", |screen| !screen.contains(DRAWN) && screen.contains("top --delay"));
        assert_eq!(terminal.taken(), [false; 3]);
        // Until then what is typed is its own.
        eventually("it is stopped", || if listed().contains(" T ") { Ok(()) } else { Err(listed()) });
        terminal.send("echo typed\n");
        terminal.wait("a line of the shell", |screen| screen.lines().any(|line| line == "typed"));
        terminal.send("clear; fg\n");
    }
    terminal.wait_for(DRAWN);
    terminal.press(&["q"]);
    terminal.wait("the end", |screen| !screen.contains(DRAWN));
    assert_eq!(terminal.taken(), [false; 3]);
}
