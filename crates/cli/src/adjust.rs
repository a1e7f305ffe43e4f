//! Subcommands that show something of processes, set it, or start a program with it: `nice`, `ionice`, `taskset`,
//! `rlimit`.

use std::ffi::OsString;
use std::io;
use std::process::Command;

use sysproc::Process;
use sysproc::process::Fields;

use crate::act::Consent;
use crate::app::App;
use crate::columns;
use crate::failure::{Failure, Outcome};
use crate::platform;
use crate::processes::values;
use crate::render::safe;
use crate::select::{self, Selector};
use crate::sheet::Sheet;

/// Sets it for a process.
pub(crate) type Set<'a> = &'a dyn Fn(&Process) -> sysproc::Result<()>;

/// Whose it is: processes that run, or a program that is to be started.
#[derive(Debug, clap::Args)]
pub(crate) struct Whom {
    /// Pids, exact names, :PORT or other selectors (see --help)
    #[arg(value_name = "SELECTOR", value_parser = Selector::parse, required_unless_present = "command")]
    pub(crate) selectors: Vec<Selector>,
    #[command(flatten)]
    consent: Consent,
    /// Start this program with it, in place of this command
    #[arg(last = true, value_name = "COMMAND", conflicts_with_all = ["selectors", "yes", "dry_run"])]
    command: Vec<OsString>,
}

impl Whom {
    /// Sets it, if there is something to set: for processes, or for the program that this command becomes. `action` says
    /// what: `set the nice value 5 of`. Gives whether there was.
    pub(crate) fn set(&self, app: &mut App, action: &str, set: Option<Set<'_>>) -> Outcome<bool> {
        match (set, self.command.as_slice()) {
            (Some(set), [program, arguments @ ..]) => {
                set(&Process::current()?)?;
                app.flush()?;
                Err(started(program, platform::become_program(Command::new(program).args(arguments))))
            }
            (None, [_, ..]) => Err(Failure::Usage("a program is started with something: give it, see --help".into())),
            (Some(set), []) => {
                let found = select::find(app, &self.selectors, Fields::empty())?;
                self.consent.run(app, &found, action, set)?;
                Ok(true)
            }
            (None, []) => Ok(false),
        }
    }
}

/// Shows columns of the processes that selectors mean.
pub(crate) fn show(app: &mut App, selectors: &[Selector], names: &[&str]) -> Outcome {
    let columns = columns::by_names(names);
    let fields = columns.iter().map(|column| column.fields).fold(Fields::empty(), Fields::union);
    let found = select::find(app, selectors, fields)?;
    let mut sheet = Sheet::new("processes", columns.iter().map(|column| column.heading(0)).collect::<Vec<_>>());
    found.snapshots.iter().for_each(|process| sheet.row(values(&columns, process, &found.facts)));
    app.print_sheet(&sheet)?;
    found.outcome(app)
}

/// What the shell says of a program that cannot be started, and its codes.
fn started(program: &OsString, error: io::Error) -> Failure {
    crate::failure::say(&format!("{}: {error}", safe(program)));
    Failure::Code(if error.kind() == io::ErrorKind::NotFound { 127 } else { 126 })
}
