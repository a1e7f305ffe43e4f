//! The library depends on few crates, all of them well kept.

use std::collections::BTreeSet;

use crate::command::{cargo, output};
use crate::project::Result;

/// sysproc-decode, bitflags, memchr, rustix and its linux-raw-sys.
const MOST: usize = 5;

pub(super) fn broken() -> Result<Vec<String>> {
    let tree = ["tree", "--package", "sysproc", "--edges", "normal", "--prefix", "none", "--format", "{p}"];
    Ok(too_many(&output(cargo(&tree).args(["--target", "x86_64-unknown-linux-gnu"]))?))
}

/// The first line is the library itself; a crate that occurs again is marked with a star.
fn too_many(tree: &str) -> Vec<String> {
    let crates: BTreeSet<&str> = tree.lines().skip(1).filter_map(|line| line.split(' ').next()).collect();
    if crates.len() <= MOST {
        return Vec::new();
    }
    let names = crates.iter().copied().collect::<Vec<_>>().join(", ");
    vec![format!("{} crates on Linux, more than {MOST}: {names}", crates.len())]
}

#[cfg(test)]
mod tests {
    use super::too_many;

    #[test]
    fn one_crate_too_many_is_found() {
        let five = "sysproc v0.1.0 (/x)\na v1\nb v1\na v1 (*)\nc v1\nd v1\ne v1\n";
        assert!(too_many(five).is_empty());
        assert_eq!(too_many(&format!("{five}f v1\n")), ["6 crates on Linux, more than 5: a, b, c, d, e, f"]);
    }
}
