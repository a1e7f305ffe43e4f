//! One file a subcommand: its arguments, its help, what it does.

pub(crate) mod df;
pub(crate) mod free;
pub(crate) mod kill;
pub(crate) mod netstat;
pub(crate) mod overview;
pub(crate) mod ps;
pub(crate) mod top;
pub(crate) mod uptime;
