//! The options of `ps` that select: for what is asked for most, without an expression.

use sysproc::Pid;
use sysproc::process::{Fields, Snapshot};

/// What a process must be to be listed: one of each kind that is given.
#[derive(Debug, Default, clap::Args)]
#[command(next_help_heading = "Selection (of several kinds, all must hold)")]
pub(crate) struct Filter {
    /// Only processes of these users, by name or number
    #[arg(short, long, value_name = "USER,...", value_delimiter = ',')]
    user: Vec<String>,
    /// Only processes whose name contains one of these
    #[arg(long, value_name = "TEXT,...", value_delimiter = ',')]
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
