//! The five processes that use the most memory: `cargo run --example top_memory`

use sysproc::System;
use sysproc::process::Fields;

fn main() -> sysproc::Result<()> {
    let mut all = System::default().processes(Fields::NAME | Fields::MEMORY)?.snapshots;
    let rss = |process: &sysproc::process::Snapshot| process.memory.value().map_or(0, |memory| memory.rss);
    all.sort_by_key(|process| std::cmp::Reverse(rss(process)));
    for process in all.iter().take(5) {
        let name = process.name.value().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        println!("{:>7} {:>8} MiB  {name}", process.pid, rss(process) >> 20);
    }
    Ok(())
}
