//! `cargo xtask msrv`: the library and the decoders compile with the oldest compiler that they promise.
//!
//! Clippy's `incompatible_msrv` is the first line of defence, but it knows the standard library only. Debian has the old
//! compiler beside its newer one; the two cannot be installed together, so it is unpacked below `target/tools`.

use std::path::Path;
use std::process::Command;

use crate::command::{cargo, run as run_command};
use crate::project::{Result, read, tools_folder};
use crate::tools::{self, DEBIAN, apt_get};

pub(crate) fn run() -> Result {
    let version = promised(&read("crates/sysproc/Cargo.toml")?)?;
    let tree = tools_folder().join(format!("rust-{version}"));
    if !tree.is_dir() {
        unpack(&version, &tree)?;
    }
    let libraries = tree.join(format!("usr/lib/{}-linux-gnu", std::env::consts::ARCH));
    let mut check = cargo(&["check", "--package", "sysproc", "--package", "sysproc-decode", "--all-features"]);
    check.args(["--target-dir", "target/msrv"]);
    run_command(check.env("RUSTC", tree.join("usr/bin/rustc")).env("LD_LIBRARY_PATH", libraries))
}

/// The `rust-version` of a manifest.
fn promised(manifest: &str) -> Result<String> {
    let value = manifest.lines().find_map(|line| line.strip_prefix("rust-version = "));
    Ok(value.ok_or("the library's manifest has no rust-version")?.trim_matches('"').to_string())
}

/// Unpacks Debian's packages of this compiler, and the LLVM that it is linked with, into a folder that is there only when
/// all is in it.
fn unpack(version: &str, tree: &Path) -> Result {
    tools::check(DEBIAN)?;
    std::fs::create_dir_all(tools_folder())?;
    let folder = tempfile::tempdir_in(tools_folder())?;
    let unpacked = folder.path().join("tree");
    let compiler = ["rustc-web", &format!("libstd-rust-web-{version}"), "libstd-rust-web-dev"];
    let packages = compiler.map(|package| format!("{package}={version}.*"));
    run_command(apt_get().arg("download").args(packages).arg("libllvm19").current_dir(&folder))?;
    for entry in std::fs::read_dir(&folder)? {
        let package = entry?.path();
        if package.extension().is_some_and(|extension| extension == "deb") {
            run_command(Command::new("dpkg-deb").arg("--extract").arg(package).arg(&unpacked))?;
        }
    }
    Ok(std::fs::rename(unpacked, tree)?)
}

#[cfg(test)]
mod tests {
    use super::promised;

    #[test]
    fn the_promised_version_is_that_of_the_manifest() {
        assert_eq!(promised("[package]\nname = \"a\"\nrust-version = \"1.85\"\n").unwrap(), "1.85");
        assert!(promised("[package]\nname = \"a\"\n").is_err());
    }
}
