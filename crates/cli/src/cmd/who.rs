//! `sysproc who`: who is logged in.

use crate::app::App;
use crate::failure::Outcome;
use crate::render::Head;
use crate::sheet::{Sheet, seen};
use crate::updates::Updates;
use crate::value::Value;

pub(crate) const HELP: &str = "\
Examples:
  sysproc who
  sysproc who --json | jq -r '.users[].name' | sort -u
";

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    updates: Updates,
}

pub(crate) fn run(args: &Args, app: &mut App) -> Outcome {
    args.updates.each(app, |app| {
        let mut sheet = Sheet::new(
            "users",
            [
                seen("name", Head::left("USER")).name(),
                seen("terminal", Head::left("TTY")),
                seen("started", Head::right("SINCE")),
                seen("host", Head::left("FROM").shortest(10)),
                seen("pid", Head::right("PID").rank(1)),
            ],
        );
        for user in app.system.users()? {
            sheet.row([
                Value::Text(user.name),
                Value::or_unknown(user.terminal, Value::Text),
                Value::Instant(user.started),
                Value::or_unknown(user.host, Value::Text),
                Value::or_unknown(user.pid, |pid| Value::Count(pid.into())),
            ]);
        }
        app.print_sheet(&sheet).map(drop)
    })
}
