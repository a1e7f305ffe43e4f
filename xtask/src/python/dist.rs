//! `cargo xtask dist`: what would be published, in `target/dist`: source distributions, and wheels for many Linux systems.

use std::env;
use std::process::Command;

use super::venv::Venv;
use crate::command::run as run_command;
use crate::cross;
use crate::project::{Result, root};

/// Build the distributions of the Python package
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Only the wheels for these targets; all if none is named
    targets: Vec<String>,
}

const PACKAGES: &[&str] = &["maturin==1.16.0", "ziglang==0.17.1"];

/// What a wheel runs on: the target, and the oldest C library as the package index names it.
const WHEELS: [(&str, &str); 4] = [
    ("x86_64-unknown-linux-gnu", "manylinux2014"),
    ("aarch64-unknown-linux-gnu", "manylinux2014"),
    ("x86_64-unknown-linux-musl", "musllinux_1_2"),
    ("aarch64-unknown-linux-musl", "musllinux_1_2"),
];

const FOLDER: &str = "target/dist";

pub(crate) fn run(args: &Args) -> Result {
    if let Some(unknown) = args.targets.iter().find(|asked| WHEELS.iter().all(|(target, _)| target != asked)) {
        return Err(format!("no wheels are made for {unknown}").into());
    }
    let folder = root().join(FOLDER);
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    let venv = Venv::with("dist", PACKAGES)?;
    run_command(maturin(&venv)?.args(["sdist", "--out", "../target/dist"]))?;
    run_command(venv.program("pip").args([
        "wheel",
        "--quiet",
        "--no-deps",
        "--wheel-dir",
        FOLDER,
        "./python/psutil-shim",
    ]))?;
    for (target, compatibility) in WHEELS {
        if args.targets.is_empty() || args.targets.iter().any(|asked| asked == target) {
            wheel(&venv, target, compatibility)?;
        }
    }
    check()
}

/// zig links with the old C library, or with musl. Of the host's own target the toolchain has the standard library; of the
/// others it is built, and without the start files that clash with zig's.
fn wheel(venv: &Venv, target: &str, compatibility: &str) -> Result {
    let mut command = maturin(venv)?;
    command.args(["build", "--release", "--zig", "--target", target, "--compatibility", compatibility]);
    command.args(["--out", "../target/dist"]);
    if !target.starts_with(&format!("{}-unknown-linux-gnu", env::consts::ARCH)) {
        cross::setup::run()?;
        cross::with_built_std(&mut command, "std,panic_unwind");
        let flags = format!("CARGO_TARGET_{}_RUSTFLAGS", target.replace('-', "_").to_uppercase());
        if target.ends_with("musl") {
            command.env(flags, "-Clink-self-contained=no -Ctarget-feature=-crt-static");
        }
    }
    run_command(&mut command)
}

/// maturin, to which zig is known.
fn maturin(venv: &Venv) -> Result<Command> {
    let path = env::var_os("PATH").unwrap_or_default();
    let programs = venv.programs();
    let mut command = venv.program("maturin");
    command
        .current_dir("python")
        .env("PATH", env::join_paths(std::iter::once(programs).chain(env::split_paths(&path)))?);
    Ok(command)
}

/// The wheel for this machine and the shim are all that a clean environment needs.
fn check() -> Result {
    let venv = Venv::anew("installed")?;
    let install = ["--no-index", "--find-links", FOLDER, "sysproc", "psutil"];
    venv.install(&install)?;
    run_command(Command::new(venv.python()).current_dir("/").args(["-c", "import psutil; print(psutil.Process())"]))
}
