//! `cargo xtask cross test`: tests run as on machines of another word size or byte order.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use super::{setup, with_built_std};
use crate::command::{cargo, run as run_command};
use crate::project::Result;

/// A machine that is not this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Machine {
    /// 32-bit, with musl; runs on this kernel as it is: the library and the decoders
    I686,
    /// Big-endian, under qemu, which makes up a part of /proc: the decoders
    S390x,
}

pub(crate) fn run(machine: Machine) -> Result {
    let mut command = match machine {
        Machine::I686 => i686()?,
        Machine::S390x => s390x(),
    };
    // No documentation tests: their compiler would not find the standard library.
    run_command(with_built_std(command.args(["--all-features", "--lib", "--tests"])))
}

/// zig brings musl and links with it. Its own start files clash with those that rustc brings along.
fn i686() -> Result<Command> {
    let mut command = Command::new(setup::programs().join("cargo-zigbuild"));
    command.args(["test", "--package", "sysproc", "--package", "sysproc-decode"]);
    command.args(["--target", "i686-unknown-linux-musl", "--target-dir", "target/zig"]);
    command.env("CARGO_TARGET_I686_UNKNOWN_LINUX_MUSL_RUSTFLAGS", "-Clink-self-contained=no");
    command.env("PATH", env::join_paths(programs_first())?);
    Ok(command)
}

fn programs_first() -> Vec<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    std::iter::once(setup::programs()).chain(env::split_paths(&path)).collect()
}

fn s390x() -> Command {
    let mut command = cargo(&["test", "--package", "sysproc-decode"]);
    command.args(["--target", "s390x-unknown-linux-gnu", "--target-dir", "target/cross"]);
    command.env("CARGO_TARGET_S390X_UNKNOWN_LINUX_GNU_LINKER", "s390x-linux-gnu-gcc");
    command.env("CARGO_TARGET_S390X_UNKNOWN_LINUX_GNU_RUNNER", "qemu-s390x -L /usr/s390x-linux-gnu");
    command
}
