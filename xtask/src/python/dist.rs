//! `cargo xtask dist`: what would be published, in `target/dist`: source distributions, and wheels for many Linux systems and
//! for Windows.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use super::venv::Venv;
use crate::command::run as run_command;
use crate::cross;
use crate::project::{Result, root};
use crate::tools::{self, COMPILER, WINDOWS};

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

/// The wheel for Windows is one for all of them.
const FOR_WINDOWS: &str = "x86_64-pc-windows-gnu";

/// What a wheel is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Python {
    /// Every one from 3.9 on, by the interface that they share.
    Any,
    /// The free-threaded one, which does not have that.
    FreeThreaded,
}

/// What the build has to know of a Python that need not be here.
const FREE_THREADED: &str = "implementation=CPython\nversion=3.14\nshared=true\npointer_width=64\n\
    build_flags=Py_GIL_DISABLED\nsuppress_build_script_link_lines=false\n";

const FOLDER: &str = "target/dist";

pub(crate) fn run(args: &Args) -> Result {
    let is_known = |asked: &String| asked == FOR_WINDOWS || WHEELS.iter().any(|(target, _)| target == asked);
    if let Some(unknown) = args.targets.iter().find(|asked| !is_known(asked)) {
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
    let is_asked = |target: &str| args.targets.is_empty() || args.targets.iter().any(|asked| asked == target);
    for (target, compatibility) in WHEELS.into_iter().filter(|(target, _)| is_asked(target)) {
        for python in [Python::Any, Python::FreeThreaded] {
            wheel(&venv, target, compatibility, python)?;
        }
    }
    if is_asked(FOR_WINDOWS) {
        windows_wheel(&venv)?;
    }
    if is_asked(&own_target()) { check() } else { Ok(()) }
}

/// The target of this machine.
fn own_target() -> String {
    format!("{}-unknown-linux-gnu", env::consts::ARCH)
}

/// zig links with the old C library, or with musl. Of the host's own target the toolchain has the standard library; of the
/// others it is built, and without the start files that clash with zig's.
fn wheel(venv: &Venv, target: &str, compatibility: &str, python: Python) -> Result {
    let mut command = maturin(venv)?;
    command.args(["build", "--release", "--zig", "--target", target, "--compatibility", compatibility]);
    command.args(["--out", "../target/dist"]);
    if python == Python::FreeThreaded {
        let config = root().join("target/python/free-threaded.txt");
        std::fs::write(&config, FREE_THREADED)?;
        command.args(["--interpreter", "python3.14t"]).env("PYO3_CONFIG_FILE", config);
    }
    if target != own_target() {
        cross::setup::run()?;
        cross::with_built_std(&mut command, "std,panic_unwind");
        let flags = format!("CARGO_TARGET_{}_RUSTFLAGS", target.replace('-', "_").to_uppercase());
        if target.ends_with("musl") {
            command.env(flags, "-Clink-self-contained=no -Ctarget-feature=-crt-static");
        }
    }
    if target.ends_with("gnu") {
        let folder = unwinder(venv, target)?;
        command.arg("--").arg("-L").arg(format!("native={}", folder.display()));
        command.args(["-l", "dylib:+verbatim=libgcc_s.so.1"]);
    }
    run_command(&mut command)
}

/// mingw links, by names alone: neither a Windows nor its Python is needed.
fn windows_wheel(venv: &Venv) -> Result {
    tools::install(COMPILER)?;
    tools::install(WINDOWS)?;
    let mut command = maturin(venv)?;
    command.args(["build", "--release", "--target", FOR_WINDOWS, "--out", "../target/dist"]);
    run_command(cross::with_built_std(&mut command, "std,panic_unwind"))
}

/// The functions of libgcc_s that Rust's standard library calls.
const UNWINDER: [&str; 14] = [
    "_Unwind_Backtrace",
    "_Unwind_DeleteException",
    "_Unwind_FindEnclosingFunction",
    "_Unwind_GetCFA",
    "_Unwind_GetDataRelBase",
    "_Unwind_GetIP",
    "_Unwind_GetIPInfo",
    "_Unwind_GetLanguageSpecificData",
    "_Unwind_GetRegionStart",
    "_Unwind_GetTextRelBase",
    "_Unwind_RaiseException",
    "_Unwind_Resume",
    "_Unwind_SetGR",
    "_Unwind_SetIP",
];

/// A folder with a library to link with in the place of libgcc_s, which is on every machine with glibc. zig would put an
/// unwinder of its own into the extension: then a thread that glibc ends, as Python ends those that still run at its exit,
/// is unwound by two that do not know each other, and crashes.
fn unwinder(venv: &Venv, target: &str) -> Result<PathBuf> {
    let folder = root().join("target/python/unwinder").join(target);
    std::fs::create_dir_all(&folder)?;
    let source = folder.join("unwinder.c");
    std::fs::write(&source, UNWINDER.map(|name| format!("void {name}(void) {{}}\n")).concat())?;
    let mut compile = Command::new(venv.python());
    compile.args(["-m", "ziglang", "cc", "-target", &target.replace("-unknown", "")]);
    compile.args(["-shared", "-nostdlib", "-Wl,-soname=libgcc_s.so.1", "-o"]);
    run_command(compile.arg(folder.join("libgcc_s.so.1")).arg(source))?;
    Ok(folder)
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

/// A program that ends while a thread is inside a call.
const EXIT: &str = "import sysproc, threading, time
child = sysproc.Popen(['sleep', '0.5'])
threading.Thread(target=child.wait, daemon=True).start()
threading.Thread(target=lambda: [list(sysproc.process_iter(['name'])) for _ in range(10**6)], daemon=True).start()
time.sleep(0.1)";

/// The wheel for this machine and the shim are all that a clean environment needs.
fn check() -> Result {
    let venv = Venv::anew("installed")?;
    let install = ["--no-index", "--find-links", FOLDER, "sysproc", "psutil"];
    venv.install(&install)?;
    run_command(Command::new(venv.python()).current_dir("/").args(["-c", "import psutil; print(psutil.Process())"]))?;
    run_command(Command::new(venv.python()).current_dir("/").args(["-c", EXIT]))
}
