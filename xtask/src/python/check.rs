//! What must hold of the Python package besides its tests: format, lints, types.

use std::process::Command;

use super::venv::Venv;
use crate::command::{cargo, run as run_command};
use crate::project::Result;
use crate::stages::Stages;

const PACKAGES: &[&str] = &["ruff==0.17.6", "mypy==2.4.1", "pyright[nodejs]==1.1.414"];

/// All Python of the project.
const SOURCES: [&str; 3] = ["python", "conformance", "bench/peers/python"];

/// What is type-checked against the stubs of the package, as a program that imports it, for a system by the names that mypy
/// and pyright have for it.
const TYPED: [(&str, &str, [&str; 2]); 2] = [
    ("linux", "Linux", ["python/examples", "python/tests/typed/psutil_program.py"]),
    ("win32", "Windows", ["python/examples", "python/tests/typed/windows_program.py"]),
];

pub(crate) fn stages(stages: &mut Stages) {
    stages.run("python format", format);
    stages.run("python extension", extension);
    stages.run("python types", types);
}

fn format() -> Result {
    let venv = Venv::with("check", PACKAGES)?;
    run_command(venv.program("ruff").args(["format", "--check"]).args(SOURCES))?;
    run_command(venv.program("ruff").arg("check").args(SOURCES))
}

/// The Rust part is a workspace of its own.
fn extension() -> Result {
    run_command(in_python(&mut cargo(&["fmt", "--check"])))?;
    run_command(in_python(&mut cargo(&["clippy", "--all-targets", "--", "-D", "warnings"])))
}

fn in_python(command: &mut Command) -> &mut Command {
    command.current_dir("python")
}

/// What stubtest is told: the packages, and what it may find on any system and on this one.
pub(super) fn stubtest(system: &str) -> Vec<String> {
    let allowed = ["python/stubtest.allow".to_owned(), format!("python/stubtest-{system}.allow")];
    let allowed = allowed.into_iter().flat_map(|list| ["--allowlist".to_owned(), list]);
    ["sysproc", "psutil"].map(str::to_owned).into_iter().chain(allowed).collect()
}

/// The stubs say what the module has, and what is written after them is right.
fn types() -> Result {
    let venv = Venv::with("check", PACKAGES)?;
    venv.install_sysproc()?;
    run_command(venv.program("stubtest").args(stubtest("linux")))?;
    for (mypys, pyrights, programs) in TYPED {
        run_command(venv.program("mypy").args(["--strict", "--platform", mypys]).args(programs))?;
        let mut pyright = venv.program("pyright");
        pyright.arg("--pythonpath").arg(venv.python()).args(["--pythonplatform", pyrights]);
        run_command(pyright.args(programs))?;
    }
    Ok(())
}
