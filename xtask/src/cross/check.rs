//! `cargo xtask cross check`: the library type-checks on every system that it is written for, so that no word of one
//! system leaks into what all share; and so does the Python extension where a backend has been written.

use std::process::Command;

use super::{FOR_CHECKS, with_built_std};
use crate::command::run as run_command;
use crate::project::Result;
use crate::tools::{self, COMPILER};

/// Targets with a backend of their own: what it leaves unused is a fault. Of Windows there are what is tested,
/// what most people build for, and 32 bits.
const WRITTEN: [&str; 3] = ["x86_64-pc-windows-gnu", "x86_64-pc-windows-msvc", "i686-pc-windows-msvc"];

/// What the command and the Python extension are checked for: they are tested there too.
const WITH_FACES: &str = WRITTEN[0];
const FACES: [&str; 2] = ["crates/cli/Cargo.toml", "python/Cargo.toml"];

/// Targets with the backend `unsupported`, which has no use for much of what backends share.
const UNSUPPORTED: [&str; 7] = [
    "x86_64-apple-darwin",
    "aarch64-apple-darwin",
    "x86_64-unknown-freebsd",
    "x86_64-unknown-openbsd",
    "x86_64-unknown-netbsd",
    "x86_64-unknown-illumos",
    "x86_64-pc-solaris",
];

/// Checks for these targets, or for all if none is named.
pub(crate) fn run(targets: &[String]) -> Result {
    tools::install(COMPILER)?;
    let named = |target: &&str| targets.is_empty() || targets.iter().any(|named| named == target);
    if let Some(unknown) =
        targets.iter().find(|named| !WRITTEN.iter().chain(&UNSUPPORTED).any(|target| target == named))
    {
        return Err(
            format!("{unknown} is none of the targets: {}", [&WRITTEN[..], &UNSUPPORTED].concat().join(", ")).into()
        );
    }
    check(WRITTEN.into_iter().filter(named), &[])?;
    if named(&WITH_FACES) {
        FACES.into_iter().try_for_each(face)?;
    }
    check(UNSUPPORTED.into_iter().filter(named), &["-A", "dead_code"])
}

/// Checks what stands on the library.
fn face(manifest: &str) -> Result {
    let mut command = Command::new("/usr/bin/cargo-clippy");
    command.args(["clippy", "--manifest-path", manifest, "--target", WITH_FACES, "--target-dir", "target/cross"]);
    run_command(with_built_std(&mut command, FOR_CHECKS).args(["--", "-D", "warnings"]))
}

/// Lints come from the compiler's own clippy: the host's refuses a standard library that another compiler has built.
fn check<'a>(targets: impl Iterator<Item = &'a str>, lints: &[&str]) -> Result {
    let targets: Vec<_> = targets.flat_map(|target| ["--target", target]).collect();
    if targets.is_empty() {
        return Ok(());
    }
    let mut command = Command::new("/usr/bin/cargo-clippy");
    command.args(["clippy", "--package", "sysproc", "--package", "sysproc-decode", "--all-features", "--lib"]);
    with_built_std(command.args(targets).args(["--target-dir", "target/cross"]), FOR_CHECKS);
    run_command(command.args(["--", "-D", "warnings"]).args(lints))
}
