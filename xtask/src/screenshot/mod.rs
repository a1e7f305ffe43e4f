//! `cargo xtask screenshot`: the pictures of the README, made from the command's own output.

mod ansi;
mod svg;

use std::fs;
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use crate::command::{cargo, output, run as run_command};
use crate::project::Result;
use crate::tools::{self, SCREENSHOT};

/// The made-up recording that `top` replays.
const RECORDING: &str = "crates/cli/tests/recordings/busy.jsonl";
const WIDTH: usize = 100;
const HEIGHT: usize = 30;

/// Makes `docs/overview.svg` and `docs/top.svg`.
pub(crate) fn run() -> Result {
    tools::install(SCREENSHOT)?;
    run_command(&mut cargo(&["build", "--quiet", "--package", "sysproc-cli"]))?;
    let binary = fs::canonicalize("target/debug/sysproc")?;
    fs::create_dir_all("docs")?;
    save("docs/overview.svg", "sysproc", &overview(&binary)?)?;
    save("docs/top.svg", "sysproc top", &top(&binary)?)
}

fn save(path: &str, title: &str, text: &str) -> Result {
    let lines = ansi::lines(text);
    fs::write(path, svg::picture(title, WIDTH, &lines))?;
    println!("{path}: {} lines", lines.len());
    Ok(())
}

/// What it says of this machine: one that is made up does nothing.
fn overview(binary: &Path) -> Result<String> {
    output(Command::new(binary).arg("--color=always").env("COLUMNS", WIDTH.to_string()).env("TZ", "UTC"))
}

/// What a terminal shows of `top`, at the last picture of the recording.
fn top(binary: &Path) -> Result<String> {
    let folder = tempfile::tempdir()?;
    let socket = folder.path().join("tmux");
    let tmux = |arguments: &[&str]| {
        let mut command = Command::new("tmux");
        command.env_remove("TMUX").env("TZ", "UTC").arg("-u").arg("-S").arg(&socket).args(arguments);
        output(&mut command)
    };
    let line = format!("exec '{}' --color=always top --delay 0.1 --replay {RECORDING}", binary.display());
    let (width, height) = (WIDTH.to_string(), HEIGHT.to_string());
    tmux(&["-f", "/dev/null", "new-session", "-d", "-x", &width, "-y", &height, &line])?;
    let began = Instant::now();
    let screen = loop {
        let screen = tmux(&["capture-pane", "-p", "-e", "-N"])?;
        if screen.contains("frozen") {
            break screen;
        }
        if began.elapsed() > Duration::from_secs(30) {
            return Err("top did not come to the end of the recording".into());
        }
        thread::sleep(Duration::from_millis(50));
    };
    tmux(&["kill-server"])?;
    Ok(screen)
}
