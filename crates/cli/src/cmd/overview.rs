//! `sysproc`: the overview of the machine.

mod draw;
mod gather;
mod written;

use crate::app::App;
use crate::failure::{Failure, Outcome};

pub(crate) const HELP: &str = "\
The overview watches the machine for a quarter of a second, so its CPU use and rates are of now. It leaves itself out \
of the busiest processes. In a container whose control group limits something, Limits says how much of what; memory there \
is without cache that is given back first.

Exit code: 0, or 1 for a failure, 2 for wrong usage.

Examples:
  sysproc                              the overview
  sysproc ps --sort -rss --tree
  sysproc netstat --listening
  sysproc kill -s HUP nginx
  sysproc --json | jq .memory.available
  sysproc --root /srv/capture ps       what a captured /proc says
";

pub(crate) fn run(app: &mut App) -> Outcome {
    let overview = gather::gather(app);
    if app.is_json() {
        app.print_json(&written::Written::new(&overview))?;
    } else {
        let lines = draw::draw(app, &overview);
        app.print(&lines)?;
    }
    // Why there is nothing was noted for each part.
    if overview.knows_nothing() { Err(Failure::Noted) } else { Ok(()) }
}
