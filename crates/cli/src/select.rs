//! Which processes a subcommand is about: the one place that decides it.

use std::collections::HashSet;

use sysproc::process::{Fields, Snapshot};
use sysproc::{Pid, Process, System};

use crate::failure::Outcome;

/// What a process must be to be listed: one of each kind that is given.
#[derive(Debug, Default, clap::Args)]
#[command(next_help_heading = "Selection (of several kinds, all must hold)")]
pub(crate) struct Filter {
    /// Only processes of these users, by name or number
    #[arg(short, long, value_name = "USER,...", value_delimiter = ',')]
    user: Vec<String>,
    /// Only processes whose name contains one of these
    #[arg(short, long, value_name = "TEXT,...", value_delimiter = ',')]
    name: Vec<String>,
    /// Only these processes
    #[arg(short, long, value_name = "PID,...", value_delimiter = ',')]
    pid: Vec<Pid>,
}

impl Filter {
    /// Whether everything passes.
    pub(crate) fn is_empty(&self) -> bool {
        self.user.is_empty() && self.name.is_empty() && self.pid.is_empty()
    }

    /// What must be known of a process to decide.
    pub(crate) fn fields(&self) -> Fields {
        let mut fields = Fields::empty();
        if !self.user.is_empty() {
            fields |= Fields::USERNAME | Fields::UIDS;
        }
        if !self.name.is_empty() {
            fields |= Fields::NAME;
        }
        fields
    }

    pub(crate) fn matches(&self, process: &Snapshot) -> bool {
        let is_of = |user: &String| {
            process.username.value().is_some_and(|name| name == user.as_str())
                || process.uids.value().is_some_and(|ids| Ok(ids.real) == user.parse())
        };
        let is_called = |text: &String| {
            // What is not UTF-8 in the name cannot be in the argument either.
            process.name.value().is_some_and(|name| name.to_string_lossy().contains(text.as_str()))
        };
        (self.user.is_empty() || self.user.iter().any(is_of))
            && (self.name.is_empty() || self.name.iter().any(is_called))
            && (self.pid.is_empty() || self.pid.contains(&process.pid))
    }
}

/// A process to act on, as the user names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    Pid(Pid),
    /// The exact name.
    Name(String),
}

impl Target {
    /// A number is a pid, everything else a name.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        match text.parse() {
            Ok(pid) => Ok(Self::Pid(pid)),
            Err(_) if text.is_empty() => Err("a process is named by its pid or its name, not by nothing".into()),
            Err(_) if text.bytes().all(|byte| byte.is_ascii_digit()) => Err(format!("{text} is too large for a pid")),
            Err(_) => Ok(Self::Name(text.into())),
        }
    }
}

/// The processes that the targets mean, each once, and what to say of targets that mean none. The command itself is
/// never meant by a name.
pub(crate) fn resolve(system: &System, targets: &[Target]) -> Outcome<(Vec<Process>, Vec<String>)> {
    let by_name = targets.iter().any(|target| matches!(target, Target::Name(_)));
    let named = if by_name { system.processes(Fields::NAME)?.snapshots } else { Vec::new() };
    let (mut found, mut complaints, mut seen) = (Vec::new(), Vec::new(), HashSet::new());
    for target in targets {
        let meant: Vec<Process> = match target {
            Target::Pid(pid) => match system.process(*pid) {
                Ok(process) => vec![process],
                Err(error) => {
                    complaints.push(error.to_string());
                    continue;
                }
            },
            Target::Name(name) => {
                let is_called = |s: &&Snapshot| s.name.value().is_some_and(|n| n == name.as_str());
                let others = named.iter().filter(|s| s.pid != std::process::id());
                others.filter(is_called).map(|s| s.process(system)).collect()
            }
        };
        if let (true, Target::Name(name)) = (meant.is_empty(), target) {
            complaints.push(format!("no process is called {name:?}"));
        }
        found.extend(meant.into_iter().filter(|process| seen.insert(process.clone())));
    }
    Ok((found, complaints))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_a_number_is_never_a_name() {
        assert_eq!(Target::parse("4711"), Ok(Target::Pid(4711)));
        assert_eq!(Target::parse("nginx"), Ok(Target::Name("nginx".into())));
        assert!(Target::parse("99999999999").is_err());
        assert!(Target::parse("").is_err());
    }
}
