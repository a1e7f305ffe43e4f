//! `cargo xtask ci`: everything that must hold before a change lands. `.ci/run` calls it.

use crate::command::{cargo, run as run_command};
use crate::project::Result;
use crate::stages::Stages;
use crate::{cross, fuzz, msrv, python, rules, table, test};

/// For how long each fuzz target runs.
const FUZZ_SECONDS: u64 = 2;

pub(crate) fn run() -> Result {
    let mut stages = Stages::default();
    test::all(&mut stages);
    stages.run("format", || run_command(&mut cargo(&["fmt", "--all", "--check"])));
    stages.run("clippy", || {
        run_command(&mut cargo(&["clippy", "--workspace", "--all-targets", "--all-features", "--", "-D", "warnings"]))
    });
    python::checks(&mut stages);
    stages.run("documentation", || {
        let doc = ["doc", "--workspace", "--all-features", "--no-deps", "--document-private-items"];
        run_command(cargo(&doc).env("RUSTDOCFLAGS", "-D warnings"))
    });
    stages.run("bench", || run_command(&mut cargo(&["run", "--quiet", "--package", "sysproc-bench", "--", "--quick"])));
    stages.run("rules", rules::run);
    stages.run("support table", table::check);
    stages.run("oldest compiler", msrv::run);
    stages.run("fuzz", || fuzz::run(&fuzz::Args { seconds: FUZZ_SECONDS, targets: Vec::new() }));
    stages.run("other systems", || cross::check::run(&[]));
    stages.finish()
}
