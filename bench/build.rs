//! Compiles the program that the load consists of, and tells the bench where it is and what compiled it.

use std::error::Error;
use std::path::Path;
use std::process::Command;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=load/sleeper.rs");
    let sleeper = Path::new(&std::env::var("OUT_DIR")?).join("sleeper");
    let rustc = std::env::var("RUSTC")?;
    let status = Command::new(&rustc)
        .args(["--edition=2024", "--crate-type=bin", "--target", &std::env::var("TARGET")?, "load/sleeper.rs", "-o"])
        .arg(&sleeper)
        .args(["-Cpanic=abort", "-Copt-level=s", "-Cstrip=symbols", "-Crelocation-model=static"])
        .args(["-Clink-arg=-nostdlib", "-Clink-arg=-nostartfiles", "-Clink-arg=-static"])
        .status()?;
    if !status.success() {
        return Err(format!("load/sleeper.rs was not compiled: {status}").into());
    }
    println!("cargo:rustc-env=SLEEPER={}", sleeper.display());

    let version = Command::new(&rustc).arg("--version").output()?.stdout;
    println!("cargo:rustc-env=RUSTC_VERSION={}", String::from_utf8(version)?.trim());
    Ok(())
}
