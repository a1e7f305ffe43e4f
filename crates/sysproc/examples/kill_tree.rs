//! Asks a process and all that it started to end, waits, and ends those that did not: `cargo run --example kill_tree PID`

use std::time::Duration;

use sysproc::Process;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let pid = std::env::args().nth(1).ok_or("usage: kill_tree PID")?.parse()?;
    let root = Process::new(pid)?;
    let mut family = root.descendants()?;
    family.push(root);
    for process in &family {
        // One that has ended meanwhile is what we want.
        let _ = process.terminate();
    }
    let waited = Process::wait_all(&family, Some(Duration::from_secs(3)), |process, exit| {
        println!("{} has ended: {exit:?}", process.pid());
    })?;
    for process in waited.alive {
        println!("{} does not listen", process.pid());
        process.kill()?;
    }
    Ok(())
}
