//! `cargo xtask msrv`: the library and the decoders compile with the oldest compiler that they promise.
//!
//! Clippy's `incompatible_msrv` is the first line of defence, but it knows the standard library only. Debian has the old
//! compiler beside its newer one; the two cannot be installed together, so it is unpacked below `target/tools`. The command
//! promises a newer one, which Debian does not have: of what it depends on, the promises are compared.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::command::{cargo, output, run as run_command};
use crate::project::{Result, read, tools_folder};
use crate::tools::{self, DEBIAN, apt_get};

pub(crate) fn run() -> Result {
    let metadata = serde_json::from_str(&output(&mut cargo(&["metadata", "--format-version", "1"]))?)?;
    let tree = ["tree", "--package", "sysproc-cli", "--edges", "normal,build", "--prefix", "none", "--format", "{p}"];
    let newer = newer(&promised(&read("crates/cli/Cargo.toml")?)?, &output(&mut cargo(&tree))?, &metadata);
    if !newer.is_empty() {
        return Err(format!("these ask for a newer compiler than the command: {}", newer.join(", ")).into());
    }
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

/// The crates of a tree that promise less than a version does.
fn newer(version: &str, tree: &str, metadata: &Value) -> Vec<String> {
    let number =
        |version: &str| -> Vec<u32> { version.split('.').map_while(|part| part.parse().ok()).take(2).collect() };
    let text = |package: &Value, key: &str| package[key].as_str().unwrap_or_default().to_owned();
    let in_tree = |package: &&Value| {
        let line = format!("{} v{}", text(package, "name"), text(package, "version"));
        tree.lines().any(|found| found.split(' ').take(2).eq(line.split(' ')))
    };
    let packages = metadata["packages"].as_array().into_iter().flatten().filter(in_tree);
    let newer = packages.filter(|package| number(&text(package, "rust_version")) > number(version));
    newer.map(|package| format!("{} ({})", text(package, "name"), text(package, "rust_version"))).collect()
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
    use super::{newer, promised};

    #[test]
    fn the_promised_version_is_that_of_the_manifest() {
        assert_eq!(promised("[package]\nname = \"a\"\nrust-version = \"1.85\"\n").unwrap(), "1.85");
        assert!(promised("[package]\nname = \"a\"\n").is_err());
    }

    #[test]
    fn a_dependency_that_promises_less_is_found() {
        let package =
            |name: &str, version: &str| serde_json::json!({"name": name, "version": "1.0.0", "rust_version": version});
        let metadata = serde_json::json!({"packages": [
            package("old", "1.9.1"), package("same", "1.88.0"), package("newer", "1.100"), package("elsewhere", "1.100"),
            {"name": "silent", "version": "1.0.0", "rust_version": null},
        ]});
        let tree = "command v0.1.0 (/x)\nold v1.0.0\nsame v1.0.0\nnewer v1.0.0 (*)\nsilent v1.0.0\nelsewhere v2.0.0\n";
        assert_eq!(newer("1.88", tree, &metadata), ["newer (1.100)"]);
    }
}
