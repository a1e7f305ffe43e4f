//! `cargo xtask cross check`: the library type-checks on every system that it is written for, so that no word of one
//! system leaks into what all share.

use std::process::Command;

use super::with_built_std;
use crate::command::run as run_command;
use crate::project::Result;
use crate::tools::{self, COMPILER};

/// One target for each system and kind of machine.
const TARGETS: [&str; 8] = [
    "x86_64-pc-windows-gnu",
    "x86_64-apple-darwin",
    "aarch64-apple-darwin",
    "x86_64-unknown-freebsd",
    "x86_64-unknown-openbsd",
    "x86_64-unknown-netbsd",
    "x86_64-unknown-illumos",
    "x86_64-pc-solaris",
];

/// Checks for these targets, or for all if none is named. Lints come from the compiler's own clippy: the host's refuses a
/// standard library that another compiler has built.
pub(crate) fn run(targets: &[String]) -> Result {
    tools::install(COMPILER)?;
    let targets: Vec<&str> =
        if targets.is_empty() { TARGETS.to_vec() } else { targets.iter().map(String::as_str).collect() };
    let mut command = Command::new("/usr/bin/cargo-clippy");
    command.args(["clippy", "--package", "sysproc", "--package", "sysproc-decode", "--all-features", "--lib"]);
    for target in targets {
        command.args(["--target", target]);
    }
    with_built_std(command.args(["--target-dir", "target/cross"]));
    run_command(command.args(["--", "-D", "warnings"]))
}
