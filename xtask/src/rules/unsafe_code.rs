//! Unsafe code stands in `ffi` modules alone, and each block says in a comment that begins with `SAFETY:` why it is sound.
//! A test may arrange what only unsafe code can, and says so as well.

use super::scan::{code, line_of, word_offsets};
use crate::project::Source;

pub(super) fn broken(sources: &[Source]) -> Vec<String> {
    sources.iter().filter(|source| source.is_rust()).flat_map(in_source).collect()
}

fn in_source(source: &Source) -> Vec<String> {
    let code = code(&source.text, false);
    let lines: Vec<&str> = source.text.lines().collect();
    let may_be_unsafe = source.path.split('/').any(|part| ["ffi", "ffi.rs", "tests"].contains(&part));
    let mut found = Vec::new();
    for at in word_offsets(&code, "unsafe") {
        let line = line_of(&code, at);
        let after = code[at + "unsafe".len()..].trim_start();
        if !may_be_unsafe {
            found.push(format!("{}:{line}: unsafe code outside an ffi module", source.path));
        } else if (after.starts_with('{') || after.starts_with("impl")) && !is_explained(&lines[..line - 1]) {
            found.push(format!("{}:{line}: no SAFETY comment", source.path));
        }
    }
    found
}

/// Whether the comment before the last statement, which may have begun some lines above, is about safety.
fn is_explained(above: &[&str]) -> bool {
    let mut lines = above.iter().rev().map(|line| line.trim()).peekable();
    while lines.next_if(|line| !line.starts_with("//") && !line.ends_with([';', '{', '}'])).is_some() {}
    lines.take_while(|line| line.starts_with("//")).any(|line| line.starts_with("// SAFETY:"))
}

#[cfg(test)]
mod tests {
    use super::broken;
    use crate::project::Source;

    fn places(path: &str, text: &str) -> usize {
        broken(&[Source::new(path, text)]).len()
    }

    #[test]
    fn unsafe_code_elsewhere_or_unexplained_is_found() {
        let explained = "// SAFETY: always.\nunsafe { f() };";
        assert_eq!(places("crates/sysproc/src/cpu.rs", explained), 1);
        for bad in [
            "unsafe { f() };",
            "// Calls f.\nlet x = unsafe { f() };",
            "// SAFETY: of another one.\nunsafe { f() };\nunsafe { g() };",
        ] {
            assert_eq!(places("crates/sysproc/src/sys/linux/ffi/f.rs", bad), 1, "{bad}");
        }
    }

    #[test]
    fn explained_unsafe_code_in_an_ffi_module_is_not() {
        for good in [
            "// SAFETY: always,\n// and so on.\nlet x =\n    unsafe { f() };",
            "unsafe extern \"C\" {\n    fn f();\n}",
            "#![deny(unsafe_code)]\n// unsafe { }",
        ] {
            assert_eq!(places("crates/sysproc/src/sys/linux/ffi/f.rs", good), 0, "{good}");
        }
    }
}
