//! `cargo xtask rules`: what the compiler and clippy cannot hold. One file a rule, each tried on a bad sample.

mod dependencies;
mod documented;
mod fuzzed;
mod lines;
mod scan;
mod selection;
mod unsafe_code;

use std::path::Path;

use crate::project::{Result, Source, sources};

/// Looks at the project's files and says where the rule is broken.
type Rule = fn(&[Source]) -> Vec<String>;

const RULES: [(&str, Rule); 5] = [
    ("a system is chosen in one place", selection::broken),
    ("unsafe code stands in ffi modules and says why it is sound", unsafe_code::broken),
    ("files are short", lines::broken),
    ("what asks the system says where the answer comes from", documented::broken),
    ("every decoder is fuzzed", fuzzed::broken),
];

pub(crate) fn run() -> Result {
    let sources = sources(Path::new("."))?;
    let mut results: Vec<_> = RULES.iter().map(|(name, rule)| (*name, rule(&sources))).collect();
    results.push(("the library depends on little", dependencies::broken()?));
    let mut count = 0;
    for (name, broken) in results {
        println!("{}: {name}", if broken.is_empty() { "ok" } else { "BROKEN" });
        for place in &broken {
            println!("    {place}");
        }
        count += broken.len();
    }
    if count == 0 { Ok(()) } else { Err(format!("{count} places break a rule").into()) }
}
