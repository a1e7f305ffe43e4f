//! The project: its folder, its files, and the error type of its tools.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

/// What goes wrong in a tool is told to a person, and that is all.
pub(crate) type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

/// The root folder of this clone.
pub(crate) fn root() -> &'static Path {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask)
}

/// Makes the root the working folder: all paths in these tools start from there.
pub(crate) fn enter() -> Result {
    Ok(std::env::set_current_dir(root())?)
}

/// A file's text.
pub(crate) fn read(path: impl AsRef<Path>) -> Result<String> {
    let path = path.as_ref();
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()).into())
}

/// A text file of the project.
#[derive(Debug)]
pub(crate) struct Source {
    /// From the root, with slashes: `crates/decode/src/lib.rs`.
    pub(crate) path: String,
    pub(crate) text: String,
}

impl Source {
    #[cfg(test)]
    pub(crate) fn new(path: &str, text: &str) -> Self {
        Self { path: path.into(), text: text.into() }
    }

    pub(crate) fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }
}

/// The source files and manifests below a folder, in the order of their paths.
pub(crate) fn sources(folder: &Path) -> Result<Vec<Source>> {
    let mut found = Vec::new();
    let mut next = vec![folder.to_path_buf()];
    while let Some(folder) = next.pop() {
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() {
                if !is_ignored(&path) {
                    next.push(path);
                }
            } else if is_source(&path) {
                found.push(Source { path: below_root(&path), text: read(&path)? });
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(found)
}

fn below_root(path: &Path) -> String {
    let relative = path.strip_prefix(root()).or_else(|_| path.strip_prefix(".")).unwrap_or(path);
    relative.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

fn is_ignored(folder: &Path) -> bool {
    let name = folder.file_name().unwrap_or_default();
    name == "target" || name == "fixtures" || (name.to_string_lossy().starts_with('.') && name != ".ci")
}

fn is_source(file: &Path) -> bool {
    let extension = file.extension().and_then(|extension| extension.to_str());
    matches!(extension, Some("rs" | "py" | "pyi" | "sh" | "toml")) || file.ends_with(".ci/run")
}

/// Where these tools keep what they install: never outside the clone.
pub(crate) fn tools_folder() -> PathBuf {
    root().join("target/tools")
}
