//! A system is selected in `sys/mod.rs` of the library and in manifests; a face has one `platform.rs`, and a test crate that
//! is about one system says so at its top.

use super::scan::{code, line_of, word_offsets};
use crate::project::Source;

/// What selects by attribute or macro.
const SELECTORS: [&str; 4] = ["cfg", "cfg_attr", "cfg_select", "cfg_match"];

/// What is a system, not a property of a machine such as its word size.
const SYSTEMS: [&str; 5] = ["target_os", "target_family", "target_vendor", "unix", "windows"];

pub(super) fn broken(sources: &[Source]) -> Vec<String> {
    sources.iter().filter(|source| source.is_rust() && !may_select(source)).flat_map(selections).collect()
}

fn may_select(source: &Source) -> bool {
    let path = source.path.as_str();
    let parts: Vec<_> = path.split('/').collect();
    let is_library = path.starts_with("crates/sysproc/") || path.starts_with("crates/decode/");
    match parts[..] {
        [.., "src", "platform.rs"] => !is_library,
        ["crates", _, "tests", _, "main.rs"] => selections(source).len() == 1 && selects_whole_crate(source),
        _ => path == "crates/sysproc/src/sys/mod.rs",
    }
}

fn selects_whole_crate(source: &Source) -> bool {
    source.text.lines().any(|line| line.starts_with("#![cfg("))
}

fn selections(source: &Source) -> Vec<String> {
    let code = code(&source.text, false);
    let mut found = Vec::new();
    for selector in SELECTORS {
        for at in word_offsets(&code, selector) {
            let condition = in_brackets(&code[at + selector.len()..]);
            if let Some(system) = SYSTEMS.iter().find(|system| word_offsets(condition, system).next().is_some()) {
                found.push(format!("{}:{}: selects by {system}", source.path, line_of(&code, at)));
            }
        }
    }
    found
}

/// What stands in the brackets that follow, `!` or not; nothing if none do.
fn in_brackets(code: &str) -> &str {
    let code = code.trim_start_matches(['!', ' ']);
    if !code.starts_with(['(', '{', '[']) {
        return "";
    }
    let mut depth = 0;
    for (at, c) in code.char_indices() {
        match c {
            '(' | '{' | '[' => depth += 1,
            ')' | '}' | ']' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return &code[..at];
        }
    }
    code
}

#[cfg(test)]
mod tests {
    use super::broken;
    use crate::project::Source;

    fn places(path: &str, text: &str) -> usize {
        broken(&[Source::new(path, text)]).len()
    }

    #[test]
    fn a_selection_elsewhere_is_found() {
        for bad in [
            "#[cfg(target_os = \"linux\")]\nmod a;",
            "#[cfg(all(test, not(unix)))]\nmod a;",
            "fn f() -> bool { cfg!(windows) }",
            "#[cfg_attr(\n    target_family = \"unix\",\n    derive(Debug)\n)]\nstruct S;",
            "cfg_select! { unix => {} _ => {} }",
        ] {
            assert_eq!(places("crates/sysproc/src/cpu.rs", bad), 1, "{bad}");
            assert_eq!(places("crates/sysproc/src/platform.rs", bad), 1, "{bad}");
            assert_eq!(places("crates/sysproc/tests/linux/cpu.rs", bad), 1, "{bad}");
            assert_eq!(places("crates/cli/src/cmd/kill.rs", bad), 1, "{bad}");
        }
    }

    #[test]
    fn where_it_belongs_and_what_is_no_selection_are_not() {
        let selection = "#[cfg(target_os = \"linux\")]\nmod a;";
        assert_eq!(places("crates/sysproc/src/sys/mod.rs", selection), 0);
        assert_eq!(places("crates/cli/src/platform.rs", selection), 0);
        assert_eq!(places("crates/sysproc/tests/linux/main.rs", "#![cfg(target_os = \"linux\")]\nmod a;"), 0);
        for good in ["#[cfg(test)]\nmod a;", "// #[cfg(unix)]", "use std::os::unix::fs;", "cfg!(target_arch = \"x86\")"]
        {
            assert_eq!(places("crates/sysproc/src/cpu.rs", good), 0, "{good}");
        }
    }
}
