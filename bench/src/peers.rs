//! Builds or installs the peers that are programs of their own.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::Result;
use crate::contender::Contender;
use crate::contender::peer::{Peer, Program};

/// The peers that are programs of their own, ready to be started.
pub(crate) struct Peers {
    programs: Vec<Program>,
}

impl Peers {
    /// No peers at all.
    pub(crate) fn none() -> Self {
        Self { programs: Vec::new() }
    }

    /// Makes them, below the target directory, where they are not yet there. One that cannot be had, since there is no
    /// network or no Python, takes no part, and the report says why.
    pub(crate) fn prepare() -> Result<Self> {
        let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("peers");
        let made = target_directory()?.join("bench-peers");
        std::fs::create_dir_all(&made)?;
        eprintln!("bench: preparing the peers in {}", made.display());
        let programs = vec![
            Program::new("rust-psutil", rust_psutil(&sources, &made)),
            Program::new("psutil", python_psutil(&sources, &made)),
        ];
        Ok(Self { programs })
    }

    /// All of them, for a work that they know by this name.
    pub(crate) fn all(&self, work: &'static str) -> impl Iterator<Item = Box<dyn Contender>> {
        self.programs.iter().map(move |program| Peer::boxed(program, program.name(), work))
    }

    /// One of them for another work, and so under another name.
    pub(crate) fn one(&self, peer: &str, name: &'static str, work: &'static str) -> Option<Box<dyn Contender>> {
        let program = self.programs.iter().find(|program| program.name() == peer)?;
        Some(Peer::boxed(program, name, work))
    }

    /// What each measures, in words.
    pub(crate) fn versions(&self) -> impl Iterator<Item = String> {
        self.programs.iter().filter_map(|program| program.version().ok())
    }
}

/// Where cargo put this program, and puts other things.
fn target_directory() -> Result<PathBuf> {
    let this = std::env::current_exe()?;
    Ok(this.ancestors().nth(2).ok_or("this program is not in a target directory")?.to_owned())
}

/// The crate psutil: in a package with dependencies of its own, since it asks for versions that exclude ours.
fn rust_psutil(sources: &Path, made: &Path) -> Result<Vec<OsString>> {
    let target = made.join("rust-psutil");
    succeed(
        Command::new("cargo")
            .args(["build", "--release", "--locked", "--quiet", "--manifest-path"])
            .arg(sources.join("rust-psutil/Cargo.toml"))
            .arg("--target-dir")
            .arg(&target),
    )?;
    Ok(vec![target.join("release/rust-psutil").into()])
}

/// Python's psutil: in a virtual environment.
fn python_psutil(sources: &Path, made: &Path) -> Result<Vec<OsString>> {
    let environment = made.join("python");
    let python = environment.join("bin/python");
    let is_there =
        || succeed(Command::new(&python).args(["-c", "import psutil; assert psutil.__version__ == '7.2.2'"]));
    if is_there().is_err() {
        succeed(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&environment))?;
        succeed(Command::new(&python).args(["-m", "pip", "install", "--quiet", "psutil==7.2.2"]))?;
        is_there()?;
    }
    Ok(vec![python.into(), sources.join("python/peer.py").into()])
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
