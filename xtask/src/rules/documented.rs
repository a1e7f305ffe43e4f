//! Every public function of the library that asks the system says under `# Platform` where the answer comes from on each.
//! (That public items are documented at all is the compiler's `missing_docs`, and `# Errors` clippy's `missing_errors_doc`.)

use crate::project::Source;

/// How a call to a backend begins.
const BACKENDS: [&str; 7] =
    ["sys::cpu::", "sys::memory::", "sys::disk::", "sys::net::", "sys::host::", "sys::sensors::", "sys::process::"];

pub(super) fn broken(sources: &[Source]) -> Vec<String> {
    let public = |source: &&Source| {
        source.is_rust()
            && source.path.starts_with("crates/sysproc/src/")
            && !source.path.starts_with("crates/sysproc/src/sys/")
    };
    sources.iter().filter(public).flat_map(in_source).collect()
}

fn in_source(source: &Source) -> Vec<String> {
    let lines: Vec<&str> = source.text.lines().collect();
    let mut found = Vec::new();
    let mut documentation: Vec<&str> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let trimmed = line.trim_start();
        if let Some(text) = trimmed.strip_prefix("///") {
            documentation.push(text.trim());
        } else if !trimmed.starts_with("#[") {
            let is_silent = !documentation.is_empty() && !documentation.contains(&"# Platform");
            if let Some(name) = asks_the_system(trimmed, &lines[at..]).filter(|_| is_silent) {
                found.push(format!("{}:{}: {name} has no section # Platform", source.path, at + 1));
            }
            documentation.clear();
        }
    }
    found
}

/// The name of a public function whose body calls a backend, or of an item that a macro makes such a function from.
fn asks_the_system<'a>(item: &'a str, from: &[&str]) -> Option<&'a str> {
    if let Some(after) = item.strip_prefix("pub fn ") {
        let end = from.iter().position(|line| line.trim_end() == closing(from[0])).unwrap_or(from.len());
        let name = after.split(['(', '<']).next().filter(|name| !name.starts_with('$'));
        return name.filter(|_| from[..end].iter().any(|line| BACKENDS.iter().any(|topic| line.contains(topic))));
    }
    let name = item.strip_suffix(';')?.split(" -> ").next()?;
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    is_name.then_some(name)
}

/// The line that ends the item that this line begins.
fn closing(first: &str) -> String {
    let indent = first.len() - first.trim_start().len();
    format!("{}}}", " ".repeat(indent))
}

#[cfg(test)]
mod tests {
    use super::broken;
    use crate::project::Source;

    fn places(text: &str) -> usize {
        broken(&[Source::new("crates/sysproc/src/cpu.rs", text)]).len()
    }

    #[test]
    fn a_function_that_does_not_say_where_its_answer_comes_from_is_found() {
        assert_eq!(places("    /// Times.\n    pub fn times(&self) -> X {\n        sys::cpu::times(self)\n    }\n"), 1);
        assert_eq!(places("    getters! {\n        /// Its name.\n        name -> OsString;\n    }\n"), 1);
    }

    #[test]
    fn one_that_says_it_or_asks_nothing_is_not() {
        let said = "/// Times.\n///\n/// # Platform\n/// Linux: `/proc/stat`.\n#[must_use]\npub fn times() -> X {\n    sys::cpu::x()\n}\n";
        assert_eq!(places(said), 0);
        assert_eq!(places("/// Sum.\npub fn sum() -> X {\n    1\n}\n\nfn other() {\n    sys::cpu::x()\n}\n"), 0);
    }
}
