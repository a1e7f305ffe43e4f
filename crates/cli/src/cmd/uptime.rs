//! `sysproc uptime`: how long the machine has been up, and how loaded it is.

use std::time::{Duration, SystemTime};

use serde::Serialize;
use sysproc::cpu::LoadAverage;

use crate::app::App;
use crate::failure::Outcome;
use crate::render::{Line, Role, long_duration, moment, rfc3339};
use crate::updates::Updates;

pub(crate) const HELP: &str = "\
The load is the average number of tasks that run, want to run or wait for a disk, over 1, 5 and 15 minutes: compare \
it with the number of CPUs.

Examples:
  sysproc uptime
  sysproc uptime --json | jq .load_average.one
";

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    updates: Updates,
}

/// What is known; each part is absent where it cannot be had.
#[derive(Debug)]
pub(crate) struct Uptime {
    pub(crate) uptime: Option<Duration>,
    pub(crate) boot_time: Option<SystemTime>,
    pub(crate) users: Option<usize>,
    pub(crate) load_average: Option<LoadAverage>,
    pub(crate) cpu_count: Option<usize>,
}

/// The keys of JSON.
#[derive(Debug, Serialize)]
pub(crate) struct Written {
    uptime: Option<f64>,
    boot_time: Option<String>,
    users: Option<usize>,
    load_average: Option<LoadAverage>,
    cpu_count: Option<usize>,
}

pub(crate) fn run(args: &Args, app: &mut App) -> Outcome {
    // The rest is beside the point where this is not known.
    app.system.uptime()?;
    args.updates.each(app, |app| {
        let found = Uptime::read(app);
        if app.is_json() {
            app.print_json(&found.written())
        } else {
            app.print(&Line::wrapped(found.parts(false), app.width.or(usize::MAX)))
        }
    })
}

impl Uptime {
    pub(crate) fn read(app: &mut App) -> Self {
        let system = app.system.clone();
        Self {
            uptime: app.part("uptime", system.uptime()),
            boot_time: app.part("boot time", system.boot_time()),
            users: app.part("users", system.users()).map(|users| users.len()),
            load_average: app.part("load", system.load_average()),
            cpu_count: app.part("number of CPUs", system.cpu_count()),
        }
    }

    pub(crate) fn written(&self) -> Written {
        Written {
            uptime: self.uptime.map(|uptime| uptime.as_secs_f64()),
            boot_time: self.boot_time.and_then(rfc3339),
            users: self.users,
            load_average: self.load_average,
            cpu_count: self.cpu_count,
        }
    }

    /// What is known, in parts; without the time of boot in short.
    pub(crate) fn parts(&self, short: bool) -> impl Iterator<Item = Line> {
        let up = self.uptime.map(|uptime| Line::from("up ").with(Role::Heading, long_duration(uptime)));
        let since = self.boot_time.filter(|_| !short).map(|boot| Line::from(format!("since {}", moment(boot))));
        let users = self.users.map(|n| Line::from(format!("{n} {}", if n == 1 { "user" } else { "users" })));
        [up, since, users, self.load()].into_iter().flatten()
    }

    fn load(&self) -> Option<Line> {
        let load = self.load_average?;
        let mut line = Line::from("load");
        for average in [load.one, load.five, load.fifteen] {
            line.push(Role::Plain, " ");
            line.push(self.loaded(average), format!("{average:.2}"));
        }
        if let Some(cpus) = self.cpu_count {
            line.push(Role::Faint, format!(" on {cpus} {}", if cpus == 1 { "CPU" } else { "CPUs" }));
        }
        Some(line)
    }

    /// More tasks than processors: some wait.
    fn loaded(&self, average: f64) -> Role {
        match self.cpu_count.map(|cpus| average / cpus as f64) {
            Some(share) if share >= 2.0 => Role::Alarm,
            Some(share) if share >= 1.0 => Role::Warning,
            _ => Role::Heading,
        }
    }
}
