//! Watches a process until it ends, once a second: `cargo run --example watch_one PID`

use std::time::Duration;

use sysproc::process::{CpuPercent, Process};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let process = Process::new(std::env::args().nth(1).ok_or("usage: watch_one PID")?.parse()?)?;
    let mut cpu = CpuPercent::new();
    loop {
        let busy = cpu.sample(&process)?.unwrap_or(0.0);
        println!("{busy:5.1} %  {:>6} MiB", process.memory_info()?.rss >> 20);
        match process.wait(Some(Duration::from_secs(1))) {
            Err(sysproc::Error::TimeoutExpired { .. }) => {}
            exit => {
                println!("it has ended: {:?}", exit?);
                return Ok(());
            }
        }
    }
}
