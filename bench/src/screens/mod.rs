//! Programs that watch the machine full screen: what they cost it themselves.
//!
//! All run at the same time, each in a terminal of its own, with the same delay and the same columns as far as they
//! know them. What counts is the processor time of the whole program, over a minute after the first pictures.

mod terminal;

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use serde::Serialize;

use self::terminal::{Done, SIZE, Terminal};
use crate::load::Load;
use crate::{Result, peers};

/// As `--only` takes it.
pub(crate) const NAME: &str = "top";
const ABOUT: &str = "whole programs that show all processes full screen, a picture every 1.5 s";

/// Between two pictures.
const DELAY: Duration = Duration::from_millis(1500);
/// How long they are left alone before they are measured.
const WARM_UP: Duration = Duration::from_secs(5);

/// The columns of htop by its numbers: PID USER NI VIRT RES SHR S CPU% MEM% TIME+ Command.
const HTOP_COLUMNS: &str = "0 48 18 38 39 40 2 46 47 49 1";
const OUR_COLUMNS: &str = "pid,user,nice,vms,rss,shared,state,cpu,mem,time,command";

/// A program, and what it used.
#[derive(Debug, Serialize)]
struct Measured {
    work: &'static str,
    contender: &'static str,
    used_seconds: f64,
    percent: f64,
    /// What it wrote to its terminal.
    written_bytes: u64,
    ratio_to_ours: f64,
}

/// Measures and reports.
pub(crate) fn run(processes: usize, minutes: f64, json: bool) -> Result<()> {
    let time = Duration::from_secs_f64(60.0 * minutes);
    let folder = std::env::temp_dir().join(format!("sysproc-bench-{}", std::process::id()));
    std::fs::create_dir_all(folder.join("btop"))?;
    let _load = Load::start(processes, 0)?;
    let measured = measure(&commands(&folder)?, time);
    std::fs::remove_dir_all(&folder)?;
    report(&measured?, time, json)
}

/// How each is started, with its configuration in a folder.
fn commands(folder: &Path) -> Result<Vec<(&'static str, Command)>> {
    let mut ours = Command::new(peers::our_command()?);
    ours.args(["top", "--delay", &DELAY.as_secs_f64().to_string(), "--columns", OUR_COLUMNS]);
    let htoprc = folder.join("htoprc");
    std::fs::write(&htoprc, format!("fields={HTOP_COLUMNS}\ndelay={}\n", DELAY.as_millis() / 100))?;
    let mut htop = Command::new("htop");
    htop.env("HTOPRC", htoprc);
    std::fs::write(folder.join("btop/btop.conf"), format!("update_ms = {}\n", DELAY.as_millis()))?;
    let mut btop = Command::new("btop");
    btop.arg("--utf-force").env("XDG_CONFIG_HOME", folder);
    let mut commands = vec![("sysproc", ours), ("htop", htop), ("btop", btop)];
    for (_, command) in &mut commands {
        command.env("TERM", "xterm-256color").env("LC_ALL", "C.UTF-8").env_remove("NO_COLOR");
    }
    Ok(commands)
}

fn measure(commands: &[(&'static str, Command)], time: Duration) -> Result<Vec<Measured>> {
    let mut running = Vec::new();
    for (name, command) in commands {
        // Without a terminal that is its own, btop stops drawing.
        let mut again = Command::new("setsid");
        again
            .arg("--ctty")
            .arg(command.get_program())
            .args(command.get_args())
            .envs(command.get_envs().filter_map(|(key, value)| Some((key, value?))));
        let terminal = Terminal::start(&mut again).map_err(|error| format!("{name}: {error}"))?;
        running.push((*name, terminal));
    }
    let mut done = || -> Result<Vec<(&'static str, Done)>> {
        let one = |(name, terminal): &mut (&'static str, Terminal)| {
            Ok((*name, terminal.done().map_err(|error| format!("{name}: {error}"))?))
        };
        running.iter_mut().map(one).collect()
    };
    std::thread::sleep(WARM_UP);
    let before = done()?;
    std::thread::sleep(time);
    let after = done()?;
    let mut all: Vec<Measured> = Vec::new();
    for ((contender, before), (_, after)) in before.into_iter().zip(after) {
        let used_seconds = (after.used - before.used).as_secs_f64();
        let written_bytes = after.written - before.written;
        // At the least a clock or a number changes in a picture.
        if (written_bytes as f64) < time.as_secs_f64() / DELAY.as_secs_f64() {
            return Err(format!("{contender} has drawn next to nothing: {written_bytes} bytes").into());
        }
        let ours = all.first().map_or(used_seconds, |ours| ours.used_seconds);
        let (percent, ratio_to_ours) = (used_seconds / time.as_secs_f64() * 100.0, used_seconds / ours);
        all.push(Measured { work: NAME, contender, used_seconds, percent, written_bytes, ratio_to_ours });
    }
    Ok(all)
}

fn report(measured: &[Measured], time: Duration, json: bool) -> Result<()> {
    if json {
        println!("{}", serde_json::to_string(measured)?);
        return Ok(());
    }
    println!("{NAME} ({} s)\n  {ABOUT}, in {} by {} cells", time.as_secs(), SIZE.0, SIZE.1);
    println!("  {:<24}{:>12}{:>12}{:>10}{:>12}", "", "used", "of a CPU", "÷ ours", "written");
    for one in measured {
        println!(
            "  {:<24}{:>10.2} s{:>10.2} %{:>10.2}{:>9} KB",
            one.contender,
            one.used_seconds,
            one.percent,
            one.ratio_to_ours,
            one.written_bytes / 1000
        );
    }
    Ok(())
}
