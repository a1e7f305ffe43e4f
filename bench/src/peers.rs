//! The contenders that are programs of their own: how each is built or installed.
//!
//! Each is made below the target directory, where it is not yet there, when the first work asks for it. One that cannot be
//! had, since there is no network or no Python, takes no part, and the report says why.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::rc::Rc;

use crate::Result;
use crate::contender::peer::{Peer, Program};
use crate::contender::table::Table;
use crate::contender::{Contender, FLOOR, OURS};

/// Our package in Python.
pub(crate) const PYTHON: &str = "sysproc-python";
/// Python's psutil.
pub(crate) const PSUTIL: &str = "psutil";
/// A Python that imports neither.
pub(crate) const BARE_PYTHON: &str = FLOOR;
/// The crate psutil, by the quickest that it makes public.
pub(crate) const RUST_PSUTIL: &str = "rust-psutil";
/// The same by the methods of its `Process`.
pub(crate) const RUST_PSUTIL_METHODS: &str = "rust-psutil-methods";
/// Our command.
pub(crate) const COMMAND: &str = OURS;
/// The program ps of this machine.
pub(crate) const PS: &str = "ps";
/// The program procs.
pub(crate) const PROCS: &str = "procs";

/// The columns of `ps aux`, as we and as procs call them.
const OUR_COLUMNS: &str = "user,pid,cpu,mem,vms,rss,tty,state,start,time,command";
const PROCS_COLUMNS: [&str; 11] =
    ["User", "Pid", "UsageCpu", "UsageMem", "VmSize", "VmRss", "Tty", "State", "StartTime", "CpuTime", "Command"];

const PSUTIL_VERSION: &str = "7.2.2";
const PROCS_VERSION: &str = "0.14.12";

/// Those that were made.
pub(crate) struct Peers {
    /// Where they are made; `None` where there are to be none.
    place: Option<PathBuf>,
    made: RefCell<BTreeMap<&'static str, Rc<Program>>>,
}

impl Peers {
    /// None at all.
    pub(crate) fn none() -> Self {
        Self { place: None, made: RefCell::default() }
    }

    /// Those that works ask for.
    pub(crate) fn as_asked_for() -> Result<Self> {
        let place = target_directory()?.join("bench-peers");
        std::fs::create_dir_all(&place)?;
        Ok(Self { place: Some(place), made: RefCell::default() })
    }

    /// One of them, for a work about a process.
    pub(crate) fn get(&self, name: &'static str, work: &'static str, pid: u32) -> Option<Box<dyn Contender>> {
        let program = self.program(name)?;
        Some(match name {
            COMMAND => Table::boxed(&program, &["ps", "-o", OUR_COLUMNS]),
            PS => Table::boxed(&program, &["aux"]),
            PROCS => Table::boxed(&program, &["--pager=disable", "--color=disable"]),
            _ => Box::new(Peer::new(&program, work, pid)),
        })
    }

    /// The program of one of them.
    pub(crate) fn program(&self, name: &'static str) -> Option<Rc<Program>> {
        let place = self.place.as_ref()?;
        Some(self.made.borrow_mut().entry(name).or_insert_with(|| Rc::new(make(name, place))).clone())
    }

    /// What each measures, in words.
    pub(crate) fn versions(&self) -> Vec<String> {
        let made = self.made.borrow();
        let mut versions: Vec<String> = made.values().filter_map(|program| program.version().ok()).collect();
        versions.dedup();
        versions
    }
}

fn make(name: &'static str, place: &Path) -> Program {
    eprintln!("bench: preparing {name} in {}", place.display());
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("peers");
    let in_python = |python: Result<PathBuf>, module: &str| {
        Ok(vec![python?.into(), sources.join("python/peer.py").into(), module.into()])
    };
    let command = match name {
        PYTHON => in_python(our_python(place), "sysproc"),
        PSUTIL => in_python(python_psutil(place), "psutil"),
        BARE_PYTHON => in_python(python_psutil(place), "builtins"),
        RUST_PSUTIL => rust_psutil(&sources, place).map(|program| vec![program]),
        RUST_PSUTIL_METHODS => rust_psutil(&sources, place).map(|program| vec![program, "methods".into()]),
        COMMAND => our_command().map(|program| vec![program.into()]),
        PROCS => procs(place),
        _ => Ok(vec![name.into()]),
    };
    // Python is compared with Python.
    Program::new(name, if name == PSUTIL { PYTHON } else { OURS }, command)
}

/// Where cargo put this program, and puts other things.
fn target_directory() -> Result<PathBuf> {
    let this = std::env::current_exe()?;
    Ok(this.ancestors().nth(2).ok_or("this program is not in a target directory")?.to_owned())
}

/// Our command, built as this program was.
pub(crate) fn our_command() -> Result<PathBuf> {
    let mut build = cargo("build");
    build.args(["--package", "sysproc-cli"]);
    if !cfg!(debug_assertions) {
        build.arg("--release");
    }
    succeed(&mut build)?;
    Ok(std::env::current_exe()?.with_file_name("sysproc"))
}

/// The crate psutil: in a package with dependencies of its own, since it asks for versions that exclude ours.
fn rust_psutil(sources: &Path, place: &Path) -> Result<OsString> {
    let target = place.join("rust-psutil");
    let manifest = sources.join("rust-psutil/Cargo.toml");
    let mut build = cargo("build");
    succeed(build.args(["--release", "--locked", "--manifest-path"]).arg(manifest).arg("--target-dir").arg(&target))?;
    Ok(target.join("release/rust-psutil").into())
}

/// The program procs with the columns of `ps aux`.
fn procs(place: &Path) -> Result<Vec<OsString>> {
    let root = place.join("procs");
    let mut install = cargo("install");
    succeed(install.args(["procs", "--locked", "--version", PROCS_VERSION, "--root"]).arg(&root))?;
    let config = root.join("columns.toml");
    std::fs::write(&config, PROCS_COLUMNS.map(|kind| format!("[[columns]]\nkind = \"{kind}\"\n")).concat())?;
    Ok(vec![root.join("bin/procs").into(), "--load-config".into(), config.into()])
}

fn cargo(what: &str) -> Command {
    let mut command = Command::new("cargo");
    command.args([what, "--quiet"]).current_dir(env!("CARGO_MANIFEST_DIR"));
    command
}

/// A Python with psutil.
fn python_psutil(place: &Path) -> Result<PathBuf> {
    let python = environment(&place.join("python"))?;
    succeed(pip(&python).arg(format!("psutil=={PSUTIL_VERSION}")))?;
    Ok(python)
}

/// A Python with our package, as it is now.
fn our_python(place: &Path) -> Result<PathBuf> {
    let python = environment(&place.join("sysproc-python"))?;
    succeed(pip(&python).arg("maturin>=1.9,<2"))?;
    let package = Path::new(env!("CARGO_MANIFEST_DIR")).join("../python");
    let mut install = pip(&python);
    install.args(["--no-build-isolation", "--no-deps", "--force-reinstall"]).arg(package);
    // Maturin is a program that the build looks for.
    let mut path = python.parent().map_or_else(OsString::new, |bin| bin.into());
    path.push(":");
    path.push(std::env::var_os("PATH").unwrap_or_default());
    succeed(install.env("PATH", path).env("CARGO_TARGET_DIR", place.join("sysproc-python/target")))?;
    Ok(python)
}

/// The interpreter of a virtual environment, which is made where it is not there.
fn environment(at: &Path) -> Result<PathBuf> {
    let python = at.join("bin/python");
    if !python.exists() {
        succeed(Command::new("python3").args(["-m", "venv", "--clear"]).arg(at))?;
    }
    Ok(python)
}

fn pip(python: &Path) -> Command {
    let mut pip = Command::new(python);
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
    pip
}

/// Runs a command to its end; its error output is the error.
fn succeed(command: &mut Command) -> Result<()> {
    let output = command.stdin(Stdio::null()).output()?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let last = said.lines().last().unwrap_or_default();
        return Err(format!("{}: {}: {last}", command.get_program().display(), output.status).into());
    }
    Ok(())
}
