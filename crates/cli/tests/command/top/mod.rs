//! `top` in a real terminal: for each promise one test.

mod ends;
pub(crate) mod tmux;

use std::process::Stdio;

use crate::support::{Kid, eventually, machine, sysproc, tool};
use tmux::Tmux;

/// What is on the screen only when the whole picture is.
const DRAWN: &str = "COMMAND";

#[test]
fn it_shows_the_machine_its_processes_and_the_keys() {
    let kid = Kid::sleeper();
    let terminal = Tmux::top(120, 40, &format!("-o pid,user,rss,command {}", kid.pid()));
    let parts =
        ["CPU ", "Memory ", "load ", "up ", " processes, ", "Network ", "PID  USER", "? Help q Quit", "sleep 1000"];
    let screen = terminal.wait("all of it", |screen| parts.iter().all(|part| screen.contains(part)));
    let line = screen.lines().find(|line| line.contains(&kid.pid()) && line.contains("sleep 1000")).unwrap();
    let user = tool("ps", &["-o", "user=", "-p", &kid.pid()]);
    assert!(line.contains(user.trim()) && line.contains("sleep 1000"), "{line}");
    assert_eq!(terminal.taken(), [true; 3]);
}

#[test]
fn it_says_of_a_process_what_top_says() {
    let kid = Kid::sleeper();
    let pid = kid.pid();
    let columns = "pid,user,nice,vms,rss,shared,state,name";
    let terminal = Tmux::top(100, 30, &format!("--bytes -o {columns} {pid}"));
    let words = |text: &str| -> Option<Vec<String>> {
        let rows = text.lines().map(|line| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>());
        rows.into_iter().find(|words| words.first() == Some(&pid))
    };
    eventually("top agrees with top", || {
        let screen = terminal.screen();
        // PID USER PR NI VIRT RES SHR S %CPU %MEM TIME+ COMMAND
        let theirs = words(&tool("top", &["-b", "-n", "1", "-w", "200", "-p", &pid])).unwrap();
        let bytes = |i: usize| (theirs[i].parse::<u64>().unwrap() * 1024).to_string();
        let expected = [&pid, &theirs[1], &theirs[3], &bytes(4), &bytes(5), &bytes(6), &theirs[7], &theirs[11]];
        match words(&screen) {
            Some(ours) if ours.iter().eq(expected) => Ok(()),
            ours => Err(format!("{ours:?}, not {expected:?}")),
        }
    });
    terminal.press(&["q"]);
}

#[test]
fn the_processes_of_a_captured_machine() {
    let terminal = Tmux::top(100, 30, &format!("--root '{}'", machine().display()));
    let listed = sysproc(&["--root", machine().to_str().unwrap(), "ps", "-o", "pid"]).ok();
    let is_shown = |screen: &str, pid: &str| screen.lines().any(|line| line.split_whitespace().next() == Some(pid));
    terminal.wait("every process", |screen| listed.lines().skip(1).all(|pid| is_shown(screen, pid.trim())));
    terminal.press(&["k"]);
    terminal.wait_for("nothing to act on");
}

#[test]
fn keys_sort_filter_search_and_make_a_tree() {
    let terminal = Tmux::top(100, 30, &format!("--root '{}' --sort pid", machine().display()));
    let order = |screen: &str| -> Vec<String> {
        let rows = screen.lines().skip_while(|line| !line.contains(DRAWN)).skip(1);
        rows.filter_map(|line| line.split_whitespace().next()?.parse::<u32>().ok()).map(|pid| pid.to_string()).collect()
    };
    let first = terminal.wait("all by pid", |screen| order(screen).len() == 11 && order(screen)[0] == "1");
    terminal.press(&["r"]);
    let mut backwards = order(&first);
    backwards.reverse();
    terminal.wait("the other way round", |screen| order(screen) == backwards);
    terminal.press(&["t"]);
    terminal.wait_for("└─ ");
    terminal.press(&["t", "f"]);
    terminal.send("pid > 4000");
    terminal.press(&["Enter"]);
    let expected: Vec<String> = backwards.iter().filter(|pid| pid.len() == 4).cloned().collect();
    terminal.wait("filtered", |screen| order(screen) == expected && screen.contains("filter pid > 4000"));
    terminal.press(&["f", "C-u", "Enter", "s"]);
    terminal.wait_for("Sort by");
}

#[test]
fn a_signal_of_the_users_choice_ends_the_process() {
    let mut kid = Kid::sleeper();
    let terminal = Tmux::top(80, 24, &kid.pid());
    terminal.wait_for("sleep 1000");
    terminal.press(&["k"]);
    terminal.wait_for(&format!("Signal to sleep ({})", kid.pid()));
    terminal.send("usr1");
    terminal.press(&["Enter"]);
    terminal.wait_for("done: send SIGUSR1 to sleep");
    assert_eq!(kid.ended_by(), Some(10));
    terminal.wait_for("no such process");
}

#[test]
fn a_nice_value_and_processors_are_set() {
    let kid = Kid::sleeper();
    let terminal = Tmux::top(80, 24, &kid.pid());
    terminal.wait_for("sleep 1000");
    terminal.press(&["i", "C-u"]);
    terminal.send("7");
    terminal.press(&["Enter"]);
    terminal.wait_for("done: set the nice value 7");
    assert_eq!(tool("ps", &["-o", "ni=", "-p", &kid.pid()]).trim(), "7");
    let allowed = tool("taskset", &["-cp", &kid.pid()]);
    let first = allowed.split(": ").nth(1).unwrap().split([',', '-', '\n']).next().unwrap();
    terminal.press(&["a", "C-u"]);
    terminal.send(first);
    terminal.press(&["Enter"]);
    terminal.wait_for("done: set the processors");
    assert!(tool("taskset", &["-cp", &kid.pid()]).ends_with(&format!(": {first}\n")));
}

#[test]
fn read_only_does_nothing() {
    let mut kid = Kid::sleeper();
    let terminal = Tmux::top(80, 24, &format!("--read-only {}", kid.pid()));
    terminal.wait_for("sleep 1000");
    terminal.press(&["k"]);
    terminal.wait_for("--read-only");
    terminal.press(&["Enter", "y"]);
    terminal.wait_for("About");
    assert!(kid.is_running());
}

#[test]
fn the_details_tell_files_sockets_maps_environment_and_threads() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let mut child = std::process::Command::new("sleep");
    child.arg("1000").env("A_MARK", "of-this-test").stdin(Stdio::from(file.reopen().unwrap()));
    let kid = Kid(child.spawn().unwrap());
    let terminal = Tmux::top(100, 40, &kid.pid());
    terminal.wait_for("sleep 1000");
    terminal.press(&["Enter"]);
    terminal.wait_for("num_threads");
    terminal.press(&["Tab"]);
    terminal.wait_for(file.path().to_str().unwrap());
    terminal.press(&["Tab"]);
    terminal.wait_for("│none");
    terminal.press(&["Tab"]);
    terminal.wait_for("/sleep");
    terminal.press(&["Tab"]);
    terminal.wait_for("A_MARK=of-this-test");
    terminal.press(&["Tab"]);
    terminal.wait_for(&format!("{}  0:00", kid.pid()));
    terminal.press(&["Escape"]);
    terminal.wait("closed", |screen| !screen.contains("Environment"));
}

#[test]
fn hostile_names_are_escaped_and_wide_ones_take_their_room() {
    let kids = [&b"\x1b[31mX\x07"[..], "名前".as_bytes()].map(Kid::named);
    let [first, second] = kids.each_ref().map(Kid::pid);
    let terminal = Tmux::run(80, 24, "read start; $SYSPROC top --delay 0.2 -o pid,name $start");
    terminal.tap("output");
    terminal.send(&first);
    terminal.press(&["Enter"]);
    terminal.wait_for(r"\x1b[31mX\x07");
    let mut raw = Vec::new();
    let place = |raw: &[u8], text: &[u8]| raw.windows(text.len()).position(|bytes| bytes == text);
    // What is on the screen already may still be on the way into the file.
    eventually("the output", || {
        raw = std::fs::read(terminal.dir().join("output")).unwrap_or_default();
        place(&raw, br"\x1b[31mX\x07").map(|_| ()).ok_or_else(|| String::from_utf8_lossy(&raw).into_owned())
    });
    let at = place(&raw, b"[?1049h").unwrap();
    assert!(place(&raw[at..], b"\x1b[31mX").is_none() && !raw[at..].contains(&7));

    let terminal = Tmux::top(80, 24, &format!("-o name,pid,ppid {first} {second}"));
    let screen = terminal.wait("both", |screen| ["名前", &first, &second].iter().all(|part| screen.contains(part)));
    let place = |pid: &str| {
        let mut rows = screen.lines().skip_while(|line| !line.contains("PPID")).skip(1);
        let line = rows.find(|line| line.split_whitespace().nth(1) == Some(pid)).unwrap();
        let before = line.split(pid).next().unwrap();
        before.chars().map(|c| if c > '\u{2e80}' { 2 } else { 1 }).sum::<usize>() + pid.len()
    };
    assert_eq!(place(&first), place(&second), "{screen}");
}

#[test]
fn a_terminal_of_40_by_10_and_any_other_size() {
    let terminal = Tmux::top(40, 10, "--sort pid");
    terminal.wait("all of it", |screen| [DRAWN, "CPU ", "? Help"].iter().all(|part| screen.contains(part)));
    terminal.resize(120, 40);
    terminal.wait("larger", |screen| screen.contains("Columns") && screen.contains("Memory "));
    terminal.resize(40, 10);
    terminal.wait("small again", |screen| {
        screen.lines().count() <= 10 && screen.contains(DRAWN) && screen.contains("? Help")
    });
    terminal.press(&["?"]);
    terminal.wait_for("Keys");
    terminal.press(&["Escape"]);
    terminal.wait("closed", |screen| screen.contains(DRAWN));
    terminal.press(&["k"]);
    terminal.wait_for("Signal to");
    terminal.resize(10, 3);
    terminal.resize(80, 24);
    terminal.wait_for("15 TERM");
}

#[test]
fn only_changed_cells_are_written_and_nothing_is_cleared_between_pictures() {
    let kid = Kid::sleeper();
    let terminal = Tmux::top(120, 40, &kid.pid());
    terminal.wait_for("sleep 1000");
    let updates = || std::fs::read(terminal.dir().join("output")).unwrap_or_default();
    terminal.tap("output");
    eventually("pictures", || if updates().len() > 400 { Ok(()) } else { Err("too little was written".into()) });
    let written = updates();
    let text = String::from_utf8_lossy(&written);
    assert!(!text.contains("\x1b[2J") && !text.contains("\x1b[J"), "{text:?}");
    assert!(!text.contains("sleep 1000") && !text.contains(DRAWN), "it has not changed: {text:?}");
}

#[test]
fn the_mouse_selects_sorts_and_presses_keys() {
    let kids = [Kid::sleeper(), Kid::sleeper()];
    let pids = kids.each_ref().map(Kid::pid);
    let terminal = Tmux::top(100, 30, &format!("-o pid,command --sort pid {} {}", pids[0], pids[1]));
    let line = |screen: &str, text: &str| screen.lines().position(|line| line.contains(text)).unwrap() + 1;
    let row = |screen: &str, pid: &str| {
        screen.lines().position(|line| line.contains("sleep 1000") && line.split_whitespace().any(|word| word == pid))
    };
    let rows = |screen: &str| Some((row(screen, &pids[0])? + 1, row(screen, &pids[1])? + 1));
    let click = |line: usize| terminal.send(&format!("\x1b[<0;2;{line}M\x1b[<0;2;{line}m"));
    let screen = terminal.wait("both", |screen| rows(screen).is_some() && screen.contains("? Help"));
    let (first, second) = rows(&screen).unwrap();
    click(first.max(second));
    click(first.max(second));
    let last = if first > second { &pids[0] } else { &pids[1] };
    terminal.wait_for(&format!("sleep ({last})"));
    terminal.press(&["Escape"]);
    // Else the click may come in one piece with the key, and then it is another.
    terminal.wait("the table again", |screen| !screen.contains(&format!("sleep ({last})")));
    click(line(&screen, "PID"));
    terminal.wait("sorted the other way", |screen| rows(screen).is_some_and(|(a, b)| (a < b) == (first > second)));
    click(line(&screen, "? Help"));
    terminal.wait_for("this help");
}

#[test]
fn themes_have_colours_unless_none_are_wanted() {
    let colors = |screen: &str| {
        screen.split("\x1b[").skip(1).filter_map(|code| code.split('m').next()).any(|code| {
            code.split(';')
                .filter_map(|number| number.parse::<u32>().ok())
                .any(|number| matches!(number, 30..=38 | 40..=48 | 90..=107))
        })
    };
    let terminal = Tmux::top(80, 24, "");
    terminal.wait_for(DRAWN);
    assert!(colors(&terminal.colored_screen()));
    let terminal = Tmux::run(80, 24, "NO_COLOR=1 $SYSPROC top");
    terminal.wait_for(DRAWN);
    assert!(!colors(&terminal.colored_screen()));
    let terminal = Tmux::top(80, 24, "--theme light");
    terminal.wait_for(DRAWN);
    terminal.press(&["c"]);
    terminal.wait_for("theme mono");
    assert!(!colors(&terminal.colored_screen()));
}

#[test]
fn it_freezes_and_goes_on() {
    let name = format!("frozen{}", std::process::id());
    let terminal = Tmux::top(100, 30, &name);
    terminal.wait_for("no such process");
    terminal.press(&["Space"]);
    terminal.wait_for("frozen ·");
    let _kid = Kid::named(name.as_bytes());
    terminal.press(&["Down"]);
    assert!(terminal.screen().contains("no such process"));
    terminal.press(&["Space"]);
    terminal.wait(&name, |screen| screen.contains("1 of ") && !screen.contains("frozen ·"));
}

#[test]
fn a_recording_goes_back_and_forth() {
    let kid = Kid::sleeper();
    let terminal = Tmux::top(100, 30, &format!("--record $DIR/file {}", kid.pid()));
    let file = terminal.dir().join("file");
    let lines = || std::fs::read_to_string(&file).unwrap_or_default().lines().count();
    eventually("three pictures", || if lines() > 2 { Ok(()) } else { Err("too few".into()) });
    terminal.press(&["q"]);
    terminal.ended(0);
    let count = lines();

    let terminal = Tmux::top(100, 30, &format!("--replay '{}' {}", file.display(), kid.pid()));
    terminal.wait_for(&format!("recording {count}/{count}"));
    terminal.wait("the end", |screen| ["sleep 1000", "Memory ", "frozen"].iter().all(|part| screen.contains(part)));
    terminal.press(&["["]);
    terminal.wait_for(&format!("recording {}/{count}", count - 1));
    terminal.press(&["{"]);
    terminal.wait_for(&format!("recording 1/{count}"));
    terminal.press(&["]"]);
    terminal.wait_for(&format!("recording 2/{count}"));
    terminal.press(&["k"]);
    terminal.wait_for("this is a recording");

    let refused = Tmux::top(100, 30, &format!("--replay '{}' :22", file.display()));
    refused.wait_for("a recording has no sockets");
    refused.ended(2);

    let listed = sysproc(&["ps", "--replay", file.to_str().unwrap(), "-o", "pid,command", &kid.pid()]).ok();
    assert_eq!(listed.matches("sleep 1000").count(), count, "{listed}");
}

#[test]
fn without_a_terminal_it_says_what_there_is_for_programs() {
    let run = sysproc(&["top"]);
    assert!(run.code == Some(2) && run.stderr.contains("ps --watch") && run.stdout.is_empty(), "{run:?}");
}
