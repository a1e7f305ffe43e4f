//! `sysproc man`: manual pages.

use clap_mangen::Man;

use crate::app::App;
use crate::failure::{Failure, Outcome};
use crate::nearest::hint;
use crate::wording;

pub(crate) const HELP: &str = "\
Examples:
  sysproc man | man -l -
  sysproc man kill | man -l -
  sysproc man ps > /usr/local/share/man/man1/sysproc-ps.1
";

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The subcommand to print the page of; the page of the whole command without it
    subcommand: Option<String>,
}

pub(crate) fn run(args: &Args, app: &mut App) -> Outcome {
    let mut root = wording::command();
    // So that global options and names are in each page.
    root.build();
    let page = match &args.subcommand {
        None => root,
        Some(name) => {
            let found = root.find_subcommand(name).cloned();
            let names = || root.get_subcommands().map(clap::Command::get_name);
            found.ok_or_else(|| Failure::Usage(format!("no subcommand is called {name:?}{}", hint(name, names()))))?
        }
    };
    let mut text = Vec::new();
    Man::new(page).render(&mut text)?;
    app.print_bytes(&text)
}
