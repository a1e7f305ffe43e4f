//! `cargo xtask fuzz`: every decoder on bytes that libFuzzer makes, starting from the captured files.
//!
//! The targets are built with the stable compiler, whose coverage instrumentation libFuzzer asks for by flags; the
//! sanitizers, which are not stable, are left out. Where they can be had, `cargo fuzz run TARGET` uses them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command::{cargo, output, run as run_command};
use crate::project::Result;
use crate::tools::{self, FUZZ};

/// Run every decoder on made bytes
#[derive(clap::Args)]
pub(crate) struct Args {
    /// For how long each runs, in seconds
    #[arg(default_value_t = 10)]
    pub(crate) seconds: u64,
    /// Only these targets; all if none is named
    pub(crate) targets: Vec<String>,
}

const FOLDER: &str = "target/fuzz";

/// What tells libFuzzer which branches were taken and what was compared.
const INSTRUMENTATION: &str = "--cfg=fuzzing -Ccodegen-units=1 -Cpasses=sancov-module \
    -Cllvm-args=-sanitizer-coverage-level=4 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
    -Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares";

pub(crate) fn run(args: &Args) -> Result {
    tools::install(FUZZ)?;
    let names = if args.targets.is_empty() { all_targets()? } else { args.targets.clone() };
    // Named, so that build scripts and macros, which run here, are not instrumented.
    let host = output(Command::new("rustc").args(["--print", "host-tuple"]))?;
    let mut build = cargo(&["build", "--manifest-path", "fuzz/Cargo.toml", "--release", "--bins"]);
    build.args(["--target", host.trim(), "--target-dir", FOLDER]);
    run_command(build.env("RUSTFLAGS", INSTRUMENTATION))?;
    let binaries = Path::new(FOLDER).join(host.trim()).join("release");
    for name in &names {
        println!("{name}: {} runs", fuzz(name, &binaries.join(name), args.seconds)?);
    }
    Ok(())
}

/// The names of the targets: their files are all that makes them one.
fn all_targets() -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir("fuzz/src/bin")? {
        let path = entry?.path();
        names.extend(path.file_stem().map(|name| name.to_string_lossy().into_owned()));
    }
    names.sort();
    Ok(names)
}

/// Runs a target, and says how often it was called.
fn fuzz(name: &str, binary: &Path, seconds: u64) -> Result<u64> {
    let corpus = Path::new(FOLDER).join("corpus").join(name);
    let crashes = format!("{FOLDER}/crashes/{name}-");
    fs::create_dir_all(&corpus)?;
    fs::create_dir_all(format!("{FOLDER}/crashes"))?;
    let mut command = Command::new(binary);
    command.args([format!("-max_total_time={seconds}"), format!("-artifact_prefix={crashes}")]);
    command.args(["-print_final_stats=1", "-timeout=100", "-rss_limit_mb=2048"]);
    let out = command.arg(&corpus).args(captures()?).output()?;
    let said = String::from_utf8_lossy(&out.stderr);
    let runs = said.lines().find_map(|line| line.strip_prefix("stat::number_of_executed_units:"));
    match runs.and_then(|runs| runs.trim().parse().ok()) {
        Some(runs) if out.status.success() && runs > 0 => Ok(runs),
        _ => Err(format!("{said}\n{name}: {}; what made it fail is at {crashes}*", out.status).into()),
    }
}

/// The folders of captured files, which the targets start from.
fn captures() -> Result<Vec<PathBuf>> {
    fs::read_dir("crates/decode/tests/fixtures")?.map(|entry| Ok(entry?.path())).collect()
}
