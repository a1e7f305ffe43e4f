//! The programs that tests and checks call, the Debian packages that have them, and their installation.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use crate::command::{output, run};
use crate::project::Result;

/// A program by its name in `PATH`, or any file by its path, and the Debian package that has it.
pub(crate) struct Tool {
    pub(crate) file: &'static str,
    pub(crate) package: &'static str,
}

const fn tool(file: &'static str, package: &'static str) -> Tool {
    Tool { file, package }
}

/// What tests compare with, and what they are run by.
pub(crate) const TESTS: &[Tool] = &[
    tool("cc", "gcc"),
    tool("ps", "procps"),
    tool("free", "procps"),
    tool("pmap", "procps"),
    tool("vmstat", "procps"),
    tool("top", "procps"),
    tool("uptime", "procps"),
    tool("kill", "procps"),
    tool("pidof", "sysvinit-utils"),
    tool("lsof", "lsof"),
    tool("iostat", "sysstat"),
    tool("iotop", "iotop"),
    tool("netstat", "net-tools"),
    tool("ifconfig", "net-tools"),
    tool("tmux", "tmux"),
    tool("ip", "iproute2"),
    tool("ss", "iproute2"),
    tool("setpriv", "util-linux"),
    tool("unshare", "util-linux"),
    tool("prlimit", "util-linux"),
    tool("taskset", "util-linux"),
    tool("ionice", "util-linux"),
    tool("lscpu", "util-linux"),
    tool("python3", "python3"),
];

/// What shows a program as a terminal does.
pub(crate) const SCREENSHOT: &[Tool] = &[tool("tmux", "tmux")];

/// The programs that ours is compared with full screen, and what gives each its terminal.
pub(crate) const SCREENS: &[Tool] = &[tool("htop", "htop"), tool("btop", "btop"), tool("setsid", "util-linux")];

/// What makes the environments of the Python package. The second is for users who cannot see the first.
pub(crate) const PYTHON: &[Tool] = &[tool("python3", "python3"), tool("/usr/bin/python3", "python3")];

/// What builds fuzz targets: libFuzzer is written in C++.
pub(crate) const FUZZ: &[Tool] = &[tool("c++", "g++")];

/// What checks for other systems: a compiler that comes with the sources of its standard library.
pub(crate) const COMPILER: &[Tool] = &[
    tool("/usr/bin/rustc", "rustc-web"),
    tool("/usr/lib/rustlib/src/rust/library/Cargo.lock", "rust-web-src"),
    tool("/usr/bin/cargo-clippy", "rust-web-clippy"),
];

/// What builds and runs for other machines with Linux: an emulator, a linker, and a Python for zig.
pub(crate) const CROSS: &[Tool] = &[
    tool("qemu-s390x", "qemu-user"),
    tool("s390x-linux-gnu-gcc", "gcc-s390x-linux-gnu"),
    tool("/usr/s390x-linux-gnu/lib/libc.so.6", "libc6-dev-s390x-cross"),
    tool("python3", "python3"),
];

/// What builds for Windows, and makes the tree that Wine is in.
pub(crate) const WINDOWS: &[Tool] = &[
    tool("x86_64-w64-mingw32-gcc", "gcc-mingw-w64-x86-64"),
    tool("debootstrap", "debootstrap"),
    tool("unshare", "util-linux"),
];

/// What unpacks Debian's packages.
pub(crate) const DEBIAN: &[Tool] = &[tool("apt-get", "apt"), tool("dpkg-deb", "dpkg")];

/// Fails with the packages that have what is missing.
pub(crate) fn check(tools: &[Tool]) -> Result {
    let packages = missing(tools, is_there);
    if packages.is_empty() {
        return Ok(());
    }
    let packages = packages.into_iter().collect::<Vec<_>>().join(" ");
    Err(format!("missing tools; as root: apt-get install --no-install-recommends {packages}").into())
}

/// Installs what is missing if the caller may (root on Debian), else fails as [`check`].
pub(crate) fn install(tools: &[Tool]) -> Result {
    let packages = missing(tools, is_there);
    if !packages.is_empty() && is_root()? && is_there("apt-get") {
        run(apt_get().arg("update"))?;
        run(apt_get().args(["install", "-y", "--no-install-recommends"]).args(packages))?;
    }
    check(tools)
}

/// Debian's package manager, asking nothing.
pub(crate) fn apt_get() -> Command {
    let mut command = Command::new("apt-get");
    command.arg("-q").env("DEBIAN_FRONTEND", "noninteractive");
    command
}

/// Whether the caller is root.
pub(crate) fn is_root() -> Result<bool> {
    Ok(output(Command::new("id").arg("-u"))?.trim() == "0")
}

/// Whether a program is in `PATH`, or a file where it should be.
pub(crate) fn is_there(file: &str) -> bool {
    if file.starts_with('/') {
        return Path::new(file).exists();
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(file).is_file())
}

fn missing(tools: &[Tool], is_there: impl Fn(&str) -> bool) -> BTreeSet<&'static str> {
    tools.iter().filter(|tool| !is_there(tool.file)).map(|tool| tool.package).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_tool_is_a_failure_that_names_its_package() {
        let tools = [tool("sh", "dash"), tool("no-such-program", "lost"), tool("/no/such/file", "found")];
        let message = check(&tools).unwrap_err().to_string();
        assert!(message.ends_with("install --no-install-recommends found lost"), "{message}");
    }
}
