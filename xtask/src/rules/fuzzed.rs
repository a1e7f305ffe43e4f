//! Every decoder has a fuzz target that calls it: `crates/decode/src/SYSTEM/FORMAT.rs`, `fuzz/src/bin/SYSTEM_FORMAT.rs`.

use crate::project::Source;

pub(super) fn broken(sources: &[Source]) -> Vec<String> {
    let decoders = sources.iter().filter_map(|source| decoder(&source.path));
    decoders.filter_map(|(system, format)| unfuzzed(sources, system, format)).collect()
}

/// The system and the format that a file decodes; a module may be a folder.
fn decoder(path: &str) -> Option<(&str, &str)> {
    let parts: Vec<_> = path.strip_prefix("crates/decode/src/")?.split('/').collect();
    match parts[..] {
        [_, "mod.rs"] => None,
        [system, file] => Some((system, file.strip_suffix(".rs")?)),
        [system, folder, "mod.rs"] => Some((system, folder)),
        _ => None,
    }
}

fn unfuzzed(sources: &[Source], system: &str, format: &str) -> Option<String> {
    let target = format!("fuzz/src/bin/{system}_{format}.rs");
    match sources.iter().find(|source| source.path == target) {
        None => Some(format!("{target}: missing")),
        Some(source) if source.text.contains(&format!("{system}::{format}")) => None,
        Some(_) => Some(format!("{target}: does not use {system}::{format}")),
    }
}

#[cfg(test)]
mod tests {
    use super::broken;
    use crate::project::Source;

    #[test]
    fn a_decoder_without_a_target_is_found() {
        let decoder = |name: &str| Source::new(&format!("crates/decode/src/linux/{name}.rs"), "");
        let target = |name: &str, text: &str| Source::new(&format!("fuzz/src/bin/linux_{name}.rs"), text);
        let sources = [
            Source::new("crates/decode/src/text.rs", ""),
            decoder("mod"),
            decoder("stat"),
            decoder("maps"),
            decoder("status"),
            target("stat", "use sysproc_decode::linux::stat::stat;"),
            target("status", "use sysproc_decode::linux::stat::stat;"),
        ];
        let (missing, wrong) =
            ("fuzz/src/bin/linux_maps.rs: missing", "fuzz/src/bin/linux_status.rs: does not use linux::status");
        assert_eq!(broken(&sources), [missing, wrong]);
    }
}
