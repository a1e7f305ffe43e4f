//! `sysproc top`: the machine and its processes, full screen.

mod cursor;
mod deed;
mod details;
mod draw;
mod input;
mod keys;
mod menu;
mod moment;
mod prompt;
mod screen;
mod source;
mod state;
#[cfg(test)]
mod testing;
mod theme;
mod view;

use std::collections::HashSet;
use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use sysproc::Process;
use sysproc::process::Fields;

use crate::app::{App, Format};
use crate::columns::{self, Column, Named};
use crate::config::{self, Config};
use crate::failure::{Failure, Outcome};
use crate::platform::{self, Call};
use crate::processes::{Key, seconds};
use crate::recording::Recorder;
use crate::render::{Palette, Role};
use crate::select::{self, Selector};
use input::Happening;
use screen::Screen;
use source::Source;
use state::{Effect, Settings, State};
use theme::Theme;
use view::View;

/// The columns by default.
pub(crate) const SHOWN: &[&str] = &[
    "pid",
    "username",
    if platform::IS_WINDOWS { "priority" } else { "nice" },
    "state",
    "cpu_percent",
    "memory_percent",
    "rss",
    "cpu_time",
    "command",
];
pub(crate) const SORTED_BY: [&str; 2] = ["cpu_percent", "cpu_time"];
/// The colours by default, and the time between two pictures.
pub(crate) const THEME: &str = "dark";
pub(crate) const REFRESH: Duration = Duration::from_millis(1500);
/// What a recording has of every process: what costs little.
const RECORDED: &[&str] = &[
    "ppid",
    "username",
    "uid",
    "state",
    "terminal",
    "nice",
    "cpu_time",
    "rss",
    "num_threads",
    "create_time",
    "command",
];

pub(crate) const HELP: &str = "\
? shows the keys; what is drawn can be clicked. To the list belongs what one of the selectors means. \
Processes are acted on as `sysproc kill` does: the one that was shown, or none.

Examples:
  sysproc top
  sysproc top --delay 5 --tree user=www-data
  sysproc top -o pid,rss,num_fds,command --sort -rss
  sysproc top --record busy.jsonl      also what is not in sight
  sysproc top --replay busy.jsonl      [ and ] go back and forth
  sysproc top --read-only              for the screen on the wall
";

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Only processes that one of these means: pids, parts of names, :PORT, user=NAME, 'cpu > 5'
    #[arg(value_name = "SELECTOR", value_parser = Selector::parse)]
    selectors: Vec<Selector>,
    /// Seconds between two pictures [default: 1.5]
    #[arg(short, long, value_name = "SECONDS", value_parser = seconds)]
    delay: Option<Duration>,
    /// The columns to show, in this order; `sysproc ps --help` lists them
    #[arg(short = 'o', long, value_name = "COLUMN,...", value_delimiter = ',', value_parser = Named(columns::find), hide_possible_values = true)]
    columns: Vec<&'static Column>,
    /// Sort by these columns, the first before the second; descending with a - before the name
    #[arg(short, long, value_name = "[-]COLUMN,...", value_delimiter = ',', value_parser = Named(Key::parse), hide_possible_values = true, allow_hyphen_values = true)]
    sort: Vec<Key>,
    /// Begin with the tree
    #[arg(short, long)]
    tree: bool,
    /// Colours: dark, light or mono
    #[arg(long, value_name = "THEME", value_parser = Theme::find)]
    theme: Option<Theme>,
    /// Do nothing to processes, whatever keys are pressed
    #[arg(long)]
    read_only: bool,
    /// Leave the mouse to the terminal
    #[arg(long)]
    no_mouse: bool,
    /// Also write what is read to this file, a line of JSON a picture
    #[arg(long, value_name = "FILE", conflicts_with = "replay")]
    record: Option<PathBuf>,
    /// Show such a file instead of this machine
    #[arg(long, value_name = "FILE")]
    replay: Option<PathBuf>,
}

pub(crate) fn run(args: &Args, app: &mut App) -> Outcome {
    if app.format != Format::Text || !io::stdout().is_terminal() {
        let message = "top is for a terminal; for programs there is `sysproc ps --watch 2 --json`";
        return Err(Failure::Usage(message.into()));
    }
    if !platform::can_be_drawn_on() {
        let message = "top cannot draw on this terminal, by what TERM says of it; there is `sysproc ps --watch 2`";
        return Err(Failure::Message(message.into()));
    }
    if args.replay.is_some() {
        select::refuse_ports(&args.selectors).map_err(Failure::Usage)?;
    }
    let config = Config::read()?.top;
    let delay = args.delay.or(config.refresh().ok().flatten()).unwrap_or(REFRESH);
    let theme = theme(args, app, &config);
    let mut state = State::new(settings(args, app)?, theme, delay, view(args, app, &config));
    let recorder = args.record.as_deref().map(Recorder::create).transpose()?;
    let recorded = if recorder.is_some() { fields(RECORDED) } else { Fields::empty() };
    let mut source = match &args.replay {
        Some(path) => Source::recorded(path)?,
        None => Source::live(&app.system, state.fields_of_all() | recorded, recorder)?,
    };
    state.show(source.read(state.fields_of_all() | recorded)?);
    let happenings = input::listen()?;
    let mut screen = Screen::open(!args.no_mouse)?;
    let call = Loop { source: &mut source, state: &mut state, screen: &mut screen, recorded }.run(&happenings);
    drop(screen);
    match call? {
        // The terminal is as it was; now the signal does what it does to everybody.
        Some(call) => Err(platform::end_by(call)),
        None => Ok(()),
    }
}

fn fields(names: &[&str]) -> Fields {
    columns::by_names(names).iter().map(|column| column.fields).collect()
}

fn settings(args: &Args, app: &App) -> Outcome<Settings> {
    let read_only = match () {
        () if args.read_only => Some("--read-only: nothing is done to processes"),
        () if args.replay.is_some() => Some("this is a recording: there is nothing to act on"),
        () if app.root.is_some() => Some("this is a captured machine: there is nothing to act on"),
        () => None,
    };
    let ancestors = Process::current()?.parents()?.iter().map(Process::pid).collect();
    Ok(Settings { units: app.units, read_only, ancestors })
}

/// Whether there is a theme of this name.
pub(crate) fn is_theme(name: &str) -> Result<(), String> {
    Theme::find(name).map(drop)
}

fn theme(args: &Args, app: &App, config: &config::Top) -> Theme {
    let liked = config.theme.as_deref().and_then(|name| Theme::find(name).ok());
    match (app.palette, args.theme.or(liked)) {
        (Palette::Plain, _) => Theme::mono(),
        (Palette::Colored, chosen) => chosen.unwrap_or_default(),
    }
}

fn view(args: &Args, app: &App, config: &config::Top) -> View {
    let first = |lists: [Vec<&'static Column>; 3]| lists.into_iter().find(|list| !list.is_empty()).unwrap_or_default();
    let descending = || columns::by_names(&SORTED_BY).into_iter().map(Key::descending).collect();
    let sorts = [args.sort.clone(), config.sort(), descending()];
    let sort = sorts.into_iter().find(|keys| !keys.is_empty()).unwrap_or_default();
    View {
        columns: first([args.columns.clone(), config.columns(), columns::by_names(SHOWN)]),
        sort,
        tree: args.tree,
        folded: HashSet::new(),
        only: args.selectors.clone(),
        filter: None,
        searches: false,
        me: (app.root.is_none() && args.replay.is_none()).then(std::process::id),
    }
}

/// What goes on while `top` runs.
struct Loop<'a> {
    source: &'a mut Source,
    state: &'a mut State,
    screen: &'a mut Screen,
    /// What is read of every process for a recording.
    recorded: Fields,
}

impl Loop<'_> {
    /// Shows and reads until the user leaves; gives the signal that ends it, if one does.
    fn run(&mut self, happenings: &Receiver<Happening>) -> Outcome<Option<Call>> {
        let mut due = Instant::now() + self.state.delay;
        loop {
            self.show()?;
            let happening = match self.state.is_frozen {
                true => happenings.recv().map_err(|_| RecvTimeoutError::Disconnected),
                false => happenings.recv_timeout(due.saturating_duration_since(Instant::now())),
            };
            let mut next = match happening {
                Ok(happening) => Some(happening),
                Err(RecvTimeoutError::Timeout) => {
                    self.advance()?;
                    None
                }
                Err(RecvTimeoutError::Disconnected) => return Ok(None),
            };
            if next.is_none() {
                due = (due + self.state.delay).max(Instant::now());
            }
            // All that has been typed meanwhile is one picture.
            while let Some(happening) = next.take() {
                match self.happen(happening)? {
                    Next::Stay => {}
                    Next::Read => due = Instant::now(),
                    Next::Leave(call) => return Ok(call),
                }
                next = happenings.try_recv().ok();
            }
            due = due.min(Instant::now() + self.state.delay);
        }
    }

    /// Reads what the picture lacks, and shows it.
    fn show(&mut self) -> Outcome {
        let Self { source, state, screen, .. } = self;
        let all = state.fields_of_all();
        source.complete(&mut state.moment.snapshots, all);
        source.find_holders(&mut state.moment, &state.view.selectors());
        state.arrange();
        let (lines, shown) = (screen.height()?, state.view.fields_of_shown());
        source.complete(state.in_sight(lines), shown);
        source.complete(state.selected_mut(), Fields::CPU_AFFINITY);
        state.read_details(source.system());
        Ok(screen.show(state)?)
    }

    /// The next picture.
    fn advance(&mut self) -> Outcome {
        if self.source.step(1) {
            self.read()?;
        } else {
            self.state.is_frozen = true;
        }
        Ok(())
    }

    fn read(&mut self) -> Outcome {
        let moment = self.source.read(self.state.fields_of_all() | self.recorded)?;
        self.state.show(moment);
        Ok(())
    }

    fn happen(&mut self, happening: Happening) -> Outcome<Next> {
        fail_if_tested();
        let effect = match happening {
            Happening::Input(event) => self.state.handle(&event),
            Happening::Signal(Call::Stop) => Effect::Suspend,
            Happening::Signal(Call::Continue) => {
                self.screen.come_back()?;
                Effect::None
            }
            Happening::Signal(call) => return Ok(Next::Leave(Some(call))),
            Happening::Closed => Effect::Quit,
        };
        match effect {
            Effect::None => {}
            Effect::Redraw => self.screen.forget()?,
            Effect::Quit => return Ok(Next::Leave(None)),
            Effect::Suspend => {
                self.screen.leave();
                platform::stop();
                self.screen.come_back()?;
            }
            Effect::Step(by) => {
                if self.source.step(by) {
                    self.read()?;
                }
            }
            Effect::Act(target, deed) => {
                if let Some(system) = self.source.system() {
                    match deed.act(system, &target) {
                        Ok(done) => self.state.say(Role::Good, done),
                        Err(error) => self.state.say(Role::Alarm, error),
                    }
                }
                return Ok(Next::Read);
            }
        }
        Ok(Next::Stay)
    }
}

/// Panics where a test wants to see that the terminal survives it.
fn fail_if_tested() {
    #[cfg(debug_assertions)]
    #[allow(clippy::panic)]
    if std::env::var_os("SYSPROC_TEST_PANIC").is_some() {
        panic!("a test wants this");
    }
}

/// What follows from something that happened.
enum Next {
    Stay,
    /// Read at once what it has led to.
    Read,
    Leave(Option<Call>),
}
