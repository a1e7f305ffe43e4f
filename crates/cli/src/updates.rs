//! Showing something again and again.

use std::thread;
use std::time::{Duration, Instant};

use crate::app::App;
use crate::failure::Outcome;
use crate::processes::seconds;

/// Whether something is shown once or again and again.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(crate) struct Updates {
    /// Show it again and again, after so many seconds each
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub(crate) watch: Option<Duration>,
    /// End after so many times [default: never]
    #[arg(short = 'n', long, value_name = "TIMES", requires = "watch", value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) count: Option<u64>,
}

impl Updates {
    /// Calls `update` once, or as often as is asked for.
    pub(crate) fn each(self, app: &mut App, mut update: impl FnMut(&mut App) -> Outcome) -> Outcome {
        self.each_while(app, false, |app| update(app).map(|()| true))
    }

    /// The same, as long as `update` says that there is more; if `all`, to the end also if only one is asked for.
    pub(crate) fn each_while(
        self,
        app: &mut App,
        all: bool,
        mut update: impl FnMut(&mut App) -> Outcome<bool>,
    ) -> Outcome {
        if self.watch.is_none() && !all {
            return update(app).map(drop);
        }
        let mut next = Instant::now();
        for number in 1.. {
            app.begin_update(number);
            let goes_on = update(app)?;
            app.end_update(goes_on)?;
            if !goes_on || self.count.is_some_and(|count| number >= count) {
                break;
            }
            // Late updates do not make those after them hurry.
            next = (next + self.watch.unwrap_or_default()).max(Instant::now());
            thread::sleep(next.saturating_duration_since(Instant::now()));
        }
        Ok(())
    }
}

/// How long something is watched before the first of several updates: long enough for some ticks of the clock.
pub(crate) const GLANCE: Duration = Duration::from_millis(250);

/// How long counters are watched.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(crate) struct Pace {
    /// Watch for this long [default: 1]
    #[arg(short, long, value_name = "SECONDS", value_parser = seconds, conflicts_with = "watch")]
    interval: Option<Duration>,
    #[command(flatten)]
    updates: Updates,
}

impl Pace {
    /// Reads counters again and again, and shows what happened between two readings.
    pub(crate) fn between<T>(
        self,
        app: &mut App,
        mut read: impl FnMut(&mut App) -> Outcome<T>,
        mut show: impl FnMut(&mut App, &T, &T, Duration) -> Outcome,
    ) -> Outcome {
        let (mut before, mut began) = (read(app)?, Instant::now());
        let glance = self.updates.watch.map_or(Duration::from_secs(1), |interval| interval.min(GLANCE));
        thread::sleep(self.interval.unwrap_or(glance));
        self.updates.each(app, |app| {
            let (now, ended) = (read(app)?, Instant::now());
            show(app, &before, &now, ended.duration_since(began))?;
            (before, began) = (now, ended);
            Ok(())
        })
    }
}
