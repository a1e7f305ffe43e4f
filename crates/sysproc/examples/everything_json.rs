//! All that is known of all processes, as JSON: `cargo run --features serde --example everything_json`

use sysproc::System;
use sysproc::process::Fields;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let all = System::default().processes(Fields::all())?;
    serde_json::to_writer_pretty(std::io::stdout().lock(), &all)?;
    Ok(())
}
