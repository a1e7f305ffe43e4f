//! `cargo xtask cross test`: tests run as on machines of another word size or byte order.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use super::{FOR_TESTS, setup, wine, with_built_std};
use crate::command::{cargo, run as run_command};
use crate::project::Result;
use crate::python;

/// A machine that is not this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Machine {
    /// 32-bit, with musl; runs on this kernel as it is: the library and the decoders
    I686,
    /// Big-endian, under qemu, which makes up a part of /proc: the decoders
    S390x,
    /// Windows, under Wine: the library and the command. The decoders are the same code on every host
    Windows,
    /// A Python for Windows, under Wine: the Python package. `which` is for pytest then
    WindowsPython,
}

/// Runs those tests that `which` says, in the words of cargo test; all if it says nothing.
pub(crate) fn run(machine: Machine, which: &[String]) -> Result {
    let mut command = match machine {
        Machine::WindowsPython => return python::test_windows(which),
        Machine::I686 => i686()?,
        Machine::S390x => s390x()?,
        Machine::Windows => windows()?,
    };
    command.arg("--all-features");
    match machine {
        _ if !which.is_empty() => {}
        // What is about no system in particular is tested on this one.
        Machine::Windows => drop(command.args(["--lib", "--test", "api", "--test", "sampler", "--test", "windows"])),
        // No documentation tests: their compiler would not find the standard library.
        _ => drop(command.args(["--lib", "--tests"])),
    }
    // What comes after the first word that is no option goes to the tests, so this must come before.
    run_command(with_built_std(&mut command, FOR_TESTS).args(which))
}

/// zig brings musl and links with it. Its own start files clash with those that rustc brings along.
fn i686() -> Result<Command> {
    setup::run()?;
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

fn s390x() -> Result<Command> {
    setup::run()?;
    let mut command = cargo(&["test", "--package", "sysproc-decode"]);
    command.args(["--target", "s390x-unknown-linux-gnu", "--target-dir", "target/cross"]);
    command.env("CARGO_TARGET_S390X_UNKNOWN_LINUX_GNU_LINKER", "s390x-linux-gnu-gcc");
    command.env("CARGO_TARGET_S390X_UNKNOWN_LINUX_GNU_RUNNER", "qemu-s390x -L /usr/s390x-linux-gnu");
    Ok(command)
}

fn windows() -> Result<Command> {
    wine::setup()?;
    let mut command =
        wine::with_runner_environment(cargo(&["test", "--package", "sysproc", "--package", "sysproc-cli"]));
    command.args(["--target", "x86_64-pc-windows-gnu", "--target-dir", "target/cross"]);
    command.env("CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUNNER", wine::program());
    // mingw takes longer to link what debuggers want to know than all else takes together.
    command.env("CARGO_PROFILE_DEV_DEBUG", "none");
    Ok(command)
}
