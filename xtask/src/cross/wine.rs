//! Windows programs on Linux: built by mingw, run by the Wine of a Debian that is newer than the host's, in a tree of its own.

use std::path::PathBuf;
use std::process::Command;

use crate::command::run as run_command;
use crate::project::{Result, read, root, tools_folder};
use crate::tools::{self, COMPILER, WINDOWS};

/// The release of Debian whose Wine is used: 10. That of the one before does not know enough of the calls.
const RELEASE: &str = "trixie";

/// Installs what builds and runs for Windows; does nothing where all is there.
pub(crate) fn setup() -> Result {
    tools::install(COMPILER)?;
    tools::install(WINDOWS)?;
    let ready = tools_folder().join("wine/ready");
    if ready.exists() {
        return Ok(());
    }
    if !tree().join("ready").exists() {
        make_tree()?;
    }
    run_command(runner().args(["wineboot", "--init"]))?;
    run_command(runner().args(["winecfg", "-v", "win10"]))?;
    Ok(std::fs::write(ready, "")?)
}

fn make_tree() -> Result {
    // One that was left half made cannot be gone on with.
    let _ = std::fs::remove_dir_all(tree());
    std::fs::create_dir_all(tree())?;
    let mut command = Command::new("debootstrap");
    run_command(command.args(["--variant=minbase", RELEASE]).arg(tree()).arg(mirror()?))?;
    std::fs::copy("/etc/resolv.conf", tree().join("etc/resolv.conf"))?;
    let install = "apt-get -q update && apt-get -q install -y --no-install-recommends wine wine64";
    run_command(Command::new("chroot").arg(tree()).args([
        "env",
        "DEBIAN_FRONTEND=noninteractive",
        "sh",
        "-c",
        install,
    ]))?;
    Ok(std::fs::write(tree().join("ready"), "")?)
}

/// Where the host has its packages from.
fn mirror() -> Result<String> {
    const SOURCES: &str = "/etc/apt/sources.list.d/debian.sources";
    let named = read(SOURCES)?.lines().find_map(|line| Some(line.strip_prefix("URIs: ")?.trim().to_owned()));
    named.ok_or_else(|| format!("{SOURCES} names no source of packages").into())
}

fn tree() -> PathBuf {
    tools_folder().join(RELEASE)
}

/// A command that runs the program named by its arguments.
pub(crate) fn runner() -> Command {
    with_runner_environment(Command::new(program()))
}

/// The program that cargo runs tests by.
pub(super) fn program() -> PathBuf {
    root().join("xtask/wine")
}

/// What that program needs to know.
pub(super) fn with_runner_environment(mut command: Command) -> Command {
    command.env("SYSPROC_WINE_TREE", tree()).env("SYSPROC_ROOT", root());
    command
}
