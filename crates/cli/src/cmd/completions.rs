//! `sysproc completions`: what a shell completes.

use clap_complete::Shell;

use crate::app::App;
use crate::failure::Outcome;
use crate::wording;

pub(crate) const HELP: &str = "\
Examples:
  sysproc completions bash > /etc/bash_completion.d/sysproc
  sysproc completions zsh > ~/.zfunc/_sysproc
  sysproc completions fish > ~/.config/fish/completions/sysproc.fish
  sysproc completions powershell >> $PROFILE
";

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The shell to print them for
    shell: Shell,
}

pub(crate) fn run(args: &Args, app: &mut App) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut wording::command(), "sysproc", &mut script);
    app.print_bytes(&script)
}
